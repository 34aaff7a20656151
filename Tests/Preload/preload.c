// Gives a program another time of day, or slow calls, in tests; LD_PRELOAD loads it into one.
//
//   GALLEY_CLOCK=FILE   the file has the seconds that are added to the time of day; it is read at each call
//   GALLEY_SLOW=PART    to look at, list or remove a file with this in its path takes 20 ms more
//
// All other clocks go on as they are, as they do when somebody sets the system's.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long shift(void) {
    const char *file = getenv("GALLEY_CLOCK");
    if (file == NULL) return 0;
    int before = errno, descriptor = open(file, O_RDONLY | O_CLOEXEC);
    char text[32] = "";
    if (descriptor >= 0) {
        ssize_t count = read(descriptor, text, sizeof text - 1);
        text[count < 0 ? 0 : count] = 0;
        close(descriptor);
    }
    errno = before;
    return atoll(text);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int code = (int)syscall(SYS_clock_gettime, clock, now);
    if (code == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return code;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int code = (int)syscall(SYS_gettimeofday, now, zone);
    if (code == 0) now->tv_sec += shift();
    return code;
}

time_t time(time_t *place) {
    time_t now = (time_t)syscall(SYS_time, NULL) + shift();
    if (place != NULL) *place = now;
    return now;
}

static void slow(int folder, const char *name) {
    const char *part = getenv("GALLEY_SLOW");
    if (part == NULL) return;
    char link[64], path[8192];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, path, 4096);
    if (length < 0) length = 0;
    snprintf(path + length, sizeof path - (size_t)length, "/%s", name);
    if (strstr(path, part) != NULL) usleep(20000);
    errno = before;
}

int fstatat(int folder, const char *restrict name, struct stat *restrict facts, int flags) {
    int (*next)(int, const char *, struct stat *, int) = dlsym(RTLD_NEXT, "fstatat");
    slow(folder, name);
    return next(folder, name, facts, flags);
}

struct dirent *readdir(DIR *stream) {
    struct dirent *(*next)(DIR *) = dlsym(RTLD_NEXT, "readdir");
    slow(dirfd(stream), "");
    return next(stream);
}

int unlinkat(int folder, const char *name, int flags) {
    int (*next)(int, const char *, int) = dlsym(RTLD_NEXT, "unlinkat");
    slow(folder, name);
    return next(folder, name, flags);
}

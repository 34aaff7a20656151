// Runs a program and makes one of its system calls fail, or kills it there. For tests of what survives.
//
//   galley-faults [OPTION…] PROGRAM [ARGUMENT…]
//   --below PATH    counts calls on files at or below it; may be given several times
//   --name NAME     counts only calls of that name
//   --containing T  counts only calls on files with T in their path
//   --at N          acts at the Nth of these calls, before it has an effect
//   --for N         and at the N - 1 behind it
//   --error NUMBER  the call fails with this errno; without it the program is killed
//   --lie           fsync, fdatasync and syncfs only say that they did
//   --list FILE     writes each counted call there, one a line: its number, name and path
//   --seconds N     kills a program that takes longer, and ends with 124
//
// It counts in the whole process, whatever thread makes the call, so that the same run has the same numbers; strace,
// which counts for each thread, cannot do that. Ends as the program does, with 128 more than its signal; 69 where
// calls cannot be traced.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { unavailable = 69, timedOut = 124 };

#if !defined(__x86_64__)

int main(void) {
    fputs("galley-faults knows the system calls of x86-64 only\n", stderr);
    return unavailable;
}

#else

/// What the arguments of a call say about its file.
enum kind {
    byDescriptor,  // the first is its descriptor
    byPath,        // the first is its path
    inFolder,      // the first is a folder's descriptor, the second a path from there
    intoFolder,    // the third is a folder's descriptor, the fourth a path from there
    secondIn,      // the second is a folder's descriptor, the third a path from there
};

static const struct call {
    const char *name;
    long number;
    enum kind kind;
} calls[] = {
#define CALL(name, kind) {#name, SYS_##name, kind}
    CALL(open, byPath), CALL(openat, inFolder), CALL(openat2, inFolder), CALL(creat, byPath),
    CALL(close, byDescriptor), CALL(read, byDescriptor), CALL(pread64, byDescriptor), CALL(write, byDescriptor),
    CALL(pwrite64, byDescriptor), CALL(writev, byDescriptor), CALL(fsync, byDescriptor),
    CALL(fdatasync, byDescriptor), CALL(syncfs, byDescriptor), CALL(sync_file_range, byDescriptor),
    CALL(ftruncate, byDescriptor), CALL(fallocate, byDescriptor), CALL(lseek, byDescriptor),
    CALL(flock, byDescriptor), CALL(fcntl, byDescriptor), CALL(fstat, byDescriptor), CALL(fstatfs, byDescriptor),
    CALL(getdents64, byDescriptor), CALL(fchmod, byDescriptor), CALL(fchown, byDescriptor), CALL(stat, byPath),
    CALL(lstat, byPath), CALL(statfs, byPath), CALL(access, byPath), CALL(newfstatat, inFolder),
    CALL(statx, inFolder), CALL(faccessat, inFolder), CALL(readlink, byPath), CALL(readlinkat, inFolder),
    CALL(mkdir, byPath), CALL(mkdirat, inFolder), CALL(mknodat, inFolder), CALL(rmdir, byPath),
    CALL(unlink, byPath), CALL(unlinkat, inFolder), CALL(rename, byPath), CALL(renameat, inFolder),
    CALL(renameat2, inFolder), CALL(link, byPath), CALL(linkat, intoFolder), CALL(symlinkat, secondIn),
    CALL(chmod, byPath), CALL(fchmodat, inFolder), CALL(fchownat, inFolder), CALL(truncate, byPath),
    CALL(utimensat, inFolder), CALL(copy_file_range, byDescriptor), CALL(inotify_add_watch, secondIn),
#undef CALL
};
enum { callCount = sizeof calls / sizeof *calls };

static struct {
    const char *below[8];
    int belowCount;
    const char *name, *part;
    long at, count, error;
    bool lies;
    FILE *list;
    int seconds;
} options = {.count = 1, .seconds = 60};

static pid_t program;
static volatile sig_atomic_t isLate;

static void fail(const char *what) {
    perror(what);
    if (program > 0) kill(program, SIGKILL);
    exit(unavailable);
}

static void late(int signal) {
    (void)signal;
    isLate = 1;
    kill(program, SIGKILL);
}

// The calls of the list stop the program; all others run at full speed.
static void filter(void) {
    struct sock_filter code[2 * callCount + 2];
    int length = 0;
    code[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < callCount; i++) {
        code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0, 1);
        code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog all = {.len = (unsigned short)length, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) != 0) {
        perror("seccomp");
        _exit(unavailable);
    }
}

static void readText(pid_t thread, unsigned long address, char *text, size_t size) {
    size_t length = 0;
    while (length + 1 < size) {
        errno = 0;
        long word = ptrace(PTRACE_PEEKDATA, thread, address + length, NULL);
        if (errno != 0) break;
        for (size_t i = 0; i < sizeof word && length + 1 < size; i++) {
            char c = (char)(word >> (8 * i));
            if (c == 0) goto done;
            text[length++] = c;
        }
    }
done:
    text[length] = 0;
}

static void descriptorPath(pid_t thread, int descriptor, char *path, size_t size) {
    char name[64];
    if (descriptor == AT_FDCWD) snprintf(name, sizeof name, "/proc/%d/cwd", thread);
    else snprintf(name, sizeof name, "/proc/%d/fd/%d", thread, descriptor);
    ssize_t length = readlink(name, path, size - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void callPath(pid_t thread, const struct call *call, const struct user_regs_struct *regs, char *path, size_t size) {
    char name[4096];
    int folder = AT_FDCWD;
    unsigned long address = 0;
    switch (call->kind) {
    case byDescriptor: return descriptorPath(thread, (int)regs->rdi, path, size);
    case byPath: address = regs->rdi; break;
    case inFolder: folder = (int)regs->rdi; address = regs->rsi; break;
    case intoFolder: folder = (int)regs->rdx; address = regs->r10; break;
    case secondIn: folder = (int)regs->rsi; address = regs->rdx; break;
    }
    // inotify_add_watch has the path where others have a folder.
    if (call->number == SYS_inotify_add_watch) { folder = AT_FDCWD; address = regs->rsi; }
    readText(thread, address, name, sizeof name);
    if (name[0] == '/') {
        snprintf(path, size, "%s", name);
        return;
    }
    descriptorPath(thread, folder, path, size);
    size_t length = strlen(path);
    if (name[0] != 0) snprintf(path + length, size - length, "/%s", name);
}

static bool isBelow(const char *path) {
    for (int i = 0; i < options.belowCount; i++) {
        size_t length = strlen(options.below[i]);
        if (strncmp(path, options.below[i], length) == 0 && (path[length] == 0 || path[length] == '/')) return true;
    }
    return options.belowCount == 0;
}

// Skips the call and lets it return `value`.
static void answer(pid_t thread, struct user_regs_struct *regs, long value) {
    regs->orig_rax = (unsigned long)-1;
    regs->rax = (unsigned long)value;
    // Another thread may just have ended the process.
    if (ptrace(PTRACE_SETREGS, thread, NULL, regs) != 0 && errno != ESRCH) fail("ptrace");
}

/// Whether the call makes, writes or moves something.
static bool changes(const struct call *call, const struct user_regs_struct *regs) {
    switch (call->number) {
    case SYS_openat: return (regs->rdx & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC)) != 0;
    case SYS_open: return (regs->rsi & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC)) != 0;
    case SYS_openat2: case SYS_creat: case SYS_write: case SYS_pwrite64: case SYS_writev: case SYS_ftruncate:
    case SYS_fallocate: case SYS_fchmod: case SYS_fchown: case SYS_mkdir: case SYS_mkdirat: case SYS_mknodat:
    case SYS_rmdir: case SYS_unlink: case SYS_unlinkat: case SYS_rename: case SYS_renameat: case SYS_renameat2:
    case SYS_link: case SYS_linkat: case SYS_symlinkat: case SYS_chmod: case SYS_fchmodat: case SYS_fchownat:
    case SYS_truncate: case SYS_utimensat: case SYS_copy_file_range: return true;
    default: return false;
    }
}

static void see(pid_t thread) {
    static long number = 0;
    struct user_regs_struct regs;
    if (ptrace(PTRACE_GETREGS, thread, NULL, &regs) != 0) return;
    const struct call *call = NULL;
    for (int i = 0; i < callCount && call == NULL; i++) {
        if (calls[i].number == (long)regs.orig_rax) call = &calls[i];
    }
    if (call == NULL) return;
    char path[8192];
    callPath(thread, call, &regs, path, sizeof path);
    if (!isBelow(path) || (options.name != NULL && strcmp(options.name, call->name) != 0)) return;
    if (options.part != NULL && strstr(path, options.part) == NULL) return;
    number++;
    if (options.list != NULL) {
        fprintf(options.list, "%ld %s%s %s\n", number, call->name, changes(call, &regs) ? " !" : "", path);
    }
    if (options.at > 0 && number >= options.at && number < options.at + options.count) {
        if (options.error == 0) kill(program, SIGKILL);
        else answer(thread, &regs, -options.error);
    } else if (options.lies && (call->number == SYS_fsync || call->number == SYS_fdatasync || call->number == SYS_syncfs)) {
        answer(thread, &regs, 0);
    }
}

static int trace(void) {
    int status = 0;
    while (true) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) {
            if (errno == EINTR) continue;
            return unavailable;
        }
        if (thread == program && (WIFEXITED(status) || WIFSIGNALED(status))) break;
        if (!WIFSTOPPED(status)) continue;
        int signal = WSTOPSIG(status), event = status >> 16;
        if (event == PTRACE_EVENT_SECCOMP) see(thread);
        // A stop that tracing made is no signal for the program.
        ptrace(PTRACE_CONT, thread, NULL, event != 0 ? 0 : signal);
    }
    if (options.list != NULL) fclose(options.list);
    if (isLate) return timedOut;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char **parse(char **word) {
    for (; *word != NULL && strncmp(*word, "--", 2) == 0; word++) {
        if (strcmp(*word, "--lie") == 0) {
            options.lies = true;
            continue;
        }
        const char *name = *word, *value = *++word;
        if (value == NULL) return NULL;
        if (strcmp(name, "--below") == 0 && options.belowCount < 8) options.below[options.belowCount++] = value;
        else if (strcmp(name, "--name") == 0) options.name = value;
        else if (strcmp(name, "--containing") == 0) options.part = value;
        else if (strcmp(name, "--at") == 0) options.at = atol(value);
        else if (strcmp(name, "--for") == 0) options.count = atol(value);
        else if (strcmp(name, "--error") == 0) options.error = atol(value);
        else if (strcmp(name, "--seconds") == 0) options.seconds = atoi(value);
        else if (strcmp(name, "--list") == 0) options.list = fopen(value, "we");
        else return NULL;
    }
    return *word == NULL ? NULL : word;
}

int main(int count, char **words) {
    char **command = count > 1 ? parse(words + 1) : NULL;
    if (command == NULL) {
        fputs("usage: galley-faults [OPTION…] PROGRAM [ARGUMENT…]\n", stderr);
        return 64;
    }
    int gate[2];
    if (pipe2(gate, O_CLOEXEC) != 0) fail("pipe");
    program = fork();
    if (program < 0) fail("fork");
    if (program == 0) {
        char byte;
        close(gate[1]);
        if (read(gate[0], &byte, 1) != 1) _exit(unavailable);
        filter();
        execv(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    const long wanted = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
        PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, program, NULL, wanted) != 0) fail("ptrace");
    signal(SIGALRM, late);
    alarm((unsigned)options.seconds);
    if (write(gate[1], "", 1) != 1) fail("write");
    return trace();
}

#endif

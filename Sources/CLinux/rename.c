#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int linux_rename_no_replace(int from, const char *old, int to, const char *name) {
    if (renameat2(from, old, to, name, RENAME_NOREPLACE) == 0) return 0;
    // NFS and some FUSE filesystems know no flags.
    if (errno != EINVAL && errno != ENOSYS) return -1;
    struct stat facts, other;
    if (fstatat(from, old, &facts, AT_SYMLINK_NOFOLLOW) != 0) return -1;
    // A second name is given only where there is none; then the first goes.
    if (linkat(from, old, to, name, 0) == 0) return unlinkat(from, old, 0);
    if (errno == EEXIST) {
        // A process that ended between the two has left both.
        if (fstatat(to, name, &other, AT_SYMLINK_NOFOLLOW) == 0 && facts.st_dev == other.st_dev &&
            facts.st_ino == other.st_ino && facts.st_nlink > 1 && !S_ISDIR(facts.st_mode))
            return unlinkat(from, old, 0);
        errno = EEXIST;
        return -1;
    }
    if (!S_ISDIR(facts.st_mode) && errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) return -1;
    // Folders, and filesystems without links: only Galley makes names of such folders, and a look comes first.
    if (fstatat(to, name, &other, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    if (errno != ENOENT) return -1;
    return renameat(from, old, to, name);
}

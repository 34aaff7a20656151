#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <stdio.h>
#include <fcntl.h>
#include <sys/stat.h>

int linux_rename_no_replace(int from, const char *old, int to, const char *name) {
    if (renameat2(from, old, to, name, RENAME_NOREPLACE) == 0) return 0;
    // NFS and some FUSE filesystems know no flags. Looking first leaves a moment in which another writer
    // could take the name; among Galley's own threads names are given out one by one.
    if (errno != EINVAL && errno != ENOSYS) return -1;
    struct stat facts;
    if (fstatat(to, name, &facts, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    if (errno != ENOENT) return -1;
    return renameat(from, old, to, name);
}

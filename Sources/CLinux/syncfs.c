#define _GNU_SOURCE
#include "CLinux.h"
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

int linux_syncfs(int descriptor) { return syncfs(descriptor); }

bool linux_syncs_whole(int descriptor) {
    struct statfs facts;
    if (fstatfs(descriptor, &facts) != 0) return false;
    // Others, FUSE above all, may return before anything is written.
    switch ((unsigned long)facts.f_type) {
    case EXT4_SUPER_MAGIC:
    case XFS_SUPER_MAGIC:
    case BTRFS_SUPER_MAGIC:
    case F2FS_SUPER_MAGIC:
    case TMPFS_MAGIC:
        return true;
    default:
        return false;
    }
}

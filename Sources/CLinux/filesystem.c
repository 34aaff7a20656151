#define _GNU_SOURCE
#include "CLinux.h"
#include <sys/vfs.h>

int linux_filesystem_type(const char *path, unsigned long *type) {
    struct statfs facts;
    if (statfs(path, &facts) != 0) return -1;
    *type = (unsigned long)facts.f_type & 0xFFFFFFFF;
    return 0;
}

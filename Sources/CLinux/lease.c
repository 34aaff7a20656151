#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>

int linux_is_quiet(int descriptor) {
    // Only the owner of the file, or root, may ask; the system refuses while a writer has it open.
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) return 1;
    return errno == EAGAIN ? 0 : -1;
}

// Calls that the Glibc module leaves out, since they need _GNU_SOURCE. Each has a file of its own.
#pragma once
#include <stdbool.h>

/// Renames `old` in the folder `from` to `name` in the folder `to`, where nothing may have that name.
///
/// Returns 0, or -1 with `errno`: EEXIST if something has it.
int linux_rename_no_replace(int from, const char *old, int to, const char *name);

/// Writes out everything that the filesystem of `descriptor` holds back.
int linux_syncfs(int descriptor);

/// Whether `linux_syncfs` is known to keep its promise on the filesystem of `descriptor`.
bool linux_syncs_whole(int descriptor);

/// Opens a file without a name in the open folder, for `linux_link_at`.
int linux_open_unnamed(int folder, unsigned mode);

/// Gives a file without a name one in `folder`, where nothing may have it.
int linux_link_at(int descriptor, int folder, const char *name);

/// Whether a lease shows that nobody has the file open for writing.
///
/// Returns 1 if nobody has, 0 if somebody has, -1 with `errno` if the system does not say. The lease ends when the
/// descriptor is closed; until then whoever opens the file to write has to wait.
int linux_is_quiet(int descriptor);

/// Finds the number that statfs(2) gives the filesystem of `path`.
///
/// Returns 0, or -1 with `errno`.
int linux_filesystem_type(const char *path, unsigned long *type);

/// Takes the next connection of a listening socket: one that does not wait and that no other program inherits.
///
/// Returns its descriptor, or -1 with `errno`.
int linux_accept(int listener);

/// Gives memory back to the system that was freed and is kept for later.
void linux_trim_heap(void);

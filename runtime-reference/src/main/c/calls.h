/* System calls of Linux 5.12 and older that a libc may have no function for. */
#ifndef CALLS_H
#define CALLS_H

#include <linux/mount.h>
#include <linux/openat2.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif
#define DETACH 2 /* MNT_DETACH; <sys/mount.h> and <linux/mount.h> do not go together */

static inline int call_openat2(int at, const char *path, int flags, int resolve) {
  struct open_how how = {.flags = (unsigned)flags, .resolve = (unsigned)resolve};
  return (int)syscall(SYS_openat2, at, path, &how, sizeof how);
}
static inline int call_open_tree(int at, const char *path, unsigned flags) {
  return (int)syscall(SYS_open_tree, at, path, flags);
}
static inline int call_move_mount(int from, int to) {
  unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
  return (int)syscall(SYS_move_mount, from, "", to, "", flags);
}
static inline int call_fsopen(const char *type) {
  return (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
}
static inline int call_fsconfig(int fs, int command, const char *key, const char *value) {
  return (int)syscall(SYS_fsconfig, fs, command, key, value, 0);
}
static inline int call_fsmount(int fs, unsigned attributes) {
  return (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, attributes);
}
static inline int call_mount_setattr(int at, const char *path, unsigned flags,
                                     struct mount_attr *attributes) {
  return (int)syscall(SYS_mount_setattr, at, path, flags, attributes, sizeof *attributes);
}
static inline int call_pivot_root(const char *new_root, const char *old) {
  return (int)syscall(SYS_pivot_root, new_root, old);
}
static inline int call_detach(const char *path) {
  return (int)syscall(SYS_umount2, path, DETACH);
}
static inline int call_close_range(unsigned first, unsigned flags) {
  return (int)syscall(SYS_close_range, first, ~0U, flags);
}
static inline int call_pidfd_open(int pid) {
  return (int)syscall(SYS_pidfd_open, pid, 0);
}

#endif

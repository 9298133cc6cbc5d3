/*
 * What init does before the apps start: file systems. Paths of the host are opened without following
 * any symbolic link. Paths of a rootfs are looked up by the kernel in that rootfs only
 * (RESOLVE_IN_ROOT), whatever links an image has; what is found is used by its descriptor, never by
 * its path again.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <termios.h>

enum { MOST_LINKS = 40 };

/* The mount namespace that init itself is in. */
static int base = -1;

static int host_path(const char *path, int flags) {
  int found = call_openat2(AT_FDCWD, path, O_PATH | O_CLOEXEC | flags, RESOLVE_NO_SYMLINKS);
  return found < 0 ? failed("cannot find %s without following a symbolic link", path) : found;
}

static int in_root(int root, const char *path, int flags) {
  return call_openat2(root, path, flags | O_CLOEXEC, RESOLVE_IN_ROOT);
}

/* ---- mounts ---- */

static unsigned attributes(const char *words) {
  return (strstr(words, "read-only") ? MOUNT_ATTR_RDONLY : 0) |
         (strstr(words, "nosuid") ? MOUNT_ATTR_NOSUID : 0) |
         (strstr(words, "nodev") ? MOUNT_ATTR_NODEV : 0) |
         (strstr(words, "noexec") ? MOUNT_ATTR_NOEXEC : 0);
}

/* Fails with what the file system itself says beside the error. */
static int fs_failed(int fs, const char *what) {
  char words[256];
  int error = errno;
  ssize_t length = read(fs, words, sizeof words - 1);
  errno = error;
  if (length <= 2) return failed("cannot mount %s", what);
  words[length] = 0;
  words[strcspn(words, "\n")] = 0;
  return failed("cannot mount %s (%s)", what, words + 2);
}

/* A file system that is mounted nowhere yet; options are KEY or KEY=VALUE with commas between. */
static int new_fs(const char *type, const char *options, unsigned how) {
  char *copy = strdup(options), *rest = copy, *option;
  int fs = call_fsopen(type), mount = -1;
  bool good = copy != NULL && fs >= 0 && call_fsconfig(fs, FSCONFIG_SET_STRING, "source", type) == 0;
  while (good && (option = strsep(&rest, ",")) != NULL) {
    char *value = strchr(option, '=');
    if (value != NULL) *value++ = 0;
    if (*option != 0) {
      good = call_fsconfig(fs, value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG, option, value) == 0;
    }
  }
  good = good && call_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) == 0;
  if (good) mount = call_fsmount(fs, how);
  if (mount < 0) fs_failed(fs, type);
  free(copy);
  if (fs >= 0) close(fs);
  return mount;
}

/* Mounts it at what an open descriptor is; closes both. */
static int attach(int mount, int target, const char *path) {
  int result = mount < 0 || target < 0 ? -1 : call_move_mount(mount, target);
  if (result < 0 && mount >= 0 && target >= 0) failed("cannot mount at %s", path);
  if (mount >= 0) close(mount);
  if (target >= 0) close(target);
  return result;
}

/* What an open descriptor is, to be mounted a second time; closes it. */
static int clone_of(int source, const char *name, bool recursive, unsigned how) {
  unsigned depth = recursive ? AT_RECURSIVE : 0;
  struct mount_attr set = {.attr_set = how};
  if (source < 0) return -1;
  int tree = call_open_tree(source, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | depth);
  if (tree < 0) {
    failed("cannot clone the mount of %s", name);
  } else if (how != 0 && call_mount_setattr(tree, "", AT_EMPTY_PATH | depth, &set) < 0) {
    failed("cannot set how %s is mounted", name);
    close(tree);
    tree = -1;
  }
  close(source);
  return tree;
}

/* Makes the directory for a rootfs below the pod's root, which has just been mounted and is empty. */
static void make_target(const struct plan *plan, const char *target) {
  char path[PATH_MAX];
  size_t below = strlen(plan->pod_root);
  if (strncmp(target, plan->pod_root, below) != 0 || target[below] != '/') return;
  snprintf(path, sizeof path, "%s", target);
  for (char *at = path + below + 1; at != NULL;) {
    at = strchr(at, '/');
    if (at != NULL) *at = 0;
    mkdir(path, 0755); /* Where this fails, mounting does, and tells. */
    if (at != NULL) *at++ = '/';
  }
}

static int overlay(const struct plan *plan, const struct step *step) {
  const char *names[] = {"lowerdir", "upperdir", "workdir"};
  int directory[3] = {-1, -1, -1}, result = -1;
  bool userxattr = false;
  unsigned how = MOUNT_ATTR_NODEV;
  /* Volatile: what an app has written is gone with the pod, so nothing has to reach the disk. */
  char options[200] = "volatile", upper[40];
  struct stat lower;
  for (int i = 4; i < step->count; i++) {
    userxattr |= step->words[i][0] == 'u';
    how |= step->words[i][0] == 'r' ? MOUNT_ATTR_RDONLY : 0;
  }
  if (userxattr) strcat(options, ",userxattr");
  for (int i = 0; i < 3; i++) {
    directory[i] = host_path(step->words[i], O_DIRECTORY);
    if (directory[i] < 0) goto done;
    /* By descriptors: a path may be longer than fsconfig takes, and what has a colon would need escapes. */
    sprintf(options + strlen(options), ",%s=/proc/self/fd/%d", names[i], directory[i]);
  }
  /* The root of an overlay is that of its upper layer: it should look like the tree's. */
  sprintf(upper, "/proc/self/fd/%d", directory[1]);
  if (fstat(directory[0], &lower) < 0 ||
      (chown(upper, lower.st_uid, lower.st_gid) < 0 && errno != EPERM && errno != EINVAL) ||
      chmod(upper, lower.st_mode & 07777) < 0) {
    failed("cannot make %s like %s", step->words[1], step->words[0]);
    goto done;
  }
  make_target(plan, step->words[3]);
  int mount = new_fs("overlay", options, how);
  if (mount >= 0) result = attach(mount, host_path(step->words[3], O_DIRECTORY), step->words[3]);
done:
  for (int i = 0; i < 3; i++) {
    if (directory[i] >= 0) close(directory[i]);
  }
  return result;
}

static int bind_root(const struct plan *plan, const struct step *step) {
  make_target(plan, step->words[1]);
  int tree = clone_of(host_path(step->words[0], O_DIRECTORY), step->words[0], false, MOUNT_ATTR_NODEV);
  return tree < 0 ? -1 : attach(tree, host_path(step->words[1], O_DIRECTORY), step->words[1]);
}

/* ---- files in a rootfs ---- */

/*
 * Finds a path of a rootfs, and makes the directories on the way to it. Returns an O_PATH descriptor
 * of what is there; or -1 with errno ENOENT, the directory it would be in, and its name. A symbolic
 * link that leads to nothing is followed: what it names is what will be there.
 */
static int reach(int root, const char *path, int *parent, char name[NAME_MAX + 1]) {
  char rest[2 * PATH_MAX], done[2 * PATH_MAX] = "/";
  int links = 0;
  snprintf(rest, sizeof rest, "%s", path);
  *parent = -1;
  for (;;) {
    /* `done` is there and is a directory; the next name comes from `rest`. */
    char *begin = rest + strspn(rest, "/"), *end = begin + strcspn(begin, "/");
    char next[4 * PATH_MAX];
    bool last = end[strspn(end, "/")] == 0;
    if (*begin == 0) return in_root(root, done, O_PATH);
    if (end - begin > NAME_MAX) return errno = ENAMETOOLONG, -1;
    memcpy(name, begin, (size_t)(end - begin));
    name[end - begin] = 0;
    snprintf(next, sizeof next, "%s/%s", done, name);
    int found = in_root(root, next, O_PATH | (last ? 0 : O_DIRECTORY));
    if (found >= 0 && last) return found;
    if (found < 0) {
      char target[PATH_MAX];
      if (errno != ENOENT) return -1;
      if (*parent >= 0) close(*parent);
      *parent = in_root(root, done, O_PATH | O_DIRECTORY);
      if (*parent < 0) return -1;
      ssize_t length = readlinkat(*parent, name, target, sizeof target - 1);
      if (length > 0) {
        char joined[2 * PATH_MAX];
        target[length] = 0;
        if (++links > MOST_LINKS) return errno = ELOOP, -1;
        int size = snprintf(joined, sizeof joined, "%s/%s", target, end);
        if (size >= (int)sizeof joined) return errno = ENAMETOOLONG, -1;
        strcpy(rest, joined);
        if (target[0] == '/') strcpy(done, "/");
        continue;
      }
      if (last) return errno = ENOENT, -1;
      if (mkdirat(*parent, name, 0755) < 0) return -1;
    } else {
      close(found);
    }
    if (strlen(next) >= sizeof done) return errno = ENAMETOOLONG, -1;
    strcpy(done, next);
    memmove(rest, end, strlen(end) + 1);
  }
}

/* The same for a path whose last link is not followed: what is taken away, or is a link itself. */
static int reach_parent(int root, const char *path, char name[NAME_MAX + 1]) {
  char up[PATH_MAX], inner[NAME_MAX + 1];
  int parent;
  snprintf(up, sizeof up, "%s", path);
  size_t length = strlen(up);
  while (length > 1 && up[length - 1] == '/') up[--length] = 0;
  char *last = strrchr(up, '/') + 1;
  if (*last == 0 || strlen(last) > NAME_MAX) return errno = EEXIST, -1;
  strcpy(name, last);
  *last = 0;
  int found = reach(root, up, &parent, inner);
  if (found < 0 && errno == ENOENT && parent >= 0 && mkdirat(parent, inner, 0755) == 0) {
    found = openat(parent, inner, O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
  if (parent >= 0) close(parent);
  return found;
}

/* Makes the file or directory `name` in `parent`. */
static int make(int parent, const char *name, const struct step *step) {
  mode_t mode = (mode_t)strtoul(step->words[1], NULL, 8);
  uid_t uid = (uid_t)number(step->words[2]);
  gid_t gid = (gid_t)number(step->words[3]);
  int made;
  if (step->code == DIRECTORY) {
    if (mkdirat(parent, name, 0700) < 0) return -1;
    made = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  } else {
    made = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  }
  if (made < 0) return -1;
  ssize_t length = step->code == DIRECTORY ? 0 : (ssize_t)strlen(step->words[4]);
  int result = length > 0 && write(made, step->words[4], (size_t)length) != length ? -1 : 0;
  if (result == 0) result = fchown(made, uid, gid);
  if (result == 0) result = fchmod(made, mode);
  close(made);
  return result;
}

static int thing(int root, const struct step *step) {
  const char *path = step->words[0];
  bool replace = step->count == (step->code == DIRECTORY ? 5 : 6);
  char name[NAME_MAX + 1];
  struct stat is;
  int parent = -1, result = 0, found = reach(root, path, &parent, name);
  if (found >= 0) {
    bool right = fstat(found, &is) == 0 && S_ISDIR(is.st_mode) == (step->code == DIRECTORY);
    close(found);
    if (right) goto done;
    errno = step->code == DIRECTORY ? ENOTDIR : EISDIR;
    result = -1;
    if (!replace) goto done;
    if (parent >= 0) close(parent);
    parent = reach_parent(root, path, name);
    if (parent < 0) goto done;
    if (unlinkat(parent, name, 0) < 0 && unlinkat(parent, name, AT_REMOVEDIR) < 0) goto done;
  } else if (errno != ENOENT || parent < 0) {
    result = -1;
    goto done;
  }
  result = make(parent, name, step);
done:
  if (result < 0) failed("cannot make %s", path);
  if (parent >= 0) close(parent);
  return result;
}

static int link_to(int root, const struct step *step) {
  char name[NAME_MAX + 1];
  int parent = reach_parent(root, step->words[0], name), result = parent;
  if (parent >= 0) {
    result = symlinkat(step->words[1], parent, name);
    if (result < 0 && errno == EEXIST) result = 0;
  }
  if (result < 0) failed("cannot make the link %s", step->words[0]);
  if (parent >= 0) close(parent);
  return result < 0 ? -1 : 0;
}

/* A place of the rootfs on which something is mounted. */
static int place_in(int root, const char *path) {
  int found = in_root(root, path, O_PATH);
  return found < 0 ? failed("cannot find %s in the rootfs", path) : found;
}

static int console(int root, const char *path, struct place *place) {
  char name[64];
  int unlocked = 0, index;
  place->master = in_root(root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (place->master < 0 || ioctl(place->master, TIOCSPTLCK, &unlocked) < 0 ||
      ioctl(place->master, TIOCGPTN, &index) < 0) {
    return failed("cannot make a terminal with /dev/pts/ptmx of the rootfs");
  }
  snprintf(name, sizeof name, "/dev/pts/%d", index);
  /* It stays open: without a slave the master would be at its end again and again. */
  place->slave = in_root(root, name, O_RDWR | O_NOCTTY);
  if (place->slave < 0) return failed("cannot open the terminal %s of the rootfs", name);
  int tree = clone_of(in_root(root, name, O_PATH), name, false, 0);
  return tree < 0 ? -1 : attach(tree, place_in(root, path), path);
}

/* ---- steps ---- */

static int enter(int root, bool pivot) {
  if (!pivot) return 0; /* Each process does it for itself. */
  if (fchdir(root) < 0 || call_pivot_root(".", ".") < 0) return failed("cannot make the rootfs the root");
  /* The old root lies on the new one now; without it nothing of the host can be reached. */
  if (call_detach(".") < 0 || chdir("/") < 0) return failed("cannot leave the old root");
  return 0;
}

static int check_capabilities(uint64_t wanted) {
  for (int i = 0; i < 64; i++) {
    if ((wanted >> i & 1) && prctl(PR_CAPBSET_READ, i, 0, 0, 0) != 1) {
      return refused("stage1 has no CAP_%s that it could hand on", capability_name(i));
    }
  }
  return 0;
}

static int carry_out(const struct plan *plan, const struct app *app, const struct step *step,
                     struct place *place, int *root) {
  char **word = step->words;
  switch (step->code) {
    case OWN_MOUNTS:
      if (unshare(CLONE_NEWNS) < 0) return failed("cannot make a mount namespace");
      place->mounts = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
      return place->mounts < 0 ? failed("cannot open the mount namespace") : 0;
    case OVERLAY: return overlay(plan, step);
    case BIND_ROOT: return bind_root(plan, step);
    case ROOT: return *root = host_path(word[0], O_DIRECTORY);
    case DIRECTORY:
    case PLAIN_FILE: return thing(*root, step);
    case LINK: return link_to(*root, step);
    case MOUNT: {
      int target = place_in(*root, word[1]);
      return target < 0 ? -1 : attach(new_fs(word[0], word[3], attributes(word[2])), target, word[1]);
    }
    case BIND: {
      bool recursive = strstr(word[2], "recursive") != NULL;
      int tree = clone_of(host_path(word[0], 0), word[0], recursive, attributes(word[2]));
      return tree < 0 ? -1 : attach(tree, place_in(*root, word[1]), word[1]);
    }
    case CONSOLE: return console(*root, word[0], place);
    case SEAL: {
      struct mount_attr sealed = {.attr_set = MOUNT_ATTR_RDONLY};
      int result = call_mount_setattr(*root, "", AT_EMPTY_PATH, &sealed);
      return result < 0 ? failed("cannot make the rootfs read-only") : 0;
    }
    case ENTER: return enter(*root, word[0][0] == 'p');
    case CAPABILITIES: return check_capabilities(app->process.capabilities);
    case DIRECTORY_OF_WORK: {
      int found = in_root(*root, word[0], O_PATH | O_DIRECTORY);
      if (found < 0) return failed("cannot find the directory %s in the rootfs", word[0]);
      close(found);
      return 0;
    }
    default: return 0; /* What a process is like is for the process to do. */
  }
}

int app_set_up(const struct plan *plan, const struct app *app, struct place *place) {
  int root = -1, result = 0;
  *place = (struct place){-1, -1, -1};
  for (int i = 0; i < app->count && result >= 0; i++) {
    result = carry_out(plan, app, &app->steps[i], place, &root);
    if (result < 0) because("app %s: %s", app->name, app->steps[i].name);
  }
  if (root >= 0) close(root);
  if (result >= 0 && place->mounts >= 0 && setns(base, CLONE_NEWNS) < 0) {
    return failed("app %s: cannot come back from its mounts", app->name);
  }
  return result < 0 ? -1 : 0;
}

int base_set_up(const struct plan *plan) {
  struct mount_attr private = {.propagation = MS_PRIVATE};
  for (int i = 0; i < plan->count; i++) {
    const struct step *step = &plan->steps[i];
    if (step->code == HOSTNAME && sethostname(step->words[0], strlen(step->words[0])) < 0) {
      return failed("hostname: cannot set it");
    }
  }
  if (network_set_up(plan) < 0 || services_open(plan) < 0) return -1;
  if (call_mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &private) < 0) {
    return failed("cannot make the mounts private");
  }
  base = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  if (base < 0) return failed("cannot open the mount namespace; is /proc there?");
  int target = host_path(plan->pod_root, O_DIRECTORY);
  if (target < 0 || attach(new_fs("tmpfs", "mode=755", MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID), target,
                           plan->pod_root) < 0) {
    return because("pod-root");
  }
  return 0;
}

int base_leave(const struct plan *plan) {
  struct mount_attr sealed = {.attr_set = MOUNT_ATTR_RDONLY};
  int root = host_path(plan->pod_root, O_DIRECTORY);
  if (root < 0) return because("pod-root");
  int result = enter(root, true);
  if (result == 0 && call_mount_setattr(root, "", AT_EMPTY_PATH, &sealed) < 0) {
    result = failed("cannot make it read-only");
  }
  close(root);
  close(base);
  return result < 0 ? because("pod-root") : 0;
}

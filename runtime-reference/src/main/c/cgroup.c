/*
 * Cgroups: the keeper makes and removes them, processes of apps join them. Nothing in the pod holds a
 * directory or file of a cgroup open, as whoever may trace init could open it again by /proc/1/fd:
 * init has a socket in which the files wait, and what a process takes out of it is gone before it
 * becomes one of the app.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>

enum { EMPTY_WITHIN = 5000, LOOK_EVERY = 20 /* milliseconds */ };

static const char **made; /* the paths of those that there are because of us */
static int made_count;

/* The directory above it, and its name there. */
static int above(const char *path, const char **name) {
  char up[PATH_MAX];
  *name = strrchr(path, '/') + 1;
  snprintf(up, sizeof up, "%.*s", (int)(*name - path), path);
  return host_path(up, O_DIRECTORY);
}

static int file_of(const char *path, const char *name, int flags) {
  int directory = host_path(path, O_DIRECTORY);
  if (directory < 0) return -1;
  int file = openat(directory, name, flags | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) failed("cannot open %s of %s", name, path);
  close(directory);
  return file;
}

/* Whether no process is in it. */
static int check_empty(const char *path) {
  char byte;
  int file = file_of(path, "cgroup.procs", O_RDONLY);
  if (file < 0) return -1;
  ssize_t length = read(file, &byte, 1);
  if (length < 0) failed("cannot read cgroup.procs of %s", path);
  if (length > 0) refused("there are processes in %s already", path);
  close(file);
  return length == 0 ? 0 : -1;
}

static int make(const char *path) {
  const char *name;
  struct statfs is;
  int parent = above(path, &name), result = -1;
  if (parent < 0) return -1;
  if (fstatfs(parent, &is) < 0 || (is.f_type != CGROUP_SUPER_MAGIC && is.f_type != CGROUP2_SUPER_MAGIC)) {
    refused("%s should be in a file system of cgroups", path);
  } else if (mkdirat(parent, name, 0755) == 0) {
    result = 0;
  } else if (errno == EEXIST) {
    result = check_empty(path);
  } else {
    failed("cannot make %s", path);
  }
  close(parent);
  return result;
}

static int write_value(const char *path, const char *name, const char *value) {
  int file = file_of(path, name, O_WRONLY);
  if (file < 0) return -1;
  bool good = write(file, value, strlen(value)) == (ssize_t)strlen(value);
  if (!good) failed("cannot write %.200s to %s of %s", value, name, path);
  close(file);
  return good ? 0 : -1;
}

int cgroups_make(const struct plan *plan) {
  const char *last = NULL;
  made = calloc((size_t)plan->cgroup_count + 1, sizeof *made);
  if (made == NULL) return refused("there is no memory for cgroups");
  for (int i = 0; i < plan->count; i++) {
    const struct step *step = &plan->steps[i];
    int result = 0;
    if (step->code == MAKE_CGROUP) {
      last = step->words[0];
      result = make(last);
      if (result == 0) made[made_count++] = last;
    } else if (step->code == CGROUP_VALUE) {
      result = write_value(last, step->words[0], step->words[1]);
    }
    if (result < 0) return because("%s", step->name);
  }
  return 0;
}

static int remove_one(const char *path) {
  const char *name;
  int parent = above(path, &name);
  if (parent < 0) return errno == ENOENT ? 0 : -1;
  int result = unlinkat(parent, name, AT_REMOVEDIR);
  if (result < 0 && errno == ENOENT) result = 0;
  if (result < 0) failed("cannot remove the cgroup %s", path);
  close(parent);
  return result;
}

/* The last ones first, which lie in those before. */
static int remove_all(void) {
  int result = 0;
  for (int i = made_count - 1; i >= 0; i--) {
    if (remove_one(made[i]) < 0) result = -1;
  }
  return result;
}

int cgroups_remove(void) {
  int64_t end = milliseconds() + EMPTY_WITHIN;
  /* A process that was killed is there for a moment yet. */
  while (remove_all() < 0) {
    if (milliseconds() > end) return -1;
    poll(NULL, 0, LOOK_EVERY);
  }
  return 0;
}

/* ---- joining ---- */

union message {
  char bytes[CMSG_SPACE(MOST_CGROUPS * sizeof(int))];
  struct cmsghdr header;
};

static int put_in(int to, const int *files, int count) {
  union message message = {0};
  char byte = 0;
  size_t size = (size_t)count * sizeof *files;
  struct iovec data = {&byte, 1};
  struct msghdr all = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = message.bytes, .msg_controllen = CMSG_SPACE(size)};
  message.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(size), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
  memcpy(CMSG_DATA(&message.header), files, size);
  return sendmsg(to, &all, MSG_NOSIGNAL) == 1 ? 0 : failed("cannot keep the files of cgroups in a socket");
}

int cgroups_open(const struct app *app, int *socket) {
  int files[MOST_CGROUPS], ends[2], count = 0, result = 0;
  *socket = -1;
  if (app->cgroups == 0) return 0;
  for (int i = 0; i < app->count && result == 0; i++) {
    if (app->steps[i].code != CGROUP) continue;
    files[count] = file_of(app->steps[i].words[0], "cgroup.procs", O_WRONLY);
    result = files[count] < 0 ? -1 : 0;
    count += result == 0;
  }
  if (result == 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
    result = failed("cannot make a socket");
  } else if (result == 0) {
    result = put_in(ends[1], files, count);
    /* What was sent stays to be read. */
    close(ends[1]);
    *socket = ends[0];
  }
  for (int i = 0; i < count; i++) close(files[i]);
  return result < 0 ? because("app %s: cgroup", app->name) : 0;
}

/* Gets the files out of the socket, as new descriptors; returns how many. */
static int look_into(int from, int *files) {
  union message message;
  char byte;
  struct iovec data = {&byte, 1};
  struct msghdr all = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = message.bytes, .msg_controllen = sizeof message.bytes};
  /* Looked at and not taken: the next process needs them too. */
  if (recvmsg(from, &all, MSG_PEEK | MSG_CMSG_CLOEXEC) != 1) return failed("cannot get at the files");
  if ((all.msg_flags & MSG_CTRUNC) || CMSG_FIRSTHDR(&all) == NULL) return refused("there are files missing");
  size_t size = message.header.cmsg_len - CMSG_LEN(0);
  memcpy(files, CMSG_DATA(&message.header), size);
  return (int)(size / sizeof *files);
}

int cgroups_join(const struct app *app, int socket) {
  int files[MOST_CGROUPS], next = 0;
  int count = socket < 0 ? 0 : look_into(socket, files), result = count < 0 ? -1 : 0;
  for (int i = 0; i < app->count && next < count; i++) {
    if (app->steps[i].code != CGROUP) continue;
    if (result == 0 && write(files[next], "0", 1) != 1) result = failed("cannot join %s", app->steps[i].words[0]);
    close(files[next++]);
  }
  return result;
}

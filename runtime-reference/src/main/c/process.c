/* How a process becomes one of an app. */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct rlimit open_files;

static int take_identity(const struct process *process) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[2] = {{0}};
  uint64_t held = process->uid == 0 ? process->capabilities : 0;
  /* A filter takes one of the two. What is kept for it execve drops, as it is not in the bounding set. */
  bool keeps = process->filter != NULL && !process->no_new_privileges;
  if (keeps) held |= 1ULL << CAP_SYS_ADMIN;
  /* Where groups must not be set (a user namespace made by an ordinary user) none can be given up. */
  if (setgroups((size_t)process->groups, process->group) < 0 && (errno != EPERM || process->groups > 0)) {
    return failed("cannot set the groups");
  }
  for (int i = 0; i < 64; i++) {
    if (!(process->capabilities >> i & 1) && prctl(PR_CAPBSET_DROP, i, 0, 0, 0) < 0 && errno != EINVAL) {
      return failed("cannot drop capability %d", i);
    }
  }
  if (setresgid(process->gid, process->gid, process->gid) < 0) {
    return failed("cannot become group %u", process->gid);
  }
  if (keeps && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) return failed("cannot keep capabilities for the filter");
  if (setresuid(process->uid, process->uid, process->uid) < 0) {
    return failed("cannot become user %u", process->uid);
  }
  /* None are inheritable: programs with capabilities of their own would add them to other users. */
  for (int i = 0; i < 2; i++) sets[i].effective = sets[i].permitted = (uint32_t)(held >> 32 * i);
  if (syscall(SYS_capset, &header, sets) < 0) return failed("cannot set the capabilities");
  if (process->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
    return failed("cannot set no-new-privileges");
  }
  return 0;
}

static const char *variable(char **environment, const char *name) {
  size_t length = strlen(name);
  for (; *environment != NULL; environment++) {
    if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=') {
      return *environment + length + 1;
    }
  }
  return NULL;
}

/*
 * Executes a program, looked up in PATH where its name has no slash; returns only when it cannot. No
 * system call but execve is made here: a filter is in force.
 */
static int execute(char **words, char **environment) {
  const char *path = strchr(words[0], '/') != NULL ? "" : variable(environment, "PATH");
  char file[2 * PATH_MAX];
  int error = ENOENT;
  if (path == NULL) {
    return refused("cannot find %s: there is no PATH in the environment", words[0]), NOT_FOUND;
  }
  for (const char *end = path - 1; end[1] != 0 || end < path;) {
    const char *begin = end + 1;
    end = begin + strcspn(begin, ":");
    int length = (int)(end - begin);
    if (snprintf(file, sizeof file, "%.*s%s%s", length, begin, length > 0 ? "/" : "", words[0]) <
        (int)sizeof file) {
      execve(file, words, environment);
      /* As shells do: what may not be executed is told only if nothing else is found. */
      if (errno != ENOENT && errno != ENOTDIR) error = errno;
      if (error != ENOENT && error != EACCES) break;
    }
    if (*end == 0) break;
  }
  errno = error;
  if (error == ENOENT && *path == 0) return failed("cannot find %s, or what interprets it", words[0]), NOT_FOUND;
  if (error == ENOENT) return failed("cannot find %s in the PATH %s", words[0], path), NOT_FOUND;
  return failed("cannot execute %s", words[0]), NOT_EXECUTABLE;
}

int filter_set(const struct process *process) {
  const struct sock_fprog program = {process->filter_length, process->filter};
  if (process->filter == NULL) return 0;
  long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  return result < 0 ? failed("cannot set the filter") : 0;
}

void end_filtered(int status) {
  /* What _exit does when this is refused is different from libc to libc, and not always an end. */
  syscall(SYS_exit_group, status);
  __builtin_trap();
}

/* Becomes another user with other descriptors, all of which takes system calls that a filter may forbid. */
static int turn_into(const struct process *process, const struct sockets *sockets) {
  int *lifted = calloc((size_t)sockets->count + 1, sizeof *lifted);
  if (lifted == NULL) return refused("there is no memory for sockets");
  /* While the limit of open files is that of init. */
  if (sockets_lift(sockets, lifted) < 0) return -1;
  setrlimit(RLIMIT_NOFILE, &open_files);
  if (chdir(process->directory) < 0) return failed("cannot change to the directory %s", process->directory);
  if (take_identity(process) < 0) return -1;
  if (call_close_range(3, CLOSE_RANGE_CLOEXEC) < 0) return failed("cannot close descriptors");
  return sockets_place(sockets, lifted);
}

int become(const struct process *process, char **words, const struct sockets *sockets) {
  const struct sockets none = {0};
  char **environment = process->environment;
  sigset_t nothing;
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigemptyset(&nothing);
  sigprocmask(SIG_SETMASK, &nothing, NULL);
  umask(022);
  if (sockets != NULL && sockets->count > 0) environment = sockets_environment(sockets, environment);
  if (environment == NULL) return refused("there is no memory for the environment"), NOT_SET_UP;
  if (turn_into(process, sockets != NULL ? sockets : &none) < 0 || filter_set(process) < 0) return NOT_SET_UP;
  return execute(words, environment);
}

/* How a process becomes one of an app. */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct rlimit open_files;

static int take_identity(const struct process *process) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[2] = {{0}};
  uint64_t held = process->uid == 0 ? process->capabilities : 0;
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

/* Executes a program, looked up in PATH where its name has no slash; returns only when it cannot. */
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

int become(const struct process *process, char **words) {
  sigset_t none;
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  umask(022);
  setrlimit(RLIMIT_NOFILE, &open_files);
  if (chdir(process->directory) < 0) {
    failed("cannot change to the directory %s", process->directory);
    return NOT_SET_UP;
  }
  if (take_identity(process) < 0) return NOT_SET_UP;
  /* The pipe on which a failure is told has to last until the program is there. */
  if (call_close_range(3, CLOSE_RANGE_CLOEXEC) < 0) {
    failed("cannot close descriptors");
    return NOT_SET_UP;
  }
  return execute(words, process->environment);
}

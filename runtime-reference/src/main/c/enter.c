/* Runs a program in a pod that runs, for its owner, as root of the pod. */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int tell(int status) {
  fprintf(stderr, "stage1: enter: %s\n", reason);
  return status;
}

/* The number of a namespace of a process, 0 where it cannot be had. */
static ino_t space_of(const char *pid, const char *name) {
  char path[64];
  struct stat is;
  snprintf(path, sizeof path, "/proc/%.20s/ns/%s", pid, name);
  return stat(path, &is) < 0 ? 0 : is.st_ino;
}

static int join(const char *init_pid, const char *app_pid, bool chrooted) {
  const struct {
    const char *name;
    int flag;
  } spaces[] = {{"user", CLONE_NEWUSER}, {"pid", CLONE_NEWPID}, {"net", CLONE_NEWNET},
                {"ipc", CLONE_NEWIPC},   {"uts", CLONE_NEWUTS}};
  char path[64];
  int flags = 0, root = -1;
  int init = call_pidfd_open(atoi(init_pid)), app = call_pidfd_open(atoi(app_pid));
  if (init < 0 || app < 0) return failed("cannot find process %s", init < 0 ? init_pid : app_pid);
  /* A number may be another process's by now: it should be in a pod, both in the same one. */
  ino_t pod = space_of(init_pid, "pid");
  if (pod == 0 || pod != space_of(app_pid, "pid") || pod == space_of("self", "pid")) {
    return refused("processes %s and %s are not of one pod", init_pid, app_pid);
  }
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
    if (space_of(init_pid, spaces[i].name) != space_of("self", spaces[i].name)) flags |= spaces[i].flag;
  }
  if (chrooted) {
    snprintf(path, sizeof path, "/proc/%.20s/root", app_pid);
    root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return failed("cannot open %s", path);
  }
  if (setns(init, flags) < 0) return failed("cannot join the namespaces of process %s", init_pid);
  if (setns(app, CLONE_NEWNS) < 0) return failed("cannot join the mounts of process %s", app_pid);
  if (chrooted && (fchdir(root) < 0 || chroot(".") < 0)) return failed("cannot enter the rootfs");
  return 0;
}

int enter_run(int count, char **words) {
  struct process process = {.capabilities = default_capabilities(), .directory = "/", .environment = environ};
  int status;
  if (count < 4 || atoi(words[0]) < 1 || atoi(words[1]) < 1 ||
      (strcmp(words[2], "pivot") != 0 && strcmp(words[2], "chroot") != 0)) {
    refused("there should be two processes, pivot or chroot, and a program");
    return tell(NOT_SET_UP);
  }
  getrlimit(RLIMIT_NOFILE, &open_files);
  if (join(words[0], words[1], words[2][0] == 'c') < 0) return tell(NOT_SET_UP);
  /* No file of the host is open from here on but what the caller gives to the program. */
  call_close_range(3, 0);
  /* Where a caller ignores it, there is nothing to wait for. */
  signal(SIGCHLD, SIG_DFL);
  pid_t child = fork();
  if (child == 0) {
    /* In this order: who becomes another user loses the signal. */
    if (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) {
      failed("cannot become root of the pod");
      _exit(tell(NOT_SET_UP));
    }
    _exit(tell(become(&process, words + 3, NULL)));
  }
  if (child < 0) {
    failed("cannot start a process");
    return tell(NOT_SET_UP);
  }
  /* A key that interrupts is for the program, which shares the terminal. */
  signal(SIGINT, SIG_IGN);
  signal(SIGQUIT, SIG_IGN);
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return NOT_SET_UP;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

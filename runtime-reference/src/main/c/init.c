/* Process 1 of the pod: sets it up, runs the apps, reaps what ends. */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

/*
 * How a process failed to become one of an app, if the status is not 0. It is in memory that it shares
 * with init until it executes something: a filter may forbid every system call that could tell.
 */
struct failure {
  int status;
  char reason[LONGEST_REASON];
};

/* An app while it runs. */
struct life {
  const struct app *app;
  struct place place;
  struct given given;
  struct failure *failure; /* of the process that runs */
  int64_t kill_at;   /* when the process that runs is killed, 0 for not at all */
  bool held;         /* post-stop is next, when no main runs any more */
  struct report report;
};

static const struct plan *plan;
static struct life *lives;
static int control, children; /* the keeper; SIGCHLD */
static int outcomes = -1;     /* the starter */
static bool stopping;

static _Noreturn void fail_pod(void) {
  struct report report = {.app = -1, .state = FAILED};
  snprintf(report.reason, sizeof report.reason, "%s", reason);
  send(control, &report, sizeof report, MSG_NOSIGNAL);
  _exit(NOT_SET_UP);
}

static void tell(struct life *life) {
  /* The keeper always reads; when it cannot any more it is gone, and so is init. */
  if (send(control, &life->report, sizeof life->report, MSG_NOSIGNAL) < 0) _exit(NOT_SET_UP);
}

/* Standard input becomes the /dev/null of the rootfs, if it has one; it is that of the host else. */
static void use_null(void) {
  struct stat is;
  int null = open("/dev/null", O_RDONLY | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (null < 0) return;
  if (fstat(null, &is) == 0 && S_ISCHR(is.st_mode) && is.st_rdev == makedev(1, 3)) dup2(null, 0);
  close(null);
}

/* Moves the calling process to where the app is. */
static int go_into(const struct life *life) {
  const struct app *app = life->app;
  const char *score = app->oom_score_adj;
  setsid();
  if (cgroups_join(app, life->given.cgroups) < 0) return because("cgroup");
  if (score != NULL && set_oom_score_adj(score) < 0) return because("oom-score-adj");
  /* What it holds until it executes something is nothing for those of the app that are there already. */
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return failed("cannot keep others from tracing");
  if (app->own_mounts ? setns(life->place.mounts, CLONE_NEWNS) < 0
                      : chroot(app->root + strlen(plan->pod_root)) < 0) {
    return failed("cannot enter the rootfs");
  }
  if (dup2(life->given.out, 1) < 0 || dup2(life->given.err, 2) < 0) {
    return failed("cannot use the pipes for the logs");
  }
  use_null();
  /* So that a user other than root can open /dev/stdout; where it cannot be, it is no loss. */
  if (fchown(1, app->process.uid, app->process.gid) < 0) errno = 0;
  if (fchown(2, app->process.uid, app->process.gid) < 0) errno = 0;
  return 0;
}

/* The child's side of start. */
static _Noreturn void run(const struct life *life, char **words, const struct sockets *sockets) {
  int status = go_into(life) < 0 ? NOT_SET_UP : become(&life->app->process, words, sockets);
  memcpy(life->failure->reason, reason, sizeof reason);
  life->failure->status = status;
  for (;;) end_filtered(status);
}

static void end_app(struct life *life, int state, int status);

/* What is known of a process from when it is started, whoever does it. */
static void set_out(struct life *life, int state) {
  life->report.state = state;
  if (state == RUNNING) {
    life->report.started_at = unix_milliseconds();
    life->report.ended_at = 0;
  }
  if (stopping && state == POST_STOPPING) life->kill_at = milliseconds() + plan->grace;
}

static void begun(struct life *life, pid_t pid) {
  life->report.pid = pid;
  tell(life);
}

static void not_started(struct life *life) {
  snprintf(life->report.reason, sizeof life->report.reason, "%s", reason);
  end_app(life, FAILED, NOT_SET_UP);
}

static void start(struct life *life, int state, char **words) {
  life->failure->status = 0;
  if (starter != NULL) {
    set_out(life, state);
    if (starter->start((int)(life - lives), state, life->given.out, life->given.err) < 0) not_started(life);
    return;
  }
  pid_t child = fork();
  if (child == 0) run(life, words, state == RUNNING ? &life->place.sockets : NULL);
  if (child < 0) {
    failed("cannot start a process");
    not_started(life);
    return;
  }
  set_out(life, state);
  begun(life, child);
}

/* Nothing more is run of the app. */
static void end_app(struct life *life, int state, int status) {
  life->report.state = state;
  life->report.status = status;
  /* No process of ours writes any more; what others of the app still write goes on. */
  close(life->given.out);
  close(life->given.err);
  if (life->given.cgroups >= 0) close(life->given.cgroups);
  for (int i = 0; i < life->place.sockets.count; i++) close(life->place.sockets.socket[i]);
  tell(life);
}

static bool well(struct ended ended) {
  return ended.how == 1 && ended.value == 0;
}

static void say_why(struct life *life, const char *what) {
  if (life->report.reason[0] == 0) snprintf(life->report.reason, sizeof life->report.reason, "%s", what);
}

/* After the process that ran has ended: what comes next. `status` is its exit status if it failed to
 * become the app, else -1. */
static void next(struct life *life, struct ended ended, int status) {
  struct report *report = &life->report;
  const struct app *app = life->app;
  switch (report->state) {
    case PRE_STARTING:
      report->pre_start = ended;
      if (!well(ended)) {
        say_why(life, "the pre-start handler did not end with 0");
        end_app(life, FAILED, NOT_SET_UP);
      } else if (stopping) {
        say_why(life, "it was stopped before it began");
        end_app(life, FAILED, NOT_SET_UP);
      } else {
        /* Main is next, when the others are prepared, too. */
        report->state = WAITING;
        tell(life);
      }
      return;
    case RUNNING:
      report->ended_at = unix_milliseconds();
      if (status >= 0) {
        end_app(life, FAILED, status);
        return;
      }
      report->main = ended;
      if (!well(ended) && !stopping && report->restarts < app->restart) {
        report->restarts++;
        start(life, RUNNING, app->exec);
        return;
      }
      if (app->post_stop != NULL && stopping) {
        report->state = POST_STOPPING;
        life->held = true;
        tell(life);
        return;
      }
      if (app->post_stop != NULL) {
        start(life, POST_STOPPING, app->post_stop);
        return;
      }
      break;
    default:
      report->post_stop = ended;
      if (!well(ended)) {
        say_why(life, "the post-stop handler did not end with 0");
        end_app(life, FAILED, NOT_SET_UP);
        return;
      }
  }
  end_app(life, EXITED, report->main.how == 1 ? report->main.value : 128 + report->main.value);
}

static bool is_over(const struct life *life) {
  return life->report.state == EXITED || life->report.state == FAILED;
}

static bool any_in(int state) {
  for (int i = 0; i < plan->app_count; i++) {
    if (lives[i].report.state == state) return true;
  }
  return false;
}

/*
 * Starts what has waited for other apps: all mains for all pre-start handlers and, in a pod that is
 * stopped, all post-stop handlers for all mains. What cannot be started may let others go on.
 */
static void go_on(void) {
  bool prepared = !any_in(PRE_STARTING);
  for (int i = 0; i < plan->app_count; i++) {
    struct life *life = &lives[i];
    if (life->report.state == WAITING && stopping) {
      say_why(life, "it was stopped before it began");
      end_app(life, FAILED, NOT_SET_UP);
    } else if (life->report.state == WAITING && prepared) {
      start(life, RUNNING, life->app->exec);
    }
  }
  if (!prepared || any_in(RUNNING)) return;
  for (int i = 0; i < plan->app_count; i++) {
    struct life *life = &lives[i];
    if (!life->held) continue;
    life->held = false;
    start(life, POST_STOPPING, life->app->post_stop);
  }
}

static void process_ended(struct life *life, int status) {
  struct ended ended = {WIFEXITED(status) ? 1 : 2, WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status)};
  int failure = life->failure->status;
  life->report.pid = 0;
  life->kill_at = 0;
  if (failure != 0) {
    const char *whose = life->report.state == RUNNING       ? "the app"
                        : life->report.state == PRE_STARTING ? "its pre-start handler"
                                                             : "its post-stop handler";
    memcpy(reason, life->failure->reason, sizeof reason);
    because("%s", whose);
    say_why(life, reason);
    /* However it has ended, if a filter did not let it end so. */
    ended = (struct ended){1, failure};
  }
  next(life, ended, failure != 0 ? failure : -1);
}

static void hear_starter(void) {
  struct outcome outcome;
  while (starter->next(&outcome)) {
    struct life *life = &lives[outcome.app];
    if (outcome.pid > 0) {
      begun(life, outcome.pid);
    } else {
      life->failure->status = outcome.failure;
      memcpy(life->failure->reason, outcome.reason, sizeof outcome.reason);
      process_ended(life, outcome.status);
    }
  }
}

static void reap(void) {
  for (;;) {
    siginfo_t info = {0};
    int status = 0;
    struct life *life = NULL;
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0) return;
    /* Those of a starter are not children of init. */
    for (int i = 0; starter == NULL && i < plan->app_count; i++) {
      if (lives[i].report.pid == info.si_pid && !is_over(&lives[i])) life = &lives[i];
    }
    /* What it has left behind in its group goes too; before it is reaped, while its number is its own. */
    if (life != NULL) kill(-info.si_pid, SIGKILL);
    if (waitpid(info.si_pid, &status, 0) == info.si_pid && life != NULL) {
      process_ended(life, status);
    }
  }
}

/* KILL goes to all of its group. */
static void send_signal(struct life *life, int signal) {
  if (life->held) return; /* Nothing runs. */
  if (starter != NULL) {
    starter->signal((int)(life - lives), signal);
    return;
  }
  if (signal == SIGKILL) kill(-life->report.pid, SIGKILL);
  kill(life->report.pid, signal); /* It may not have its group yet. */
}

/* The first time TERM, and some time for that; then KILL. */
static void stop(bool now) {
  for (int i = 0; i < plan->app_count; i++) {
    struct life *life = &lives[i];
    if (is_over(life) || life->report.state == WAITING) continue;
    if (now) {
      send_signal(life, SIGKILL);
    } else if (!stopping) {
      if (life->report.state != POST_STOPPING) send_signal(life, SIGTERM);
      life->kill_at = milliseconds() + plan->grace;
    }
  }
  stopping = true;
}

static int until_next_kill(void) {
  int64_t first = 0;
  for (int i = 0; i < plan->app_count; i++) {
    if (lives[i].kill_at != 0 && (first == 0 || lives[i].kill_at < first)) first = lives[i].kill_at;
  }
  if (first == 0) return -1;
  int64_t left = first - milliseconds();
  return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static void kill_late(void) {
  for (int i = 0; i < plan->app_count; i++) {
    struct life *life = &lives[i];
    if (life->kill_at == 0 || life->kill_at > milliseconds()) continue;
    life->kill_at = 0;
    send_signal(life, SIGKILL);
  }
}

static void hear(void) {
  char byte;
  ssize_t length = recv(control, &byte, 1, MSG_DONTWAIT);
  if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR)) _exit(NOT_SET_UP);
  if (length > 0) stop(byte == KILL);
}

/* Waits for something to happen and sees to it. */
static void turn(struct pollfd *polled) {
  static char nowhere[65536];
  int count = 3;
  polled[0] = (struct pollfd){.fd = children, .events = POLLIN};
  polled[1] = (struct pollfd){.fd = control, .events = POLLIN};
  polled[2] = (struct pollfd){.fd = outcomes, .events = POLLIN};
  for (int i = 0; i < plan->app_count; i++) {
    if (lives[i].place.master >= 0) {
      polled[count++] = (struct pollfd){.fd = lives[i].place.master, .events = POLLIN};
    }
  }
  if (poll(polled, (nfds_t)count, until_next_kill()) < 0) return;
  for (int i = 3; i < count; i++) {
    if (polled[i].revents && read(polled[i].fd, nowhere, sizeof nowhere) < 0) continue;
  }
  if (polled[0].revents) {
    struct signalfd_siginfo ignored;
    while (read(children, &ignored, sizeof ignored) > 0) {
    }
    reap();
  }
  if (polled[2].revents) hear_starter();
  if (polled[1].revents) hear();
  kill_late();
}

/* A new session, without keys, signals and descriptors of whoever started stage1. */
static int be_alone(void) {
  sigset_t all;
  setsid();
  prctl(PR_SET_NAME, "stage1-init");
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  umask(0);
  if (plan->user_namespace && (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)) {
    return failed("user-namespace: cannot become its root");
  }
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) return failed("cannot bind init to its keeper");
  /* Where the kernel has no keys, or hides them, apps cannot get at them either. */
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS && errno != EPERM) {
    return failed("cannot make a keyring");
  }
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  return children < 0 ? failed("cannot watch processes") : 0;
}

_Noreturn void init_run(const struct plan *the_plan, int keeper, const struct given *given) {
  char byte;
  plan = the_plan;
  control = keeper;
  lives = calloc((size_t)plan->app_count, sizeof *lives);
  struct pollfd *polled = calloc((size_t)plan->app_count + 3, sizeof *polled);
  struct failure *failures = mmap(NULL, (size_t)plan->app_count * sizeof *failures, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  /* A keeper that ends before it has said so is seen here, one that ends later by the signal. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (recv(control, &byte, 1, 0) != 1 || byte != GO) _exit(NOT_SET_UP);
  if (lives == NULL || polled == NULL || failures == MAP_FAILED) {
    failed("there is no memory for the apps");
    fail_pod();
  }
  if (starter != NULL) outcomes = starter->be_init();
  if (be_alone() < 0 || base_set_up(plan) < 0) fail_pod();
  for (int i = 0; i < plan->app_count; i++) {
    lives[i].app = &plan->apps[i];
    lives[i].given = given[i];
    lives[i].failure = &failures[i];
    lives[i].report.app = i;
    if (app_set_up(plan, &plan->apps[i], &lives[i].place) < 0) fail_pod();
    if (starter != NULL && starter->take(i, lives[i].place.mounts) < 0) fail_pod();
  }
  if (base_leave(plan) < 0) fail_pod();
  struct report set_up = {.app = -1, .state = RUNNING};
  send(control, &set_up, sizeof set_up, MSG_NOSIGNAL);
  hear(); /* It may have been stopped by now. */
  for (int i = 0; !stopping && i < plan->app_count; i++) {
    if (lives[i].app->pre_start != NULL) start(&lives[i], PRE_STARTING, lives[i].app->pre_start);
  }
  for (;;) {
    bool over = true;
    go_on();
    for (int i = 0; i < plan->app_count; i++) over = over && is_over(&lives[i]);
    if (over) break;
    turn(polled);
  }
  struct report ended = {.app = -1, .state = EXITED};
  send(control, &ended, sizeof ended, MSG_NOSIGNAL);
  _exit(0);
}

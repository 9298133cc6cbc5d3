/*
 * stage1-nspawn: our stage1 in a container of systemd-nspawn, which has nothing of the host but what the
 * plan names, at the same paths. Three processes beside those inside: the keeper that whoever runs the
 * pod knows passes signals on; its attendant runs systemd-nspawn and clears away what that leaves behind,
 * also when the keeper was killed; inside is the keeper that does all the rest.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

enum { GONE_WITHIN = 10000, LOOK_EVERY = 10 /* milliseconds */, LONGEST_NAME = 100 };

/* Where in the container our program is, and the cgroups of the host. */
#define PROGRAM "/.appc/stage1"
#define CGROUPS "/.appc/cgroup"

static const char *const nspawn = "/usr/bin/systemd-nspawn";
static char home[PATH_MAX]; /* the directory of what the container needs */
static char root[PATH_MAX];
static char machine[LONGEST_NAME];
static struct stat root_is;

/* Our processes inside start what they start themselves. */
const struct starter *const starter = NULL;

static void in_home(char path[PATH_MAX], const char *name) {
  snprintf(path, PATH_MAX, "%.4000s/%s", home, name);
}

/* ---- what the container has ---- */

/* Arguments, paths or both: words, as many as are needed. */
struct list {
  char **words;
  size_t count, room;
};

static int add(struct list *list, char *word) {
  if (word == NULL) return failed("there is no memory for paths");
  if (list->count + 1 >= list->room) {
    size_t room = list->room == 0 ? 64 : 2 * list->room;
    char **more = realloc(list->words, room * sizeof *more);
    if (more == NULL) return failed("there is no memory for paths");
    list->words = more;
    list->room = room;
  }
  list->words[list->count++] = word;
  list->words[list->count] = NULL;
  return 0;
}

static bool is_below(const char *path, const char *upper) {
  size_t length = strlen(upper);
  return strncmp(path, upper, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/*
 * A path that the container is to have. What is not there, or only by a symbolic link, is left out, and
 * found missing inside. The container has a /proc and a /sys of its own, which show the same.
 */
static int name_path(struct list *paths, const char *path) {
  static const char *const whole[] = {"/", "/dev", "/run"};
  if (is_below(path, "/proc") || is_below(path, "/sys")) return 0;
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
    if (strcmp(path, whole[i]) == 0) return refused("a container of systemd-nspawn cannot have all of %s", path);
  }
  int found = host_path(path, 0);
  if (found < 0) return 0;
  close(found);
  return add(paths, strdup(path));
}

/* The nearest directory that both are in: overlayfs wants them to be of one mount. */
static int name_parent(struct list *paths, const char *one, const char *other) {
  char path[PATH_MAX];
  size_t same = 0, end = 0;
  for (; one[same] != 0 && one[same] == other[same]; same++) {
    if (one[same] == '/') end = same;
  }
  snprintf(path, sizeof path, "%.*s", (int)(end == 0 ? 1 : end), one);
  return name_path(paths, path);
}

static int name_step(struct list *paths, const struct step *step, bool *cgroups) {
  char **word = step->words;
  switch (step->code) {
    case POD_ROOT:
    case ROOT:
    case BIND: return name_path(paths, word[0]);
    case BIND_ROOT: return name_path(paths, word[0]) < 0 ? -1 : name_path(paths, word[1]);
    case OVERLAY:
      return name_path(paths, word[0]) < 0 || name_parent(paths, word[1], word[2]) < 0 ? -1 : name_path(paths, word[3]);
    case MAKE_CGROUP: *cgroups = true; return 0;
    /* It is replaced as a whole now and then, so it has to be seen in its directory. */
    case SERVICE: return name_parent(paths, word[2], word[2]);
    default: return 0;
  }
}

static int by_name(const void *one, const void *other) {
  return strcmp(*(char *const *)one, *(char *const *)other);
}

static uint64_t mount_of(const char *path) {
  struct statx is;
  return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &is) < 0 ? 0 : is.stx_mnt_id;
}

/* `--bind=PATH:PATH`; of itself the container cannot have a copy. */
static char *bind_of(const char *path, const char *target) {
  char *word = malloc(2 * strlen(path) + 2 * strlen(target) + 40), *to = word;
  const char *both[] = {path, target};
  if (word == NULL) return NULL;
  to += sprintf(to, "--bind=");
  for (int i = 0; i < 2; i++) {
    if (i > 0) *to++ = ':';
    for (const char *at = both[i]; *at != 0; at++) {
      if (*at == ':' || *at == '\\') *to++ = '\\';
      *to++ = *at;
    }
  }
  strcpy(to, is_below(root, path) ? ":norbind" : "");
  return word;
}

static int bind_paths(struct list *words, const struct plan *plan, const char *directory) {
  struct list paths = {0};
  bool cgroups = false;
  int result = name_path(&paths, directory);
  for (int i = 0; i < plan->count && result == 0; i++) result = name_step(&paths, &plan->steps[i], &cgroups);
  for (int i = 0; i < plan->app_count && result == 0; i++) {
    const struct app *app = &plan->apps[i];
    for (int k = 0; k < app->count && result == 0; k++) {
      result = name_step(&paths, &app->steps[k], &cgroups);
      if (result < 0) because("app %s: %s", app->name, app->steps[k].name);
    }
  }
  if (result < 0) return -1;
  qsort(paths.words, paths.count, sizeof *paths.words, by_name);
  size_t kept = 0;
  for (size_t i = 0; i < paths.count; i++) {
    bool there = false;
    /* Only what is of the same mount comes along with a directory above it for certain. */
    for (size_t k = 0; k < kept && !there; k++) {
      there = is_below(paths.words[i], paths.words[k]) && mount_of(paths.words[i]) == mount_of(paths.words[k]);
    }
    if (there) continue;
    paths.words[kept++] = paths.words[i];
    if (add(words, bind_of(paths.words[i], paths.words[i])) < 0) return -1;
  }
  return cgroups ? add(words, bind_of("/sys/fs/cgroup", CGROUPS)) : 0;
}

/* systemd-nspawn would take the limits of process 1. */
static int keep_limits(struct list *words) {
  static const struct {
    int resource;
    const char *name;
  } limits[] = {{RLIMIT_AS, "AS"}, {RLIMIT_CORE, "CORE"}, {RLIMIT_CPU, "CPU"}, {RLIMIT_DATA, "DATA"},
                {RLIMIT_FSIZE, "FSIZE"}, {RLIMIT_LOCKS, "LOCKS"}, {RLIMIT_MEMLOCK, "MEMLOCK"},
                {RLIMIT_MSGQUEUE, "MSGQUEUE"}, {RLIMIT_NICE, "NICE"}, {RLIMIT_NOFILE, "NOFILE"},
                {RLIMIT_NPROC, "NPROC"}, {RLIMIT_RSS, "RSS"}, {RLIMIT_RTPRIO, "RTPRIO"},
                {RLIMIT_RTTIME, "RTTIME"}, {RLIMIT_SIGPENDING, "SIGPENDING"}, {RLIMIT_STACK, "STACK"}};
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    struct rlimit is;
    char *word = NULL, soft[24] = "infinity", hard[24] = "infinity";
    if (getrlimit((__rlimit_resource_t)limits[i].resource, &is) < 0) continue;
    if (is.rlim_cur != RLIM_INFINITY) sprintf(soft, "%llu", (unsigned long long)is.rlim_cur);
    if (is.rlim_max != RLIM_INFINITY) sprintf(hard, "%llu", (unsigned long long)is.rlim_max);
    if (asprintf(&word, "--rlimit=%s=%s:%s", limits[i].name, soft, hard) < 0) word = NULL;
    if (add(words, word) < 0) return -1;
  }
  return 0;
}

/*
 * The processes and namespaces of the host but for its mounts, so that numbers are those of the host and
 * our stage1 makes what the plan says, and nothing else; and every capability (and, by the environment,
 * every system call), of which it takes away what apps should not have.
 */
static int container(struct list *words, const struct plan *plan, const char *directory) {
  static char option[PATH_MAX + 40], name[LONGEST_NAME + 20], keeper[20], place[PATH_MAX];
  static char *const fixed[] = {
      "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--settings=no", "--console=pipe",
      "--link-journal=no", "--resolv-conf=off", "--timezone=off", "--capability=all",
      option, name};
  snprintf(option, sizeof option, "--directory=%s", root);
  snprintf(name, sizeof name, "--machine=%s", machine);
  snprintf(keeper, sizeof keeper, "%d", getpid());
  snprintf(place, sizeof place, "%s", directory);
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
    if (add(words, fixed[i]) < 0) return -1;
  }
  char *last[] = {"--", PROGRAM, "inside", keeper, place};
  if (keep_limits(words) < 0 || bind_paths(words, plan, directory) < 0) return -1;
  for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
    if (add(words, last[i]) < 0) return -1;
  }
  return 0;
}

static int copy_program(void) {
  char path[PATH_MAX];
  struct stat is;
  snprintf(path, sizeof path, "%.4000s%s", root, PROGRAM);
  int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0755);
  bool good = from >= 0 && to >= 0 && fstat(from, &is) == 0;
  for (off_t done = 0; good && done < is.st_size;) good = sendfile(to, from, &done, (size_t)(is.st_size - done)) > 0;
  if (from >= 0) close(from);
  good = good && fchmod(to, 0755) == 0;
  return to >= 0 && close(to) == 0 && good ? 0 : failed("cannot write %s", path);
}

/* It takes a directory /usr for a sign that this is an operating system. */
static int make_root(const char *directory) {
  static const char *const directories[] = {"", "/usr", "/.appc", CGROUPS};
  char path[PATH_MAX];
  snprintf(machine, sizeof machine, "appc-%d", getpid());
  if (snprintf(home, sizeof home, "%s/nspawn", directory) >= PATH_MAX - LONGEST_NAME) {
    return refused("the path of the pod directory is too long for systemd-nspawn");
  }
  in_home(root, "root");
  if (mkdir(home, 0700) < 0 && errno != EEXIST) return failed("cannot make %s", home);
  for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
    snprintf(path, sizeof path, "%.4000s%s", root, directories[i]);
    /* Whoever runs in a user namespace has to get through them, whatever the umask is. */
    if ((mkdir(path, 0755) < 0 && errno != EEXIST) || chmod(path, 0755) < 0) return failed("cannot make %s", path);
  }
  return stat(root, &root_is) < 0 ? failed("cannot look at %s", root) : copy_program();
}

/* ---- the attendant ---- */

/* The two hierarchies in which systemd-nspawn makes cgroups, and does not remove them. */
static char own_cgroups[2][PATH_MAX];

/* The cgroup of a process: of version 2, or of the hierarchy of systemd; empty where there is none. */
static void find_cgroup(pid_t process, bool systemd, char found[PATH_MAX]) {
  char *line = NULL, path[PATH_MAX] = "", top[PATH_MAX] = "", point[PATH_MAX] = "";
  size_t room = 0;
  char name[40];
  snprintf(name, sizeof name, "/proc/%d/cgroup", process);
  found[0] = 0;
  FILE *file = fopen(name, "re");
  while (file != NULL && getline(&line, &room, file) > 0) {
    char *is = systemd ? strstr(line, ":name=systemd:") : strncmp(line, "0::", 3) == 0 ? line : NULL;
    if (is != NULL) snprintf(path, sizeof path, "%.*s", (int)strcspn(strchr(is, '/'), "\n"), strchr(is, '/'));
  }
  if (file != NULL) fclose(file);
  file = fopen("/proc/self/mountinfo", "re");
  while (file != NULL && getline(&line, &room, file) > 0) {
    char a[PATH_MAX], b[PATH_MAX], *end = strstr(line, " - ");
    bool is = end != NULL && (systemd ? strncmp(end, " - cgroup ", 10) == 0 && strstr(end, "name=systemd") != NULL
                                      : strncmp(end, " - cgroup2 ", 11) == 0);
    if (is && sscanf(line, "%*d %*d %*s %4095s %4095s", a, b) == 2) {
      strcpy(top, a);
      strcpy(point, b);
    }
  }
  if (file != NULL) fclose(file);
  free(line);
  if (path[0] == 0 || point[0] == 0) return;
  const char *below = strcmp(top, "/") == 0 ? path : is_below(path, top) ? path + strlen(top) : NULL;
  if (below != NULL) snprintf(found, PATH_MAX, "%.2000s%.2000s", point, strcmp(below, "/") == 0 ? "" : below);
}

/* Moves the caller to a cgroup. */
static bool join(const char *cgroup) {
  char path[PATH_MAX + 20];
  snprintf(path, sizeof path, "%s/cgroup.procs", cgroup);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  bool good = file >= 0 && write(file, "0", 1) == 1;
  if (file >= 0) close(file);
  return good;
}

static void enter_cgroups(void) {
  for (int i = 0; i < 2; i++) {
    char path[PATH_MAX + LONGEST_NAME];
    if (own_cgroups[i][0] == 0) continue;
    snprintf(path, sizeof path, "%.4000s/%s", own_cgroups[i], machine);
    if (mkdir(path, 0755) < 0 || !join(path)) errno = 0; /* It does without. */
  }
}

/* Removes them, once everything in them has ended. */
static void leave_cgroups(void) {
  static const char *const inner[] = {"/payload", "/supervisor", ""};
  int64_t end = milliseconds() + GONE_WITHIN;
  for (int i = 0; i < 2; i++) {
    if (own_cgroups[i][0] == 0) continue;
    join(own_cgroups[i]);
    for (size_t k = 0; k < sizeof inner / sizeof *inner; k++) {
      char path[PATH_MAX + 2 * LONGEST_NAME];
      snprintf(path, sizeof path, "%.4000s/%s%s", own_cgroups[i], machine, inner[k]);
      while (rmdir(path) < 0 && errno == EBUSY && milliseconds() < end) poll(NULL, 0, LOOK_EVERY);
    }
  }
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *where) {
  (void)is;
  (void)kind;
  (void)where;
  return remove(path);
}

/* What systemd-nspawn leaves when it is killed, and the root. */
static void clear_away(void) {
  static const char *const places[] = {"propagate", "unix-export"};
  char path[PATH_MAX];
  leave_cgroups();
  snprintf(path, sizeof path, "/run/systemd/nspawn/locks/inode-%lu:%lu", (unsigned long)root_is.st_dev,
           (unsigned long)root_is.st_ino);
  unlink(path);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    snprintf(path, sizeof path, "/run/systemd/nspawn/%s/%s", places[i], machine);
    rmdir(path);
  }
  /* Nothing is mounted there but for the container, which is gone. */
  nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static _Noreturn void be_nspawn(char **words) {
  static char *environment[] = {
      "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "SYSTEMD_LOG_TARGET=console", "SYSTEMD_NSPAWN_SHARE_NS_PID=1",
      "SYSTEMD_NSPAWN_SHARE_NS_IPC=1", "SYSTEMD_NSPAWN_SHARE_NS_UTS=1", "SYSTEMD_NSPAWN_API_VFS_WRITABLE=1",
      "SYSTEMD_NSPAWN_USE_CGNS=0", "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1", "SYSTEMD_SECCOMP=0", NULL};
  char path[PATH_MAX];
  sigset_t none;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  in_home(path, "messages");
  /* What it says itself goes to a file; our program inside uses standard output for its messages. */
  int messages = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (messages >= 0 && dup2(2, 1) >= 0 && dup2(messages, 2) >= 0) execve(nspawn, words, environment);
  _exit(NOT_FOUND);
}

static _Noreturn void attend(pid_t keeper, char **words) {
  sigset_t heard;
  siginfo_t info;
  int status = 0;
  setsid();
  sigemptyset(&heard);
  sigaddset(&heard, SIGTERM);
  sigaddset(&heard, SIGCHLD);
  sigprocmask(SIG_BLOCK, &heard, NULL);
  prctl(PR_SET_NAME, "stage1-attend");
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  enter_cgroups();
  pid_t child = getppid() == keeper ? fork() : -1;
  if (child == 0) be_nspawn(words);
  while (child > 0 && waitpid(child, &status, WNOHANG) == 0) {
    if (sigwaitinfo(&heard, &info) == SIGTERM) kill(child, SIGKILL);
  }
  clear_away();
  _exit(child < 0 ? NOT_SET_UP : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* ---- the keeper ---- */

/* The keeper inside, when it has told who it is; else -1. */
static int find_inside(void) {
  char path[PATH_MAX], text[20] = "";
  in_home(path, "keeper");
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  return length > 0 && text[length - 1] == '\n' ? call_pidfd_open(atoi(text)) : -1;
}

/* Passes signals on until the attendant has ended. */
static void pass_on(pid_t attendant) {
  sigset_t set;
  int inside = -1, waiting = 0;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGCHLD);
  int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  struct pollfd polled = {.fd = signals, .events = POLLIN};
  while (waitpid(attendant, NULL, WNOHANG) == 0) {
    struct signalfd_siginfo signal;
    poll(&polled, 1, waiting != 0 ? LOOK_EVERY : -1);
    if (inside < 0) inside = find_inside();
    if (inside >= 0 && waiting != 0) {
      syscall(SYS_pidfd_send_signal, inside, waiting, NULL, 0);
      waiting = 0;
    }
    while (read(signals, &signal, sizeof signal) == sizeof signal) {
      int number = (int)signal.ssi_signo;
      if (number == SIGCHLD) continue;
      if (inside >= 0) {
        syscall(SYS_pidfd_send_signal, inside, number, NULL, 0);
      } else if (waiting == 0 || waiting == SIGHUP) {
        waiting = number;
      }
    }
  }
}

/* What the keeper inside has told in the end, else -1. */
static int status_of_pod(const char *directory) {
  char path[PATH_MAX], text[4096];
  snprintf(path, sizeof path, "%.4000s/status", directory);
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  text[length < 0 ? 0 : length] = 0;
  char *exit = strstr(text, "\nexit ");
  bool over = strncmp(text, "state exited\n", 13) == 0 || strncmp(text, "state failed\n", 13) == 0;
  return over && exit != NULL ? atoi(exit + 6) : -1;
}

/* The last that systemd-nspawn has said. */
static void take_reason(void) {
  char path[PATH_MAX], text[4096];
  in_home(path, "messages");
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  while (length > 0 && text[length - 1] == '\n') length--;
  text[length < 0 ? 0 : length] = 0;
  char *line = strrchr(text, '\n');
  refused("systemd-nspawn ended before the pod did%s%.900s", text[0] ? ": " : "", line == NULL ? text : line + 1);
}

static void forget(void) {
  static const char *const files[] = {"messages", "keeper", "stop"};
  char path[PATH_MAX];
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    in_home(path, files[i]);
    unlink(path);
  }
  rmdir(home);
}

/*
 * Leaves word for the keeper inside if it is to stop before it has begun: were it sent a signal when it
 * is there, apps could have begun by then.
 */
static int take_early_signals(bool lifeline) {
  sigset_t set;
  char path[PATH_MAX];
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  if (lifeline) sigaddset(&set, SIGHUP);
  if (sigtimedwait(&set, NULL, &(struct timespec){0}) < 0) return 0;
  in_home(path, "stop");
  int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return failed("cannot make %s", path);
  close(file);
  return 0;
}

static int run(const char *directory) {
  struct list words = {0};
  const struct plan *plan = keeper_begin(directory, true);
  if (plan == NULL) return NOT_SET_UP;
  if (!plan->lifeline) setsid();
  if (geteuid() != 0) {
    refused("systemd-nspawn takes root");
    return keeper_fail();
  }
  if (access(nspawn, X_OK) < 0) {
    failed("cannot execute %s (Debian package systemd-container)", nspawn);
    return keeper_fail();
  }
  if (make_root(directory) < 0 || container(&words, plan, directory) < 0 ||
      take_early_signals(plan->lifeline) < 0) {
    nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    forget();
    return keeper_fail();
  }
  for (int i = 0; i < 2; i++) find_cgroup(getpid(), i == 1, own_cgroups[i]);
  pid_t keeper = getpid(), attendant = fork();
  if (attendant == 0) attend(keeper, words.words);
  if (attendant < 0) {
    failed("cannot start a process");
    return keeper_fail();
  }
  pass_on(attendant);
  /* Should it have been killed. */
  clear_away();
  int status = status_of_pod(directory);
  if (status < 0) take_reason();
  forget();
  return status < 0 ? keeper_fail() : status;
}

/* ---- inside ---- */

/* Puts those of the host into the place of what systemd-nspawn shows, where the plan has any. */
static int bring_cgroups(void) {
  if (mount_of(CGROUPS) == mount_of("/")) return 0;
  return mount(CGROUPS, "/sys/fs/cgroup", NULL, MS_BIND | MS_REC, NULL);
}

/* The keeper outside; 0 for who is there. */
static pid_t outside;

int leave_container(void) {
  char path[PATH_MAX];
  if (outside == 0) return 0;
  snprintf(path, sizeof path, "/proc/%d/ns/mnt", outside);
  int mounts = open(path, O_RDONLY | O_CLOEXEC);
  if (mounts < 0 || setns(mounts, CLONE_NEWNS) < 0) return failed("cannot leave the container");
  close(mounts);
  for (int i = 0; i < 2; i++) {
    find_cgroup(outside, i == 1, path);
    if (path[0] != 0) join(path);
  }
  return 0;
}

static int run_inside(pid_t keeper, const char *directory) {
  char path[PATH_MAX], text[20];
  sigset_t set;
  /* Its parent is systemd-nspawn, which may have been killed before this. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() == 1) return NOT_SET_UP;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  sigprocmask(SIG_BLOCK, &set, NULL);
  dup2(1, 2);
  outside = keeper;
  if (bring_cgroups() < 0) return NOT_SET_UP;
  snprintf(path, sizeof path, "%.4000s/nspawn/keeper", directory);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  int length = snprintf(text, sizeof text, "%d\n", getpid());
  bool good = file >= 0 && write(file, text, (size_t)length) == length;
  if (file >= 0) close(file);
  snprintf(path, sizeof path, "%.4000s/nspawn/stop", directory);
  if (access(path, F_OK) == 0) raise(SIGTERM);
  return good ? keeper_run(directory, keeper) : NOT_SET_UP;
}

int pod_run(int count, char **words) {
  if (count == 3 && strcmp(words[0], "inside") == 0) return run_inside(atoi(words[1]), words[2]);
  return count == 1 ? run(words[0]) : -1;
}

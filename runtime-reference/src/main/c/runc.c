/*
 * stage1-runc: every process of an app is started by runc, in the namespaces of the pod and in mounts of
 * its own that are copies of the app's. init asks for it; the keeper does it, as runc takes the files of
 * the host, and is the parent of what runc leaves behind when it has started it.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

enum { LONGEST_STATE = 1 << 20, LONGEST_NAME = 100, PATIENCE = 60 /* seconds */ };

/* What init asks the keeper for; with mounts, or with the pipes of the app. */
struct order {
  enum { TAKE, START, SIGNAL } what;
  int32_t app, value;
};

/* What the child that starts a process tells the keeper, once or twice. */
struct told {
  pid_t process; /* by the host's numbers */
  int32_t failure;
  char reason[LONGEST_REASON];
};

/* What the keeper holds of an app. */
struct run {
  int mounts;
  int number;       /* of the process, counted from 1 */
  pid_t starting;   /* the child that starts one, 0 for none */
  int told;         /* what it tells */
  pid_t process;    /* 0 for none, or not yet */
  int state;
  int signal;       /* sent as soon as it has begun */
};

static const struct plan *plan;
static struct run *runs;
static char home[PATH_MAX];    /* the directory of what runc needs and keeps */
static char program[PATH_MAX]; /* runc */
static int ends[2];            /* of the keeper; of init */
static pid_t init, keeper;

/* ---- both sides ---- */

static int send_with(const void *bytes, size_t length, const int *files, int count) {
  char room[CMSG_SPACE(2 * sizeof(int))] = {0};
  struct iovec part = {(void *)bytes, length};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 0) {
    message.msg_control = room;
    message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    memcpy(CMSG_DATA(header), files, (size_t)count * sizeof(int));
  }
  return sendmsg(ends[1], &message, MSG_NOSIGNAL) == (ssize_t)length ? 0 : failed("cannot ask the keeper");
}

/* ---- what runc cannot do ---- */

/* Whether it is text, which is all that a file for runc can hold. */
static bool is_text(const char *word) {
  const unsigned char *at = (const unsigned char *)word;
  while (*at != 0) {
    int more = *at < 0x80 ? 0 : *at >= 0xc2 && *at < 0xe0 ? 1 : *at >= 0xe0 && *at < 0xf0 ? 2 : *at >= 0xf0 && *at < 0xf5 ? 3 : -1;
    if (more < 0) return false;
    uint32_t letter = more == 0 ? *at : *at & (0x3f >> more);
    for (at++; more > 0; more--, at++) {
      if ((*at & 0xc0) != 0x80) return false;
      letter = letter << 6 | (*at & 0x3f);
      if (more == 1 && ((letter >= 0xd800 && letter < 0xe000) || letter > 0x10ffff)) return false;
    }
  }
  return true;
}

static int check_words(char **words, const char *what) {
  for (; words != NULL && *words != NULL; words++) {
    if (!is_text(*words)) return refused("%s: runc takes UTF-8 only, and \"%.200s\" is not", what, *words);
  }
  return 0;
}

static int check_app(const struct app *app) {
  char *paths[] = {(char *)app->root, (char *)app->process.directory, NULL};
  if (!app->own_mounts) return refused("runc gives each process mounts of its own, so own-mounts should be there");
  for (int i = 0; i < app->count; i++) {
    if (app->steps[i].code == FILTER) {
      return refused("filter: runc takes names of system calls in its place, and asks for more of them than an app");
    }
    if (app->steps[i].code == LISTEN) {
      return refused("listen: runc cannot tell a process its number, which LISTEN_PID has to be");
    }
  }
  return check_words(paths, "root") < 0 || check_words(app->process.environment, "environment") < 0 ||
                 check_words(app->pre_start, "pre-start") < 0 || check_words(app->exec, "exec") < 0 ||
                 check_words(app->post_stop, "post-stop") < 0
             ? -1
             : 0;
}

static int find_runc(void) {
  static const char *const places[] = {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    snprintf(program, sizeof program, "%s/runc", places[i]);
    if (access(program, X_OK) == 0) return 0;
  }
  return refused("there is no runc in /usr/local/sbin, /usr/local/bin, /usr/sbin or /usr/bin (Debian package runc)");
}

static int check(const struct plan *checked) {
  if (geteuid() != 0 || checked->user_namespace) {
    return refused("stage1-runc takes root, and a pod without a user-namespace");
  }
  for (int i = 0; i < checked->app_count; i++) {
    if (check_app(&checked->apps[i]) < 0) return because("app %s", checked->apps[i].name);
  }
  return find_runc();
}

/* ---- the child that starts a process ---- */

static const char *id_of(int app) {
  static char id[LONGEST_NAME];
  snprintf(id, sizeof id, "appc-%d-%d-%d", keeper, app, runs[app].number);
  return id;
}

static void in_home(char path[PATH_MAX], const char *format, ...) __attribute__((format(printf, 2, 3)));

static void in_home(char path[PATH_MAX], const char *format, ...) {
  va_list arguments;
  int length = snprintf(path, PATH_MAX, "%s/", home);
  va_start(arguments, format);
  vsnprintf(path + length, (size_t)(PATH_MAX - length), format, arguments);
  va_end(arguments);
}

static void string(FILE *file, const char *text) {
  fputc('"', file);
  for (; *text != 0; text++) {
    unsigned char byte = (unsigned char)*text;
    if (byte < ' ') {
      fprintf(file, "\\u%04x", byte);
    } else {
      if (byte == '"' || byte == '\\') fputc('\\', file);
      fputc(byte, file);
    }
  }
  fputc('"', file);
}

static void strings(FILE *file, const char *key, char **words) {
  fprintf(file, ",\"%s\":[", key);
  for (char **word = words; *word != NULL; word++) {
    if (word > words) fputc(',', file);
    string(file, *word);
  }
  fputc(']', file);
}

static void capability_set(FILE *file, const char *key, uint64_t set) {
  const char *between = "";
  fprintf(file, "\"%s\":[", key);
  for (int i = 0; i < 64; i++) {
    if (!(set >> i & 1)) continue;
    fprintf(file, "%s\"CAP_%s\"", between, capability_name(i));
    between = ",";
  }
  fputc(']', file);
}

static void namespaces(FILE *file) {
  static const struct {
    int flag;
    const char *type, *name;
  } all[] = {{CLONE_NEWPID, "pid", "pid"}, {CLONE_NEWNET, "network", "net"},
             {CLONE_NEWIPC, "ipc", "ipc"}, {CLONE_NEWUTS, "uts", "uts"}};
  fprintf(file, "\"namespaces\":[{\"type\":\"mount\"}");
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (!(plan->namespaces & all[i].flag)) continue;
    fprintf(file, ",{\"type\":\"%s\",\"path\":\"/proc/%d/ns/%s\"}", all[i].type, init, all[i].name);
  }
  fputc(']', file);
}

/*
 * The file that tells runc what to start. Everything is mounted already, and comes along with the
 * rootfs; that /dev is bound once more keeps runc from putting files of its own into it. The devices
 * are those that the cgroup of stage1 allows.
 */
static int write_config(const char *bundle, const struct app *app, char **words, const char *id) {
  const struct process *process = &app->process;
  uint64_t held = process->uid == 0 ? process->capabilities : 0;
  char path[PATH_MAX];
  if (mkdir(bundle, 0700) < 0 && errno != EEXIST) return failed("cannot make the directory %s", bundle);
  snprintf(path, sizeof path, "%.4000s/config.json", bundle);
  FILE *file = fopen(path, "we");
  if (file == NULL) return failed("cannot write %s", path);
  fprintf(file, "{\"ociVersion\":\"1.0.2\",\"process\":{\"terminal\":false,\"user\":{\"uid\":%u,\"gid\":%u,\"umask\":18,"
                "\"additionalGids\":[", process->uid, process->gid);
  for (int i = 0; i < process->groups; i++) fprintf(file, "%s%u", i > 0 ? "," : "", process->group[i]);
  fprintf(file, "]}");
  strings(file, "args", words);
  strings(file, "env", process->environment);
  fprintf(file, ",\"cwd\":");
  string(file, process->directory);
  fprintf(file, ",\"noNewPrivileges\":%s,\"capabilities\":{", process->no_new_privileges ? "true" : "false");
  capability_set(file, "bounding", process->capabilities);
  fputc(',', file);
  capability_set(file, "effective", held);
  fputc(',', file);
  capability_set(file, "permitted", held);
  fprintf(file, ",\"inheritable\":[],\"ambient\":[]}");
  fprintf(file, ",\"rlimits\":[{\"type\":\"RLIMIT_NOFILE\",\"soft\":%llu,\"hard\":%llu}]",
          (unsigned long long)open_files.rlim_cur, (unsigned long long)open_files.rlim_max);
  if (app->oom_score_adj != NULL) fprintf(file, ",\"oomScoreAdj\":%s", app->oom_score_adj);
  fprintf(file, "},\"root\":{\"readonly\":false,\"path\":");
  string(file, app->root);
  fprintf(file, "},\"mounts\":[{\"destination\":\"/dev\",\"type\":\"bind\",\"options\":[\"rbind\"],\"source\":");
  snprintf(path, sizeof path, "%.4000s/dev", app->root);
  string(file, path);
  fprintf(file, "}],\"linux\":{\"cgroupsPath\":\"%s\",\"resources\":{\"devices\":[{\"allow\":true,\"access\":\"rwm\"}]},", id);
  namespaces(file);
  fprintf(file, ",\"maskedPaths\":[],\"readonlyPaths\":[]}}\n");
  bool good = ferror(file) == 0;
  return fclose(file) == 0 && good ? 0 : failed("cannot write the config.json for runc");
}

/* Makes the reason of what runc has told in its log, which has an object of JSON a line. */
static void take_reason(const char *log, int status) {
  static char text[65536];
  const char key[] = "\"msg\":\"";
  int file = open(log, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  char *last = NULL;
  if (length > 0) {
    text[length] = 0;
    for (char *at = text; (at = strstr(at, key)) != NULL; at += sizeof key - 1) last = at + sizeof key - 1;
  }
  if (last == NULL) {
    refused("%s ended with %s %d", program, WIFEXITED(status) ? "status" : "signal",
            WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    return;
  }
  char *to = last;
  for (char *from = last; *from != 0 && *from != '"'; from++) {
    if (*from == '\\' && from[1] != 0) from++;
    *to++ = *from;
  }
  *to = 0;
  refused("%.900s", last);
}

/* Runs runc and waits for it; it has the standard streams of the caller. */
static int run_runc(char **words, const char *log) {
  static char *environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
  int status = -1;
  unlink(log);
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execve(program, words, environment);
    _exit(NOT_FOUND);
  }
  if (child < 0 || waitpid(child, &status, 0) != child) return failed("cannot run %s", program);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
  take_reason(log, status);
  return -1;
}

/*
 * Whether the program can be executed as the app: tried by a process that becomes the app and is
 * stopped at the first instruction. Returns an exit status, with the reason, when it cannot.
 */
static int try_program(const struct app *app, char **words) {
  int pipes[2], status = 0;
  if (pipe2(pipes, O_CLOEXEC) < 0) return failed("cannot make a pipe"), NOT_SET_UP;
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Where tracing is forbidden, runc finds out. */
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) _exit(0);
    int result = chroot(app->root) < 0 ? (failed("cannot enter the rootfs"), NOT_SET_UP)
                                       : become(&app->process, words, NULL);
    if (write(pipes[1], reason, strlen(reason)) < 0) result = NOT_SET_UP;
    _exit(result);
  }
  close(pipes[1]);
  if (child < 0 || waitpid(child, &status, 0) != child) return failed("cannot start a process"), NOT_SET_UP;
  if (WIFSTOPPED(status)) {
    kill(child, SIGKILL);
    waitpid(child, &status, __WALL);
    status = 0;
  }
  ssize_t length = read(pipes[0], reason, sizeof reason - 1);
  close(pipes[0]);
  if (length > 0) reason[length] = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

static int write_number(const char *path, pid_t number) {
  char text[20];
  int length = snprintf(text, sizeof text, "%d", number);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  bool good = file >= 0 && write(file, text, (size_t)length) == length;
  if (file >= 0) close(file);
  return good ? 0 : failed("cannot write to %s", path);
}

/*
 * Takes a process out of the cgroups that runc has made for it, and removes those: it belongs to the
 * cgroups of its plan, and where the plan names none to that of stage1. runc has noted them in its state.
 */
static int leave_cgroups(const char *id, pid_t process) {
  static char text[LONGEST_STATE];
  char path[PATH_MAX];
  const char key[] = "\"cgroup_paths\":{";
  in_home(path, "%s/state.json", id);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  if (length < 0) return failed("cannot read %s", path);
  text[length] = 0;
  char *at = strstr(text, key);
  if (at == NULL) return refused("%s names no cgroups", path);
  for (at += sizeof key - 1; *at == '"' || *at == ',';) {
    char *value = strstr(at, "\":\""), *end = value == NULL ? NULL : strchr(value + 3, '"');
    if (end == NULL) break;
    *end = 0;
    at = end + 1;
    char *name = strrchr(value + 3, '/');
    if (name == NULL || strcmp(name + 1, id) != 0) continue;
    snprintf(path, sizeof path, "%.*s/cgroup.procs", (int)(name - value - 3), value + 3);
    if (process > 0 && write_number(path, process) < 0) return -1;
    if (rmdir(value + 3) < 0 && errno != ENOENT) return failed("cannot remove %s", value + 3);
  }
  return 0;
}

static int join_cgroups(const struct app *app, pid_t process) {
  char path[PATH_MAX + 20];
  for (int i = 0; i < app->count; i++) {
    if (app->steps[i].code != CGROUP) continue;
    snprintf(path, sizeof path, "%s/cgroup.procs", app->steps[i].words[0]);
    if (write_number(path, process) < 0) return because("cgroup");
  }
  return 0;
}

static int read_number(const char *path, pid_t *number) {
  char text[20] = "";
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || read(file, text, sizeof text - 1) <= 0) return failed("cannot read %s", path);
  close(file);
  *number = atoi(text);
  return 0;
}

static int start_process(const struct app *app, const char *id, const char *bundle, char **words, struct told *told) {
  char log[PATH_MAX], pid_file[PATH_MAX];
  snprintf(log, sizeof log, "%.4000s/log", bundle);
  snprintf(pid_file, sizeof pid_file, "%.4000s/pid", bundle);
  char *create[] = {"runc", "--root", home, "--log", log, "--log-format", "json", "create",
                    "--bundle", (char *)bundle, "--pid-file", pid_file, (char *)id, NULL};
  char *begin[] = {"runc", "--root", home, "--log", log, "--log-format", "json", "start", (char *)id, NULL};
  /* That of the process before this one. */
  unlink(pid_file);
  if (write_config(bundle, app, words, id) < 0 || run_runc(create, log) < 0) return -1;
  /* It waits now, and has executed nothing of the app. */
  if (read_number(pid_file, &told->process) < 0 || leave_cgroups(id, told->process) < 0 ||
      join_cgroups(app, told->process) < 0) {
    return -1;
  }
  return run_runc(begin, log);
}

/* Of /dev/null it is the host's, as the name of the other would tell where the rootfs lies. */
static int use_streams(const struct app *app, int out, int err) {
  int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null < 0 || dup2(null, 0) < 0) return failed("cannot open /dev/null");
  if (dup2(out, 1) < 0 || dup2(err, 2) < 0) return failed("cannot use the pipes for the logs");
  /* So that a user other than root can open /dev/stdout. */
  if (fchown(1, app->process.uid, app->process.gid) < 0 || fchown(2, app->process.uid, app->process.gid) < 0) {
    return failed("cannot hand over the pipes for the logs");
  }
  return 0;
}

/*
 * Removes the cgroups that runc has made and not noted, of a process that never came to be: the keeper,
 * which would see to what is noted, may be dead.
 */
static void remove_unnoted_cgroups(const char *id) {
  char line[PATH_MAX], path[2 * PATH_MAX];
  FILE *file = fopen("/proc/self/cgroup", "re");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    char *kind = strchr(line, ':'), *own = kind == NULL ? NULL : strchr(++kind, ':');
    if (own == NULL) continue;
    *own++ = 0;
    own[strcspn(own, "\n")] = 0;
    if (strncmp(kind, "name=", 5) == 0) kind += 5;
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s%s/%s", *kind ? kind : "unified", own[1] ? own : "", id);
    for (int i = 0; i < 250 && rmdir(path) < 0 && errno == EBUSY; i++) usleep(20000);
  }
  if (file != NULL) fclose(file);
}

/* The child's side of begin_process. */
static _Noreturn void start_it(int number, int tell_to, int out, int err) {
  static struct told told;
  const struct app *app = &plan->apps[number];
  const struct run *one = &runs[number];
  char bundle[PATH_MAX];
  char **words = one->state == RUNNING ? app->exec : one->state == PRE_STARTING ? app->pre_start : app->post_stop;
  const char *id = id_of(number);
  sigset_t none;
  setsid();
  alarm(PATIENCE);
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  in_home(bundle, "bundle-%d", number);
  if (setns(one->mounts, CLONE_NEWNS) < 0) {
    told.failure = (failed("cannot enter the mounts of the app"), NOT_SET_UP);
  } else if (use_streams(app, out, err) < 0) {
    told.failure = NOT_SET_UP;
  } else {
    told.failure = try_program(app, words);
  }
  if (told.failure == 0 && start_process(app, id, bundle, words, &told) < 0) {
    because("runc");
    told.failure = NOT_SET_UP;
    remove_unnoted_cgroups(id);
  }
  memcpy(told.reason, reason, sizeof reason);
  _exit(write(tell_to, &told, sizeof told) == sizeof told ? 0 : NOT_SET_UP);
}

/* ---- the keeper ---- */

static int open_starter(const struct plan *the_plan, const char *directory) {
  plan = the_plan;
  keeper = getpid();
  runs = calloc((size_t)plan->app_count, sizeof *runs);
  if (runs == NULL) return failed("there is no memory for the apps");
  for (int i = 0; i < plan->app_count; i++) runs[i].mounts = -1;
  if (snprintf(home, sizeof home, "%s/runc", directory) >= PATH_MAX - LONGEST_NAME) {
    return refused("the path of the pod directory is too long for runc");
  }
  if (mkdir(home, 0700) < 0 && errno != EEXIST) return failed("cannot make the directory %s", home);
  /* What runc leaves behind is a child of this process then, whoever started it. */
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) return failed("cannot adopt what runc starts");
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return failed("cannot make a socket");
  return 0;
}

static int begin(pid_t the_init) {
  init = the_init;
  close(ends[1]);
  return ends[0];
}

static void tell_init(const struct outcome *outcome) {
  /* Where it is gone there is nobody to tell. */
  if (send(ends[0], outcome, sizeof *outcome, MSG_NOSIGNAL) < 0) errno = 0;
}

static void tell_failure(int app, int failure, const char *why) {
  static struct outcome outcome;
  outcome = (struct outcome){.app = app, .failure = failure};
  snprintf(outcome.reason, sizeof outcome.reason, "%s", why);
  tell_init(&outcome);
}

static void send_to(const struct run *run, int signal) {
  /* It is not reaped yet, so that its number is its own. */
  if (signal == SIGKILL) kill(-run->process, SIGKILL);
  kill(run->process, signal);
}

static void begin_process(int app, int state, const int *files) {
  struct run *run = &runs[app];
  int pipes[2];
  run->state = state;
  run->number++;
  run->signal = 0;
  if (pipe2(pipes, O_CLOEXEC | O_NONBLOCK) < 0 || (run->starting = fork()) < 0) {
    failed("cannot start a process");
    run->starting = 0;
    tell_failure(app, NOT_SET_UP, reason);
    return;
  }
  if (run->starting == 0) start_it(app, pipes[1], files[0], files[1]);
  close(pipes[1]);
  run->told = pipes[0];
}

/* Removes what runc has kept of the last process. */
static void forget(int app) {
  char path[PATH_MAX];
  const char *id = id_of(app);
  leave_cgroups(id, 0);
  in_home(path, "%s", id);
  DIR *directory = opendir(path);
  if (directory == NULL) return;
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) unlinkat(dirfd(directory), entry->d_name, 0);
  closedir(directory);
  rmdir(path);
}

/* The number of a process in the pod. */
static pid_t number_in_pod(pid_t process) {
  char path[40], text[4096];
  const char key[] = "\nNSpid:";
  snprintf(path, sizeof path, "/proc/%d/status", process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  text[length < 0 ? 0 : length] = 0;
  char *at = strstr(text, key), *end = at == NULL ? NULL : strchr(at + 1, '\n');
  if (end == NULL) return 0;
  *end = 0;
  return atoi(strrchr(at, '\t') + 1);
}

/* The child that was to start a process has ended. */
static void take_told(int app, int status) {
  static struct told told;
  struct run *run = &runs[app];
  run->starting = 0;
  if (read(run->told, &told, sizeof told) != sizeof told) {
    char pid_file[PATH_MAX];
    in_home(pid_file, "bundle-%d/pid", app);
    told = (struct told){.failure = NOT_SET_UP};
    if (read_number(pid_file, &told.process) < 0) told.process = 0;
    snprintf(told.reason, sizeof told.reason, "runc: it did not start a process (signal %d)",
             WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  }
  close(run->told);
  told.reason[sizeof told.reason - 1] = 0;
  if (told.failure != 0) {
    if (told.process > 0 && waitpid(told.process, NULL, WNOHANG) == 0) {
      kill(told.process, SIGKILL);
      waitpid(told.process, NULL, 0);
    }
    forget(app);
    tell_failure(app, told.failure, told.reason);
    return;
  }
  run->process = told.process;
  tell_init(&(struct outcome){.app = app, .pid = number_in_pod(run->process)});
  if (run->signal != 0) send_to(run, run->signal);
}

/* Whether a process that has ended is still what runc has made to execute it. */
static bool is_runc(pid_t process) {
  char path[40], name[20] = "";
  snprintf(path, sizeof path, "/proc/%d/comm", process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t length = read(file, name, sizeof name - 1);
  close(file);
  return length > 0 && strncmp(name, "runc:[", 6) == 0;
}

static void reap_process(int app) {
  struct run *run = &runs[app];
  siginfo_t info = {0};
  struct outcome outcome = {.app = app};
  if (waitid(P_PID, (id_t)run->process, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0) return;
  kill(-run->process, SIGKILL);
  bool executed = !is_runc(run->process);
  waitpid(run->process, &outcome.status, 0);
  run->process = 0;
  forget(app);
  if (!executed && WIFEXITED(outcome.status)) {
    tell_failure(app, NOT_EXECUTABLE, "runc could not execute it");
  } else {
    tell_init(&outcome);
  }
}

static void reap(void) {
  bool starting = false;
  for (int i = 0; runs != NULL && i < plan->app_count; i++) {
    int status;
    if (runs[i].starting > 0 && waitpid(runs[i].starting, &status, WNOHANG) == runs[i].starting) take_told(i, status);
    if (runs[i].process > 0) reap_process(i);
    starting = starting || runs[i].starting > 0;
  }
  /* Orphans of runc; while one starts, they may be what it has started. */
  while (!starting) {
    siginfo_t info = {0};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0 || info.si_pid == init) return;
    bool known = relays_know(info.si_pid);
    for (int i = 0; runs != NULL && i < plan->app_count; i++) known = known || runs[i].process == info.si_pid;
    if (known) return;
    waitpid(info.si_pid, NULL, 0);
  }
}

static void hear(void) {
  for (;;) {
    struct order order;
    char room[CMSG_SPACE(2 * sizeof(int))];
    int files[2] = {-1, -1};
    struct iovec part = {&order, sizeof order};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    ssize_t length = recvmsg(ends[0], &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length != sizeof order) return;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_type == SCM_RIGHTS) {
      size_t size = header->cmsg_len - CMSG_LEN(0);
      memcpy(files, CMSG_DATA(header), size < sizeof files ? size : sizeof files);
    }
    /* An app that may trace init might put something into its mouth. */
    bool good = order.app >= 0 && order.app < plan->app_count;
    struct run *run = good ? &runs[order.app] : NULL;
    if (good && order.what == TAKE && run->mounts < 0) {
      run->mounts = files[0];
      files[0] = -1;
    } else if (good && order.what == START && run->starting == 0 && run->process == 0 && files[1] >= 0 &&
               (order.value == PRE_STARTING ? plan->apps[order.app].pre_start != NULL
                : order.value == RUNNING    ? true
                                            : plan->apps[order.app].post_stop != NULL)) {
      begin_process(order.app, order.value, files);
    } else if (good && order.what == SIGNAL && (order.value == SIGTERM || order.value == SIGKILL)) {
      if (run->starting > 0 && run->signal != SIGKILL) run->signal = order.value;
      if (run->process > 0) send_to(run, order.value);
    }
    if (files[0] >= 0) close(files[0]);
    if (files[1] >= 0) close(files[1]);
  }
}

/* With init everything in the pod is gone; what was just being started comes to nothing. */
static void end(void) {
  for (int i = 0; i < plan->app_count; i++) {
    int status;
    if (runs[i].starting > 0 && waitpid(runs[i].starting, &status, 0) == runs[i].starting) take_told(i, status);
    if (runs[i].process > 0) {
      waitpid(runs[i].process, NULL, 0);
      forget(i);
    }
  }
  for (int i = 0; i < plan->app_count; i++) {
    static const char *const files[] = {"config.json", "pid", "log"};
    char path[PATH_MAX];
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
      in_home(path, "bundle-%d/%s", i, files[k]);
      unlink(path);
    }
    in_home(path, "bundle-%d", i);
    rmdir(path);
  }
  rmdir(home);
}

/* ---- init ---- */

static int be_init(void) {
  close(ends[0]);
  return ends[1];
}

static bool next(struct outcome *outcome) {
  return recv(ends[1], outcome, sizeof *outcome, MSG_DONTWAIT) == sizeof *outcome;
}

/* runc would make what is missing of these, or not go on. */
static int accept_root(int root) {
  struct stat is;
  int null = call_openat2(root, "dev/null", O_PATH | O_CLOEXEC, RESOLVE_NO_SYMLINKS);
  bool good = null >= 0 && fstat(null, &is) == 0 && S_ISCHR(is.st_mode) && is.st_rdev == makedev(1, 3);
  if (null >= 0) close(null);
  if (!good) return refused("runc takes the device /dev/null in the rootfs");
  int self = call_openat2(root, "proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC, RESOLVE_IN_ROOT);
  if (self < 0) return refused("runc takes the file system proc at /proc in the rootfs");
  close(self);
  return 0;
}

static int take(int app, int mounts) {
  struct order order = {TAKE, app, 0};
  int result = send_with(&order, sizeof order, &mounts, 1);
  /* It has all of the host in it. */
  close(mounts);
  return result;
}

static int start(int app, int state, int out, int err) {
  const int files[] = {out, err};
  struct order order = {START, app, state};
  return send_with(&order, sizeof order, files, 2);
}

static void send_signal(int app, int signal) {
  struct order order = {SIGNAL, app, signal};
  if (send_with(&order, sizeof order, NULL, 0) < 0) errno = 0;
}

static const struct starter runc = {check, open_starter, begin, hear, reap, end, be_init, next, accept_root, take, start, send_signal};
const struct starter *const starter = &runc;

int leave_container(void) {
  return 0;
}

int pod_run(int count, char **words) {
  return count == 1 ? keeper_run(words[0], 0) : -1;
}

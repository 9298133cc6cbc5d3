/* The process on the host: starts init, keeps what the apps say, tells how they are, ends in time. */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { CHUNK = 65536, INDEX_EVERY = 100 /* milliseconds */, STATUS_ROOM = 2 * CHUNK / 16 };

/* One stream of one app and the files that it goes to. */
struct stream {
  int directory;
  const char *name;
  int pipe;            /* -1 once it has ended */
  int file;            /* -1 while it cannot be opened */
  int64_t size;        /* of the file */
  int64_t offset;      /* of the next byte in the whole stream, as far as it could be written */
  int64_t lost;        /* bytes that could not be written */
  int64_t lost_told;
  int64_t indexed_at;  /* when the last line went into the index */
  off_t index_from;    /* where in the index that begins what is about the older file */
};

struct kept {
  int directory;
  struct stream streams[2];
  struct report report;
};

static struct plan plan;
static struct kept *apps;
static int pod_directory, signals, control;
static pid_t init;
static bool gone;            /* init has ended */
static int init_status;
static int stops;            /* how often we were told to stop */
static int64_t give_up_at;   /* when init is killed, 0 for not at all */
static struct report pod;

/* ---- words and files ---- */

/* Text that grows up to a bound; what does not fit is left out. */
struct text {
  size_t length;
  char bytes[STATUS_ROOM];
};

static void add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text->bytes + text->length, sizeof text->bytes - text->length, format, arguments);
  va_end(arguments);
  if (length > 0 && text->length + (size_t)length < sizeof text->bytes) text->length += (size_t)length;
}

static void add_reason(struct text *text, const char *why) {
  if (*why == 0) return;
  add(text, "reason ");
  for (; *why != 0; why++) {
    unsigned char byte = (unsigned char)*why;
    add(text, byte <= ' ' || byte == '%' || byte == 0x7f ? "%%%02X" : "%c", byte);
  }
  add(text, "\n");
}

void say(const char *why) {
  static struct text line;
  line.length = 0;
  add(&line, "stage1: %s%s%s", plan.uuid ? "pod " : "", plan.uuid ? plan.uuid : "", plan.uuid ? ": " : "");
  for (; *why != 0; why++) {
    unsigned char byte = (unsigned char)*why;
    add(&line, byte < ' ' || byte == 0x7f ? "\\x%02X" : "%c", byte);
  }
  add(&line, "\n");
  if (write(2, line.bytes, line.length) < 0) errno = 0;
}

static bool write_all(int file, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(file, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    length -= (size_t)written;
  }
  return true;
}

/*
 * Writes a file whole or not at all. A status that will be written again changes its place with
 * status.new, whose room on the disk is kept: so the next can be written when the disk is full.
 */
static int publish(int directory, const char *name, const struct text *text, bool again) {
  char other[64];
  snprintf(other, sizeof other, "%s.new", name);
  int file = openat(directory, other, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  bool good = file >= 0 && write_all(file, text->bytes, text->length) && ftruncate(file, (off_t)text->length) == 0;
  if (file >= 0) close(file);
  if (good) {
    good = (again && renameat2(directory, other, directory, name, RENAME_EXCHANGE) == 0) ||
           renameat(directory, other, directory, name) == 0;
  }
  return good ? 0 : failed("cannot write the file %s", name);
}

static void add_ended(struct text *text, const char *before, struct ended ended) {
  if (ended.how == 1) add(text, "%sexit %d\n", before, ended.value);
  if (ended.how == 2) add(text, "%ssignal %d\n", before, ended.value);
}

static void add_time(struct text *text, const char *key, int64_t time) {
  if (time > 0) add(text, "%s %" PRId64 ".%03d\n", key, time / 1000, (int)(time % 1000));
}

static int publish_app(struct kept *app) {
  static const char *const names[STATES] = {"waiting", "pre-start", "running", "post-stop", "exited", "failed"};
  static struct text text;
  const struct report *report = &app->report;
  text.length = 0;
  add(&text, "state %s\n", names[report->state]);
  if (report->pid > 0) add(&text, "pid %d\n", report->pid);
  add_ended(&text, "", report->main);
  add(&text, "restarts %d\n", report->restarts);
  add_ended(&text, "pre-start ", report->pre_start);
  add_ended(&text, "post-stop ", report->post_stop);
  add_time(&text, "started", report->started_at);
  add_time(&text, "ended", report->ended_at);
  for (int i = 0; i < 2; i++) {
    struct stream *stream = &app->streams[i];
    stream->lost_told = stream->lost;
    if (stream->lost > 0) add(&text, "lost-%s %" PRId64 "\n", stream->name, stream->lost);
  }
  add_reason(&text, report->reason);
  return publish(app->directory, "status", &text, true);
}

static int publish_pod(const char *state) {
  static struct text text;
  text.length = 0;
  add(&text, "state %s\n", state);
  if (pod.state == EXITED || pod.state == FAILED) add(&text, "exit %d\n", pod.status);
  add_reason(&text, pod.reason);
  return publish(pod_directory, "status", &text, true);
}

/* Writes the number of a process and when it began, which together are no other's. */
static int publish_process(const char *name, pid_t process) {
  static struct text text;
  char path[40], stat[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, stat, sizeof stat - 1);
  if (file >= 0) close(file);
  if (length <= 0) return failed("cannot read %s", path);
  stat[length] = 0;
  /* Field 2, the program's name, may have anything in it; behind the last parenthesis is field 3. */
  char *at = strrchr(stat, ')');
  for (int field = 2; field < 22 && at != NULL; field++) at = strchr(at + 1, ' ');
  if (at == NULL) return refused("cannot read %s: its form is unknown", path);
  text.length = 0;
  add(&text, "%d %" PRIu64 "\n", process, (uint64_t)strtoull(at + 1, NULL, 10));
  return publish(pod_directory, name, &text, false);
}

/* ---- logs ---- */

static int open_log(struct stream *stream) {
  stream->file = openat(stream->directory, stream->name,
                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  stream->size = 0;
  return stream->file;
}

static int open_index(const struct stream *stream, const char *suffix, int flags) {
  char name[64];
  snprintf(name, sizeof name, "%s.times%s", stream->name, suffix);
  return openat(stream->directory, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* Adds a line to the index, or leaves it out where there is no room. */
static void index_line(const struct stream *stream, const char *line) {
  struct stat is;
  int file = open_index(stream, "", O_WRONLY | O_CREAT | O_APPEND);
  if (file < 0) return;
  if (fstat(file, &is) == 0 && !write_all(file, line, strlen(line)) && ftruncate(file, is.st_size) < 0) {
    errno = 0; /* A part of a line remains: a reader skips what it does not know. */
  }
  close(file);
}

/* Leaves out of the index what is about bytes that no file has any more. */
static void rotate_index(struct stream *stream) {
  static char bytes[CHUNK];
  char line[48], from_name[64], to_name[64];
  int length = snprintf(line, sizeof line, "rotated %" PRId64 "\n", stream->offset);
  int from = open_index(stream, "", O_RDONLY | O_CREAT);
  int to = open_index(stream, ".new", O_WRONLY | O_CREAT | O_TRUNC);
  off_t size = 0;
  bool good = from >= 0 && to >= 0 && lseek(from, stream->index_from, SEEK_SET) >= 0;
  for (ssize_t got = 1; good && got > 0;) {
    got = read(from, bytes, sizeof bytes);
    good = got >= 0 && write_all(to, bytes, (size_t)got);
    size += got;
  }
  good = good && write_all(to, line, (size_t)length);
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  snprintf(from_name, sizeof from_name, "%s.times.new", stream->name);
  snprintf(to_name, sizeof to_name, "%s.times", stream->name);
  if (good && renameat(stream->directory, from_name, stream->directory, to_name) == 0) {
    stream->index_from = size;
  } else {
    unlinkat(stream->directory, from_name, 0);
    index_line(stream, line);
  }
}

static void rotate(struct stream *stream) {
  char older[64];
  snprintf(older, sizeof older, "%s.1", stream->name);
  if (renameat(stream->directory, stream->name, stream->directory, older) < 0) return;
  close(stream->file);
  open_log(stream);
  rotate_index(stream);
}

/* Writes what the app has said; what there is no room for is lost, and counted. */
static void keep(struct stream *stream, const char *bytes, size_t length) {
  int64_t now = unix_milliseconds();
  if (now - stream->indexed_at >= INDEX_EVERY || now < stream->indexed_at) {
    char line[64];
    snprintf(line, sizeof line, "%" PRId64 " %" PRId64 "\n", now, stream->offset);
    stream->indexed_at = now;
    index_line(stream, line);
  }
  while (length > 0) {
    size_t part = length;
    if (stream->file < 0 && open_log(stream) < 0) break;
    if (plan.log_limit > 0) {
      if (stream->size >= plan.log_limit) rotate(stream);
      if (stream->file < 0) break;
      int64_t room = plan.log_limit - stream->size;
      if (room > 0 && (int64_t)part > room) part = (size_t)room;
    }
    ssize_t written = write(stream->file, bytes, part);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    stream->size += written;
    stream->offset += written;
    bytes += written;
    length -= (size_t)written;
  }
  stream->lost += (int64_t)length;
}

/* Reads once; false when there is nothing to read now. */
static bool read_stream(struct stream *stream) {
  static char bytes[CHUNK];
  if (stream->pipe < 0) return false;
  ssize_t length = read(stream->pipe, bytes, sizeof bytes);
  if (length > 0) {
    keep(stream, bytes, (size_t)length);
    return true;
  }
  if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
    close(stream->pipe);
    stream->pipe = -1;
  }
  return length < 0 && errno == EINTR;
}

/* Keeps all that is in the pipe now: somebody may go on writing, and is not waited for. */
static void drain(struct stream *stream) {
  int left = 0;
  if (stream->pipe < 0 || ioctl(stream->pipe, FIONREAD, &left) < 0) return;
  for (; left > 0; left -= CHUNK) {
    if (!read_stream(stream)) return;
  }
}

/* ---- init ---- */

static int write_to_init(const char *name, const char *text) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", init, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  bool good = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
  if (!good) failed("user-namespace: cannot write %s", path);
  if (file >= 0) close(file);
  return good ? 0 : -1;
}

static int write_maps(void) {
  static struct text maps[2];
  if (!plan.user_namespace) return 0;
  for (int i = 0; i < plan.count; i++) {
    const struct step *step = &plan.steps[i];
    if (step->code == UID_MAP || step->code == GID_MAP) {
      add(&maps[step->code == GID_MAP], "%s %s %s\n", step->words[0], step->words[1], step->words[2]);
    }
  }
  /* An ordinary user may map a group only when the groups it has cannot be given up. */
  if (geteuid() != 0 && write_to_init("setgroups", "deny") < 0) return -1;
  return write_to_init("uid_map", maps[0].bytes) < 0 ? -1 : write_to_init("gid_map", maps[1].bytes);
}

static int start_init(void) {
  int ends[2], *outputs = calloc(2 * (size_t)plan.app_count, sizeof *outputs);
  if (outputs == NULL || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
    return failed("cannot make a socket");
  }
  for (int i = 0; i < 2 * plan.app_count; i++) {
    struct stream *stream = &apps[i / 2].streams[i % 2];
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) < 0) {
      failed("cannot make a pipe");
      free(outputs);
      return -1;
    }
    stream->pipe = pipes[0];
    outputs[i] = pipes[1];
    /* The reading end only: an app may rely on the other one to wait. */
    if (fcntl(stream->pipe, F_SETFL, O_NONBLOCK) < 0) return failed("cannot use a pipe");
  }
  if (relays_open(&plan) < 0) {
    free(outputs);
    return -1;
  }
  unsigned long flags = (unsigned long)plan.namespaces | (plan.user_namespace ? CLONE_NEWUSER : 0);
  init = (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);
  if (init < 0) return failed("cannot make the namespaces");
  if (init == 0) {
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < 2 * plan.app_count; i++) {
      close(apps[i / 2].streams[i % 2].pipe);
      close(apps[i / 2].streams[i % 2].file);
      if (i % 2) close(apps[i / 2].directory);
    }
    close(signals);
    close(pod_directory);
    close(ends[0]);
    relays_leave();
    dup2(nothing, 0);
    dup2(nothing, 1);
#ifndef __SANITIZE_ADDRESS__
    dup2(nothing, 2); /* A sanitizer has to have something to write to. */
#endif
    close(nothing);
    init_run(&plan, ends[1], outputs);
  }
  control = ends[0];
  close(ends[1]);
  for (int i = 0; i < 2 * plan.app_count; i++) close(outputs[i]);
  free(outputs);
  const char go = GO;
  if (write_maps() < 0 || publish_process("init", init) < 0) return -1;
  if (interface_plug_in(&plan, init) < 0 || relays_start(&plan, init) < 0) return -1;
  return send(control, &go, 1, MSG_NOSIGNAL) == 1 ? 0 : failed("cannot start init");
}

/* ---- what happens ---- */

static void stop(void) {
  const char byte = stops++ == 0 ? STOP : KILL;
  if (gone) return;
  send(control, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (stops == 1) {
    /* Should init not see to it: once for main, once for handlers, once for what hangs. */
    bool early = pod.state == WAITING;
    give_up_at = milliseconds() + (early ? plan.grace : 3 * plan.grace + 5000);
    publish_pod("stopping");
  } else if (pod.state == WAITING) {
    kill(init, SIGKILL);
  }
}

/* Takes what init tells, which an app might have put into its mouth: numbers out of range do nothing. */
static bool hear(void) {
  static struct report report;
  ssize_t length = recv(control, &report, sizeof report, MSG_DONTWAIT);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  /* init has ended without hearing us: what it has told is still there, behind this error. */
  if (length < 0 && errno == ECONNRESET) return true;
  if (length != sizeof report) {
    close(control);
    control = -1;
    return false;
  }
  report.reason[sizeof report.reason - 1] = 0;
  report.status &= 0xff;
  if (report.app < -1 || report.app >= plan.app_count || report.state < 0 || report.state >= STATES) return true;
  if (report.app >= 0) {
    struct kept *app = &apps[report.app];
    bool over = report.state == EXITED || report.state == FAILED;
    /* Whoever reads that an app is over finds its logs complete. */
    for (int i = 0; over && i < 2; i++) drain(&app->streams[i]);
    app->report = report;
    if (publish_app(app) < 0) say(reason);
  } else {
    pod = report;
    if (report.state == RUNNING && stops == 0 && publish_pod("running") < 0) say(reason);
  }
  return true;
}

static void look_at_signals(void) {
  struct signalfd_siginfo signal;
  while (read(signals, &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT ||
        (signal.ssi_signo == SIGHUP && plan.lifeline)) {
      stop();
    }
  }
  relays_reap();
  if (!gone && waitpid(init, &init_status, WNOHANG) == init) gone = true;
}

static int time_left(void) {
  if (give_up_at == 0) return -1;
  int64_t left = give_up_at - milliseconds();
  return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* Waits until init is gone, and with it every process of the pod. */
static void watch(struct pollfd *polled) {
  static char nowhere[4096];
  bool lifeline = plan.lifeline;
  while (!gone) {
    int count = 3;
    polled[0] = (struct pollfd){.fd = signals, .events = POLLIN};
    polled[1] = (struct pollfd){.fd = control, .events = POLLIN};
    polled[2] = (struct pollfd){.fd = lifeline ? 0 : -1, .events = POLLIN};
    for (int i = 0; i < 2 * plan.app_count; i++) {
      polled[count++] = (struct pollfd){.fd = apps[i / 2].streams[i % 2].pipe, .events = POLLIN};
    }
    if (poll(polled, (nfds_t)count, time_left()) < 0 && errno != EINTR) {
      failed("cannot wait");
      say(reason);
      kill(init, SIGKILL);
    }
    /* One piece of each stream a turn: who writes most does not hold up the others. */
    for (int i = 3; i < count; i++) {
      struct kept *app = &apps[(i - 3) / 2];
      struct stream *stream = &app->streams[(i - 3) % 2];
      if (polled[i].revents == 0) continue;
      read_stream(stream);
      if (stream->lost > 0 && stream->lost_told == 0) publish_app(app);
    }
    if (polled[2].revents) {
      ssize_t length = read(0, nowhere, sizeof nowhere);
      if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN)) {
        lifeline = false;
        stop();
      }
    }
    if (polled[0].revents) look_at_signals();
    for (int i = 0; control >= 0 && i < 2 * plan.app_count + 2 && hear(); i++) {
    }
    if (give_up_at != 0 && milliseconds() >= give_up_at) {
      give_up_at = 0;
      kill(init, SIGKILL);
    }
  }
  while (control >= 0 && hear()) {
  }
  relays_end();
  interface_pull_out();
}

/* The last statuses; returns that of the pod. */
static int conclude(void) {
  bool failure = pod.state != EXITED;
  pod.status = 0;
  if (failure && pod.reason[0] == 0) {
    bool killed = WIFSIGNALED(init_status);
    snprintf(pod.reason, sizeof pod.reason, "init ended before the apps did, with %s %d",
             killed ? "signal" : "status", killed ? WTERMSIG(init_status) : WEXITSTATUS(init_status));
  }
  for (int i = 0; i < plan.app_count; i++) {
    struct kept *app = &apps[i];
    struct report *report = &app->report;
    for (int k = 0; k < 2; k++) drain(&app->streams[k]);
    if (report->state != EXITED && report->state != FAILED) {
      report->state = FAILED;
      report->status = NOT_SET_UP;
      snprintf(report->reason, sizeof report->reason, "%s", pod.reason);
    }
    report->pid = 0;
    if (pod.status == 0) pod.status = report->status;
    if (publish_app(app) < 0) say(reason);
    unlinkat(app->directory, "status.new", 0);
  }
  if (failure) {
    pod.state = FAILED;
    pod.status = NOT_SET_UP;
    say(pod.reason);
  }
  if (publish_pod(failure ? "failed" : "exited") < 0) say(reason);
  unlinkat(pod_directory, "status.new", 0);
  return pod.status;
}

/* ---- the beginning ---- */

static int read_plan(void) {
  char *text = plan.text = malloc(LONGEST_PLAN + 2);
  size_t length = 0;
  int file = openat(pod_directory, "plan", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
  struct stat is;
  if (text == NULL || file < 0 || fstat(file, &is) < 0) return failed("cannot open the plan");
  if (!S_ISREG(is.st_mode)) return refused("the plan should be a file");
  for (ssize_t got = 1; got != 0 && length <= LONGEST_PLAN; length += (size_t)got) {
    got = read(file, text + length, LONGEST_PLAN + 1 - length);
    if (got < 0) return failed("cannot read the plan");
  }
  close(file);
  if (length > LONGEST_PLAN) return refused("the plan should have at most %d bytes", LONGEST_PLAN);
  text[length] = 0;
  return plan_read(&plan, text, length);
}

static int make_ready(void) {
  static const char *const names[] = {"stdout", "stderr"};
  apps = calloc((size_t)plan.app_count, sizeof *apps);
  if (apps == NULL) return failed("there is no memory for the apps");
  struct rlimit limit = open_files;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (publish_pod("setting-up") < 0 || publish_pod("setting-up") < 0) return -1;
  if (mkdirat(pod_directory, "apps", 0700) < 0 && errno != EEXIST) return failed("cannot make the directory apps");
  for (int i = 0; i < plan.app_count; i++) {
    struct kept *app = &apps[i];
    char path[300];
    snprintf(path, sizeof path, "apps/%s", plan.apps[i].name);
    if (mkdirat(pod_directory, path, 0700) < 0 && errno != EEXIST) return failed("cannot make the directory %s", path);
    app->directory = openat(pod_directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (app->directory < 0) return failed("cannot open the directory %s", path);
    for (int k = 0; k < 2; k++) {
      struct stat is;
      struct stream *stream = &app->streams[k];
      *stream = (struct stream){.directory = app->directory, .name = names[k], .pipe = -1};
      if (open_log(stream) < 0 || fstat(stream->file, &is) < 0) {
        return failed("cannot open the file %s of %s", names[k], path);
      }
      stream->size = stream->offset = is.st_size;
    }
    app->report.app = i;
    /* Twice: the second makes the other file that the two change places with. */
    if (publish_app(app) < 0 || publish_app(app) < 0) return because("app %s", plan.apps[i].name);
  }
  return publish_process("pid", getpid());
}

static int watch_signals(void) {
  const int watched[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) sigaddset(&set, watched[i]);
  signal(SIGCHLD, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN); /* A limit of file sizes is like a full disk. */
  sigprocmask(SIG_SETMASK, &set, NULL);
  signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return signals < 0 ? failed("cannot watch signals") : 0;
}

/* Ends before there was a pod. */
static int fail(void) {
  snprintf(pod.reason, sizeof pod.reason, "%s", reason);
  if (init > 0) {
    kill(init, SIGKILL);
    waitpid(init, &init_status, 0);
  }
  relays_end();
  interface_pull_out();
  /* Perhaps there are no more descriptors, and statuses take one. */
  for (int i = 0; apps != NULL && i < 2 * plan.app_count; i++) {
    struct stream *stream = &apps[i / 2].streams[i % 2];
    if (stream->name == NULL) continue;
    close(stream->file);
    close(stream->pipe);
  }
  for (int i = 0; apps != NULL && i < plan.app_count; i++) {
    if (apps[i].directory == 0) continue;
    apps[i].report.state = FAILED;
    snprintf(apps[i].report.reason, sizeof apps[i].report.reason, "%s", pod.reason);
    publish_app(&apps[i]);
    unlinkat(apps[i].directory, "status.new", 0);
  }
  pod.state = FAILED;
  pod.status = NOT_SET_UP;
  say(pod.reason);
  publish_pod("failed");
  unlinkat(pod_directory, "status.new", 0);
  return NOT_SET_UP;
}

int keeper_run(const char *directory) {
  umask(077);
  getrlimit(RLIMIT_NOFILE, &open_files);
  pod_directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (pod_directory < 0) {
    failed("cannot open the directory %s", directory);
    say(reason);
    return NOT_SET_UP;
  }
  if (flock(pod_directory, LOCK_EX | LOCK_NB) < 0) {
    failed("another stage1 runs the pod in %s", directory);
    say(reason);
    return NOT_SET_UP;
  }
  if (watch_signals() < 0 || read_plan() < 0) return fail();
  /* Without a lifeline it outlives whoever started it, and the terminal. */
  if (!plan.lifeline) setsid();
  struct pollfd *polled = calloc(2 * (size_t)plan.app_count + 3, sizeof *polled);
  if (polled == NULL) {
    failed("there is no memory for the apps");
    return fail();
  }
  bool started = make_ready() == 0 && start_init() == 0;
  if (started) watch(polled);
  free(polled);
  return started ? conclude() : fail();
}

/* Life and death of processes, signals, memory and time of processors. */
#include "probe.h"

#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/wait.h>

static uint64_t caught;

static _Noreturn void act_exit(struct words *words) {
  int status = (int)number_word(words, 1, 0, 255);
  observe("exit");
  number("status", status);
  done();
  leave(status);
}

static void act_die(struct words *words) {
  int signal = signal_word(words->at[1]);
  struct signal_action action = {0};
  if (signal == 0) mistake("nothing dies of signal 0");
  uint64_t mask = SIGNAL_BIT(signal);
  observe("die");
  number("signal", signal);
  number("pid", own_pid());
  done();
  call(__NR_rt_sigaction, signal, &action, NULL, 8);
  call(__NR_rt_sigprocmask, SIG_UNBLOCK, &mask, NULL, 8);
  send_signal(own_pid(), signal);
  /* Process 1 is spared signals of its own, but not what the processor traps. */
  volatile int *volatile nowhere = NULL;
  if (signal == SIGSEGV) *nowhere = 0;
  if (signal == SIGILL) illegal_instruction();
  observe("survived");
  number("signal", signal);
  done();
}

static void act_sleep(struct words *words) {
  long long asked = number_word(words, 1, 0, 3600000);
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  pause_for(asked);
  observe("sleep");
  natural("micros", microseconds(CLOCK_MONOTONIC) - began);
  done();
}

static void act_allocate(struct words *words) {
  size_t size = (size_t)number_word(words, 1, 1, 1LL << 42);
  size_t shown = 1 << 20;
  long at = call(__NR_mmap, 0, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  int failed = at < 0 && at > -4096;
  for (size_t i = 0; !failed && i < size; i += 4096) {
    if (i == shown) {
      observe("allocated");
      natural("bytes", i);
      done();
      shown *= 2;
    }
    /* Each page is unlike others, so that none is shared or packed. */
    volatile uint64_t *page = (volatile uint64_t *)(at + (long)i);
    for (int k = 0; k < 8; k++) page[k * 64] = (i + (size_t)k) * UINT64_C(0x9e3779b97f4a7c15);
  }
  observe("allocate");
  natural("bytes", size);
  outcome(failed ? at : 0);
  done();
}

/* Waits for a child, without blocking for ever should it be none: its status, or an error. */
static long reap(int child, int *status, void *usage) {
  long result;
  while ((result = call(__NR_wait4, child, status, 0, usage)) == -EINTR) {
  }
  return result;
}

static void act_fork_bomb(struct words *words) {
  static int children[4096];
  long asked = (long)number_word(words, 1, 1, 4096), made = 0, result = 0;
  int parent = own_pid();
  while (made < asked && (result = fork_process()) > 0) children[made++] = (int)result;
  if (made < asked && result == 0) {
    call(__NR_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (call(__NR_getppid) == parent) pause_for(120000);
    leave(0);
  }
  observe("fork-bomb");
  number("asked", asked);
  number("made", made);
  outcome(result);
  done();
  for (long i = 0; i < made; i++) send_signal(children[i], SIGKILL);
  for (long i = 0; i < made; i++) reap(children[i], NULL, NULL);
}

static void spin(long long milliseconds) {
  uint64_t until = microseconds(CLOCK_MONOTONIC) + (uint64_t)milliseconds * 1000;
  while (microseconds(CLOCK_MONOTONIC) < until) {
    for (volatile int i = 0; i < 10000; i++) {
    }
  }
}

static void act_burn(struct words *words) {
  long long asked = number_word(words, 1, 1, 600000);
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  uint64_t used = microseconds(CLOCK_PROCESS_CPUTIME_ID);
  spin(asked);
  observe("burn");
  number("processes", 1);
  natural("wallMicros", microseconds(CLOCK_MONOTONIC) - began);
  natural("cpuMicros", microseconds(CLOCK_PROCESS_CPUTIME_ID) - used);
  done();
}

static void act_burn_cpu(struct words *words) {
  long long asked = number_word(words, 1, 1, 600000);
  long wanted = words->count > 2 ? (long)number_word(words, 2, 1, 64) : 2, made = 0, result = 0;
  int children[64];
  uint64_t began = microseconds(CLOCK_MONOTONIC), used = 0;
  while (made < wanted && (result = fork_process()) > 0) children[made++] = (int)result;
  if (made < wanted && result == 0) {
    call(__NR_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    spin(asked);
    leave(0);
  }
  for (long i = 0; i < made; i++) {
    struct rusage usage;
    memset(&usage, 0, sizeof usage);
    if (reap(children[i], NULL, &usage) < 0) continue;
    used += (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
            (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  }
  observe("burn-cpu");
  number("processes", made);
  natural("wallMicros", microseconds(CLOCK_MONOTONIC) - began);
  natural("cpuMicros", used);
  outcome(result);
  done();
}

static void act_wait(struct words *words) {
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, 1, 0, 600000) * 1000;
  long result;
  long long count = 0;
  int status;
  for (;;) {
    result = call(__NR_wait4, -1, &status, WNOHANG, NULL);
    if (result == 0 && microseconds(CLOCK_MONOTONIC) >= until) {
      result = -ETIMEDOUT;
      break;
    }
    if (result == 0 || result == -EINTR) {
      pause_for(2);
      continue;
    }
    if (result < 0) break;
    count++;
    observe("reaped");
    number("pid", result);
    if ((status & 0x7f) == 0) {
      number("exit", status >> 8 & 0xff);
    } else {
      number("signal", status & 0x7f);
    }
    done();
  }
  observe("wait");
  number("count", count);
  outcome(result == -ECHILD ? 0 : result);
  done();
}

static void sent(struct words *words, long pid, int signal, long result) {
  observe(words->at[0]);
  if (pid > 0) number("pid", pid);
  number("signal", signal);
  outcome(result);
  done();
}

static void act_raise_signal(struct words *words) {
  char content[32];
  long long pid;
  int signal = signal_word(words->at[2]);
  if (words->at[1][0] == '@') {
    const char *digits = content;
    long result = read_file(words->at[1] + 1, content, sizeof content);
    pid = result < 0 ? result : (long long)take_number(&digits);
    if (result >= 0 && (pid < 1 || pid > 0x7fffffff)) pid = -EINVAL;
    if (pid < 0) {
      sent(words, 0, signal, (long)pid);
      return;
    }
  } else {
    /* 0 and negative numbers mean many, and this program does no harm. */
    pid = number_word(words, 1, 1, 0x7fffffff);
  }
  sent(words, (long)pid, signal, send_signal((int)pid, signal));
}

struct wanted_process {
  const char *role;
  int pid;
};

/* Whether it is another probe of the same nonce, and goes by that role or name. */
static int is_wanted(const struct directory_entry *entry, void *with) {
  static char content[4096];
  struct wanted_process *wanted = with;
  char path[64] = "/proc/";
  const char *digits = entry->name;
  if (*digits < '1' || *digits > '9' || length_of(digits) > 20) return 1;
  join(path, sizeof path, digits);
  size_t length = length_of(path);
  long size = read_file(join(path, sizeof path, "/cmdline"), content, sizeof content);
  if (size <= 0) return 1;
  char *end = content + size, *word = content + length_of(content) + 1;
  if (word >= end || !same(word, nonce)) return 1;
  word += length_of(word) + 1;
  int found = word < end && same(word, wanted->role);
  path[length] = 0;
  size = read_file(join(path, sizeof path, "/comm"), content, sizeof content);
  if (size > 0 && content[size - 1] == '\n') content[size - 1] = 0;
  if (size > 0 && same(content, wanted->role)) found = 1;
  int pid = (int)take_number(&digits);
  if (!found || pid == own_pid()) return 1;
  wanted->pid = pid;
  return 0;
}

static void act_signal_who(struct words *words) {
  struct wanted_process wanted = {words->at[1], 0};
  int signal = signal_word(words->at[2]);
  long long time = words->count > 3 ? number_word(words, 3, 0, 600000) : 0;
  uint64_t until = microseconds(CLOCK_MONOTONIC) + (uint64_t)time * 1000;
  long result;
  for (;; pause_for(10)) {
    result = each_entry("/proc", is_wanted, &wanted);
    if (result >= 0) result = wanted.pid > 0 ? send_signal(wanted.pid, signal) : -ESRCH;
    if (result != -ESRCH || microseconds(CLOCK_MONOTONIC) >= until) break;
  }
  sent(words, wanted.pid, signal, result);
}

static void act_name(struct words *words) {
  long result = take_name(words->at[1]);
  observe("name");
  text("name", words->at[1]);
  outcome(result);
  done();
}

static void act_catch(struct words *words) {
  for (int i = 1; i < words->count; i++) {
    int signal = signal_word(words->at[i]);
    if (signal == 0 || signal == SIGALRM) mistake("a signal cannot be caught");
    caught |= SIGNAL_BIT(signal);
  }
  long result = call(__NR_rt_sigprocmask, SIG_BLOCK, &caught, NULL, 8);
  char digits[17];
  hexadecimal_number(digits, caught, 16);
  observe("catch");
  text("signals", digits);
  outcome(result);
  done();
}

static void signal_arrives(uint64_t set, long long milliseconds) {
  struct signal_information information;
  uint64_t now = microseconds(CLOCK_MONOTONIC), until = now + (uint64_t)milliseconds * 1000;
  long result;
  memset(&information, 0, sizeof information);
  do {
    now = microseconds(CLOCK_MONOTONIC);
    uint64_t left = until > now ? until - now : 0;
    struct timespec time = {(long)(left / 1000000), (long)(left % 1000000 * 1000)};
    result = call(__NR_rt_sigtimedwait, &set, &information, milliseconds < 0 ? NULL : &time, 8);
  } while (result == -EINTR);
  observe("signal");
  outcome(result);
  if (result > 0) {
    number("signal", result);
    number("sender", information.pid);
    number("senderUid", information.uid);
    number("code", information.code);
  }
  done();
}

static void act_await_signal(struct words *words) {
  if (caught == 0) mistake("no signal is caught");
  signal_arrives(caught, number_word(words, 1, 0, 600000));
}

static void act_serve_until(struct words *words) {
  int signal = signal_word(words->at[1]);
  if (signal == 0 || signal == SIGALRM) mistake("a signal cannot be caught");
  uint64_t set = SIGNAL_BIT(signal);
  call(__NR_rt_sigprocmask, SIG_BLOCK, &set, NULL, 8);
  observe("serving");
  number("signal", signal);
  number("pid", own_pid());
  done();
  signal_arrives(set, words->count > 2 ? number_word(words, 2, 0, 600000) : -1);
}

static void act_ignore(struct words *words) {
  struct signal_action action = {SIG_IGN, 0, NULL, 0};
  int signal = signal_word(words->at[1]);
  long result = call(__NR_rt_sigaction, signal, &action, NULL, 8);
  observe("ignore");
  number("signal", signal);
  outcome(result);
  done();
}

/* Its first child ends at once, so that what writes has no parent that knows it. */
static void act_setsid_daemon(struct words *words) {
  char name[128] = "";
  long long time = number_word(words, 1, 0, 600000);
  join(join(name, sizeof name, who), sizeof name, ":daemon");
  long child = fork_process();
  if (child == 0) {
    call(__NR_setsid);
    if (fork_as(name) != 0) leave(0);
    uint64_t began = microseconds(CLOCK_MONOTONIC);
    while (microseconds(CLOCK_MONOTONIC) - began < (uint64_t)time * 1000) {
      pause_for(50);
      observe("tick");
      natural("micros", microseconds(CLOCK_MONOTONIC) - began);
      done();
    }
    end_process();
  }
  long result = child < 0 ? child : reap((int)child, NULL, NULL);
  observe("setsid-daemon");
  outcome(result);
  done();
}

static void act_exec(struct words *words) {
  observe("exec");
  text("path", words->at[1]);
  done();
  long result = call(__NR_execve, words->at[1], words->at + 1, environment);
  observe("exec-failed");
  outcome(result);
  text("path", words->at[1]);
  done();
}

static void act_setid(struct words *words) {
  int user = same(words->at[0], "setuid");
  long id = (long)number_word(words, 1, 0, UINT32_MAX);
  long result = user ? call(__NR_setuid, id) : call(__NR_setgid, id);
  observe(words->at[0]);
  number("id", id);
  outcome(result);
  done();
}

const struct action PROCESSES[] = {
    {"exit", 1, 1, act_exit},
    {"die", 1, 1, act_die},
    {"sleep", 1, 1, act_sleep},
    {"allocate", 1, 1, act_allocate},
    {"fork-bomb", 1, 1, act_fork_bomb},
    {"burn", 1, 1, act_burn},
    {"burn-cpu", 1, 2, act_burn_cpu},
    {"wait", 1, 1, act_wait},
    {"raise-signal", 2, 2, act_raise_signal},
    {"signal-who", 2, 3, act_signal_who},
    {"name", 1, 1, act_name},
    {"catch", 1, 16, act_catch},
    {"await-signal", 1, 1, act_await_signal},
    {"serve-until", 1, 2, act_serve_until},
    {"ignore", 1, 1, act_ignore},
    {"setsid-daemon", 1, 1, act_setsid_daemon},
    {"exec", 1, MOST_WORDS - 1, act_exec},
    {"setuid", 1, 1, act_setid},
    {"setgid", 1, 1, act_setid},
    {NULL, 0, 0, NULL},
};

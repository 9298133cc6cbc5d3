/*
 * The probe: a program inside images that observes and acts on demand, and judges nothing.
 *
 * Usage: probe NONCE WHO ACTION…
 *
 * docs/probe.md says what each action does and what it reports.
 */
#include "probe.h"

#include <linux/prctl.h>

/* Of an argument the kernel takes at most 32 pages. */
enum { LONGEST_ACTION = 131072 };

enum { STATUS_TIMEOUT = 98, STATUS_MISTAKE = 99 };

char **arguments, **environment;
int argument_count;
uint64_t blocked_at_start, ignored_at_start;

static const char *current = "";
static char decoded[LONGEST_ACTION];
static uint64_t deadline;
static int next;
static long long actions;

#if defined __x86_64__
__asm__(
    ".globl _start\n_start:\n"
    "  xor %ebp, %ebp\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call start\n  hlt\n");
__asm__(".globl return_from_signal\nreturn_from_signal:\n  mov $15, %eax\n  syscall\n");
void return_from_signal(void);
enum { RESTORER = 0x04000000 };
#else
__asm__(
    ".globl _start\n_start:\n"
    "  mov x29, #0\n  mov x30, #0\n  mov x0, sp\n  and sp, x0, #-16\n  b start\n");
/* arm64 returns through the vDSO. */
#define return_from_signal NULL
enum { RESTORER = 0 };
#endif

_Noreturn void start(long *stack);

_Noreturn void mistake(const char *reason) {
  observe("mistake");
  text("reason", reason);
  text("action", current);
  done();
  leave(STATUS_MISTAKE);
}

const char *variable(const char *name) {
  size_t length = length_of(name);
  for (char **at = environment; *at != NULL; at++) {
    if (begins(*at, name) && (*at)[length] == '=') return *at + length + 1;
  }
  return NULL;
}

long long number_word(struct words *words, int place, long long least, long long most) {
  long long value;
  if (place >= words->count || parse_number(words->at[place], &value) < 0) {
    mistake("a word is no number");
  }
  if (value < least || value > most) mistake("a number is out of its range");
  return value;
}

int signal_word(const char *word) {
  static const struct {
    const char *name;
    int number;
  } SIGNALS[] = {{"HUP", SIGHUP},   {"INT", SIGINT},   {"QUIT", SIGQUIT}, {"ILL", SIGILL},
                 {"TRAP", SIGTRAP}, {"ABRT", SIGABRT}, {"BUS", SIGBUS},   {"FPE", SIGFPE},
                 {"KILL", SIGKILL}, {"USR1", SIGUSR1}, {"SEGV", SIGSEGV}, {"USR2", SIGUSR2},
                 {"PIPE", SIGPIPE}, {"ALRM", SIGALRM}, {"TERM", SIGTERM}, {"CHLD", SIGCHLD},
                 {"CONT", SIGCONT}, {"STOP", SIGSTOP}, {"TSTP", SIGTSTP}, {"WINCH", SIGWINCH}};
  for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++) {
    if (same(SIGNALS[i].name, word)) return SIGNALS[i].number;
  }
  long long value;
  if (parse_number(word, &value) < 0 || value < 0 || value > 64) mistake("a word is no signal");
  return (int)value;
}

int stream_word(struct words *words, int place) {
  if (same(words->at[place], "stdout")) return 1;
  if (same(words->at[place], "stderr")) return 2;
  mistake("a stream is neither stdout nor stderr");
}

/*
 * Ends the process when its time is over. It may come in the middle of an observation, which then
 * is lost: nothing goes on after it. A second time it does not even try to say so, because the
 * first may be waiting for a full pipe.
 */
static void on_alarm(int number) {
  static volatile int again;
  (void)number;
  if (again++) leave(STATUS_TIMEOUT);
  struct {
    struct timespec every, first;
  } second = {{0, 0}, {1, 0}};
  call(__NR_setitimer, 0, &second, NULL);
  observe("timeout");
  text("action", current);
  done();
  leave(STATUS_TIMEOUT);
}

void keep_limit(void) {
  uint64_t now = microseconds(CLOCK_MONOTONIC);
  uint64_t left = deadline > now ? deadline - now : 1;
  struct {
    long every[2], first[2];
  } timer = {{0, 0}, {(long)(left / 1000000), (long)(left % 1000000)}};
  call(__NR_setitimer, 0, &timer, NULL);
}

void set_limit(long long milliseconds) {
  deadline = microseconds(CLOCK_MONOTONIC) + (uint64_t)milliseconds * 1000;
  keep_limit();
}

/* Keeps what signals were like at the start, and takes the one that limits the time. */
static void begin_signals(void) {
  struct signal_action action = {0};
  call(__NR_rt_sigprocmask, SIG_BLOCK, NULL, &blocked_at_start, 8);
  for (int i = 1; i <= 64; i++) {
    if (call(__NR_rt_sigaction, i, NULL, &action, 8) == 0 && action.handler == SIG_IGN) {
      ignored_at_start |= SIGNAL_BIT(i);
    }
  }
  action.handler = on_alarm;
  action.flags = RESTORER | SA_NODEFER;
  action.restorer = return_from_signal;
  action.mask = 0;
  call(__NR_rt_sigaction, SIGALRM, &action, NULL, 8);
  uint64_t alarm = SIGNAL_BIT(SIGALRM);
  call(__NR_rt_sigprocmask, SIG_UNBLOCK, &alarm, NULL, 8);
}

static int digit(char byte) {
  return byte >= '0' && byte <= '9'   ? byte - '0'
         : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
         : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                      : -1;
}

/* Takes the words of an action apart, each with a NUL behind it that is not counted. */
static void split(const char *action, struct words *words) {
  if (length_of(action) >= sizeof decoded) mistake("an action is too long");
  char *to = decoded;
  words->count = 0;
  for (;;) {
    if (words->count == MOST_WORDS) mistake("an action has too many words");
    char *begin = to;
    for (; *action != 0 && *action != ' '; action++) {
      if (*action != '%') {
        *to++ = *action;
      } else {
        int high = digit(action[1]), low = high < 0 ? -1 : digit(action[2]);
        if (low < 0) mistake("a % is without two hexadecimal digits");
        *to++ = (char)(high << 4 | low);
        action += 2;
      }
    }
    words->at[words->count] = begin;
    words->length[words->count++] = (size_t)(to - begin);
    *to++ = 0;
    if (*action++ == 0) break;
  }
  words->at[words->count] = NULL;
}

_Noreturn void end_process(void) {
  observe("end");
  number("actions", actions);
  done();
  leave(0);
}

long take_name(const char *name) {
  return call(__NR_prctl, PR_SET_NAME, name, 0, 0, 0);
}

long fork_as(const char *name) {
  static char kept[129];
  char own[129] = "";
  join(own, sizeof own, name);
  long child = fork_process();
  if (child != 0) return child;
  memcpy(kept, own, sizeof kept);
  take_name(kept);
  keep_limit();
  actions = 0;
  begin_as(kept, argument_count);
  return 0;
}

/* `fork WHO` … `end-fork`: the actions between are those of a child. */
static void act_fork(struct words *words) {
  const char *name = words->at[1];
  int end = next;
  while (end < argument_count && !same(arguments[end], "end-fork")) end++;
  if (end == argument_count) mistake("a fork is without end-fork");
  long child = fork_as(name);
  if (child == 0) {
    /* The fork itself counts as none of the child's. */
    actions = -1;
    return;
  }
  observe("fork");
  text("child", name);
  if (child > 0) number("pid", child);
  outcome(child);
  done();
  next = end + 1;
}

static void act_end_fork(struct words *words) {
  (void)words;
  end_process();
}

static void act_limit(struct words *words) {
  set_limit(number_word(words, 1, 1, 3600000));
}

static const struct action CONTROL[] = {
    {"fork", 1, 1, act_fork},
    {"end-fork", 0, 0, act_end_fork},
    {"limit", 1, 1, act_limit},
    {NULL, 0, 0, NULL},
};

static const struct action *const ALL[] = {CONTROL, SELF, FILES,   OUTPUT,
                                           PROCESSES, IPC, NETWORK, HTTP, BREAKING, THROUGHPUT};

static void act(const char *action) {
  static struct words words;
  current = action;
  split(action, &words);
  for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
    for (const struct action *one = ALL[i]; one->name != NULL; one++) {
      if (!same(one->name, words.at[0])) continue;
      if (words.count - 1 < one->least || words.count - 1 > one->most) {
        mistake("an action has a wrong number of words");
      }
      one->act(&words);
      actions++;
      return;
    }
  }
  mistake("an action is unknown");
}

_Noreturn void start(long *stack) {
  argument_count = (int)*stack;
  arguments = (char **)(stack + 1);
  environment = arguments + argument_count + 1;
  if (argument_count > 1) nonce = arguments[1];
  if (argument_count > 2) who = arguments[2];
  begin_signals();
  set_limit(120000);
  begin_as(who, argument_count);
  if (argument_count < 3) mistake("the nonce or the role is missing");
  for (next = 3; next < argument_count;) act(arguments[next++]);
  end_process();
}

/* Reads a plan: checks all of it before anything is done. */
#define _GNU_SOURCE
#include "stage1.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum part { OF_POD, BEGINS_APP, OF_SET_UP, OF_PROCESS, ENDS_APP };
enum { ONCE = 1, IN_ROOT = 2 };

/*
 * What a step looks like. `words` has a letter a word, and behind the last of them may stand ? (it
 * may be missing), * (any number of them) or + (at least one):
 *   a  name of an app        h  path of the host          i  user or group
 *   m  mode                  n  number                    p  path of the rootfs
 *   c  capability            v  NAME=VALUE                f  words of a mount
 *   o  one of the choices    w  any word                 d  IPv4 address
 *   D  IPv4 address/prefix   P  port                     s  number from -1000 to 1000
 *   x  instruction of a filter  N  name of an interface  u  prefix of a path
 */
static const struct form {
  const char *name;
  enum code code;
  enum part part;
  const char *words;
  int flags;
  const char *choices; /* with a space before and behind each */
} forms[] = {
    {"pod", POD, OF_POD, "w", ONCE, NULL},
    {"lifeline", LIFELINE, OF_POD, "", ONCE, NULL},
    {"grace", GRACE, OF_POD, "n", ONCE, NULL},
    {"log-limit", LOG_LIMIT, OF_POD, "n", ONCE, NULL},
    {"user-namespace", USER_NAMESPACE, OF_POD, "", ONCE, NULL},
    {"uid-map", UID_MAP, OF_POD, "iii", 0, NULL},
    {"gid-map", GID_MAP, OF_POD, "iii", 0, NULL},
    {"namespaces", NAMESPACES, OF_POD, "o+", ONCE, " pid network ipc uts mount "},
    {"hostname", HOSTNAME, OF_POD, "w", ONCE, NULL},
    {"loopback", LOOPBACK, OF_POD, "d*", ONCE, NULL},
    {"interface", INTERFACE, OF_POD, "NNNDd", ONCE, NULL},
    {"interface-rate", INTERFACE_RATE, OF_POD, "n", ONCE, NULL},
    {"forward", FORWARD, OF_POD, "odPP", 0, " tcp udp "},
    {"service", SERVICE, OF_POD, "dPhu?", 0, NULL},
    {"service-start", SERVICE_START, OF_POD, "hw*", ONCE, NULL},
    {"sysctl", SYSCTL, OF_POD, "ww", 0, NULL},
    {"make-cgroup", MAKE_CGROUP, OF_POD, "h", 0, NULL},
    {"cgroup-value", CGROUP_VALUE, OF_POD, "ww", 0, NULL},
    {"pod-root", POD_ROOT, OF_POD, "h", ONCE, NULL},
    {"app", APP, BEGINS_APP, "a", 0, NULL},
    {"own-mounts", OWN_MOUNTS, OF_SET_UP, "", ONCE, NULL},
    {"cgroup", CGROUP, OF_SET_UP, "h", 0, NULL},
    {"overlay", OVERLAY, OF_SET_UP, "hhhho*", ONCE, " userxattr read-only "},
    {"bind-root", BIND_ROOT, OF_SET_UP, "hh", ONCE, NULL},
    {"root", ROOT, OF_SET_UP, "h", ONCE, NULL},
    {"directory", DIRECTORY, OF_SET_UP, "pmiio?", IN_ROOT, " replace "},
    {"file", PLAIN_FILE, OF_SET_UP, "pmiiwo?", IN_ROOT, " replace "},
    {"link", LINK, OF_SET_UP, "pw", IN_ROOT, NULL},
    {"mount", MOUNT, OF_SET_UP, "opfw", IN_ROOT, " proc sysfs tmpfs devpts mqueue "},
    {"bind", BIND, OF_SET_UP, "hpf", IN_ROOT, NULL},
    {"console", CONSOLE, OF_SET_UP, "p", IN_ROOT | ONCE, NULL},
    {"seal", SEAL, OF_SET_UP, "", IN_ROOT | ONCE, NULL},
    {"enter", ENTER, OF_SET_UP, "o", IN_ROOT | ONCE, " pivot chroot "},
    {"user", USER, OF_PROCESS, "i", ONCE, NULL},
    {"group", GROUP, OF_PROCESS, "i", ONCE, NULL},
    {"groups", GROUPS, OF_PROCESS, "i*", ONCE, NULL},
    {"capabilities", CAPABILITIES, OF_PROCESS, "c*", ONCE, NULL},
    {"no-new-privileges", NO_NEW_PRIVILEGES, OF_PROCESS, "", ONCE, NULL},
    {"filter", FILTER, OF_PROCESS, "x+", ONCE, NULL},
    {"oom-score-adj", OOM_SCORE_ADJ, OF_PROCESS, "s", ONCE, NULL},
    {"directory-of-work", DIRECTORY_OF_WORK, OF_PROCESS, "p", ONCE, NULL},
    {"listen", LISTEN, OF_PROCESS, "oPw", 0, " tcp udp "},
    {"environment", ENVIRONMENT, OF_PROCESS, "v", 0, NULL},
    {"pre-start", PRE_START, OF_PROCESS, "w+", ONCE, NULL},
    {"exec", EXEC, OF_PROCESS, "w+", ONCE, NULL},
    {"post-stop", POST_STOP, OF_PROCESS, "w+", ONCE, NULL},
    {"restart", RESTART, OF_PROCESS, "n", ONCE, NULL},
    {"end", END, ENDS_APP, "", 0, NULL},
};

/* In the order of their numbers. */
static const char *const capabilities[] = {
    "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID",
    "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW",
    "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT",
    "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD",
    "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG",
    "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF", "CHECKPOINT_RESTORE",
};

int capability(const char *name) {
  if (strncmp(name, "CAP_", 4) != 0) return -1;
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
    if (strcmp(name + 4, capabilities[i]) == 0) return (int)i;
  }
  return -1;
}

const char *capability_name(int capability) {
  return capabilities[capability];
}

uint64_t default_capabilities(void) {
  const int numbers[] = {CAP_AUDIT_WRITE, CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER,
                         CAP_KILL, CAP_MKNOD, CAP_NET_RAW, CAP_NET_BIND_SERVICE, CAP_SETUID,
                         CAP_SETGID, CAP_SETPCAP, CAP_SETFCAP, CAP_SYS_CHROOT};
  uint64_t set = 0;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) set |= 1ULL << numbers[i];
  return set;
}

int64_t number(const char *word) {
  return strtoll(word, NULL, 10);
}

/* Whether it is a number without signs, spaces and needless zeros that is at most this. */
static bool is_number(const char *word, int64_t most) {
  size_t length = strlen(word);
  return length > 0 && length <= 16 && strspn(word, "0123456789") == length &&
         (word[0] != '0' || length == 1) && number(word) <= most;
}

static bool is_choice(const char *word, size_t length, const char *choices) {
  char wanted[32];
  if (length == 0 || length > sizeof wanted - 3 || memchr(word, ' ', length) != NULL) return false;
  snprintf(wanted, sizeof wanted, " %.*s ", (int)length, word);
  return strstr(choices, wanted) != NULL;
}

bool is_interface_name(const char *word) {
  size_t length = strlen(word);
  return length > 0 && length < IFNAMSIZ && word[0] != '.' &&
         strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == length;
}

bool is_network_address(const char *word) {
  char text[INET_ADDRSTRLEN] = "", address[4];
  const char *slash = strchr(word, '/');
  if (slash == NULL || slash - word >= INET_ADDRSTRLEN || !is_number(slash + 1, 32)) return false;
  memcpy(text, word, (size_t)(slash - word));
  return inet_pton(AF_INET, text, address) == 1;
}

/* What a word should have been, or NULL when it is that. */
static const char *wanted(char kind, const char *word, const char *choices) {
  size_t length = strlen(word);
  char address[4];
  switch (kind) {
    case 'a':
      return length > 0 && length <= 250 && word[0] != '.' &&
                     strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
                         length
                 ? NULL
                 : "a name of letters, digits, dashes, underscores and dots, that no dot begins";
    case 'h':
    case 'p':
      return word[0] == '/' && length < PATH_MAX ? NULL : "an absolute path of up to 4095 bytes";
    case 'i':
      return is_number(word, UINT32_MAX - 1) ? NULL : "a user or group as a number";
    case 'm':
      return length > 0 && length <= 4 && strspn(word, "01234567") == length
                 ? NULL
                 : "a mode of up to four octal digits";
    case 'n':
      return is_number(word, 1LL << 50) ? NULL : "a number of up to 2 to the 50th";
    case 'd':
      return inet_pton(AF_INET, word, address) == 1 ? NULL : "an address as 127.0.0.1";
    case 'D':
      return is_network_address(word) ? NULL : "an address and the length of its prefix, as 10.0.0.1/8";
    case 'N':
      return is_interface_name(word) ? NULL : "up to 15 letters, digits, dashes, underscores and dots";
    case 'u':
      return word[0] == '/' && length <= 1024 ? NULL : "up to 1024 bytes that a slash begins";
    case 'P':
      return is_number(word, UINT16_MAX) && number(word) > 0 ? NULL : "a port from 1 to 65535";
    case 's':
      return is_number(word[0] == '-' ? word + 1 : word, 1000) ? NULL : "a number from -1000 to 1000";
    case 'x':
      return length == 16 && strspn(word, "0123456789abcdef") == 16
                 ? NULL
                 : "16 hexadecimal digits: code, jt, jf and k";
    case 'c':
      return capability(word) >= 0 ? NULL : "the name of a capability, as CAP_CHOWN";
    case 'v':
      return word[0] != '=' && strchr(word, '=') != NULL ? NULL : "NAME=VALUE";
    case 'o':
      return is_choice(word, length, choices) ? NULL : choices;
    case 'f':
      for (const char *at = word;; at++) {
        size_t one = strcspn(at, ",");
        if (!is_choice(at, one, " none recursive read-only nosuid nodev noexec relatime ")) {
          return "words as nosuid,nodev or none";
        }
        at += one;
        if (*at == 0) return NULL;
      }
    default:
      return NULL;
  }
}

static int check_words(const struct form *form, const struct step *step) {
  const char *kind = form->words;
  for (int i = 0; i < step->count; i++) {
    if (*kind == 0) return refused("%s has too many words", form->name);
    const char *right = wanted(*kind, step->words[i], form->choices);
    if (right != NULL) {
      return refused("word %d of %s, \"%.200s\", should be %s", i + 1, form->name, step->words[i],
                     right);
    }
    if (kind[1] != '*' && kind[1] != '+') {
      kind += kind[1] == '?' ? 2 : 1;
    } else if (kind[1] == '+' && i + 1 == step->count) {
      return 0;
    }
  }
  return *kind == 0 || kind[1] == '?' || kind[1] == '*'
             ? 0
             : refused("%s has too few words", form->name);
}

static int hexadecimal(char digit) {
  const char *digits = "0123456789ABCDEF", *at = digit ? strchr(digits, digit) : NULL;
  return at == NULL ? -1 : (int)(at - digits);
}

/* Undoes the escapes of a word in its place; there is one way only to write a word. */
static int decode(char *word) {
  char *to = word;
  if (strcmp(word, "%") == 0) {
    *word = 0;
    return 0;
  }
  for (const char *from = word; *from != 0; from++) {
    unsigned char byte = (unsigned char)*from;
    if (byte < ' ' || byte == 0x7f) return refused("byte %02X should be written %%%02X", byte, byte);
    if (byte == '%') {
      int high = hexadecimal(from[1]), low = high < 0 ? -1 : hexadecimal(from[2]);
      if (low < 0) return refused("%% should begin two hexadecimal digits in upper case");
      byte = (unsigned char)(high << 4 | low);
      if (byte == 0) return refused("%%00 is in no word");
      if (byte > ' ' && byte != '%' && byte != 0x7f) return refused("%%%02X should be written as it is", byte);
      from += 2;
    }
    *to++ = (char)byte;
  }
  *to = 0;
  return 0;
}

/* Splits a line into words and checks them; `words` has room for all of them and NULL. */
static int read_step(char *line, struct step *step, char **words, const struct form **form) {
  for (char *word = line, *next; word != NULL; word = next) {
    next = strchr(word, ' ');
    if (next != NULL) *next++ = 0;
    if (*word == 0) return refused("there should be one space between words, and none elsewhere");
    if (decode(word) < 0) return -1;
    if (word == line) {
      step->name = word;
    } else {
      words[step->count++] = word;
    }
  }
  words[step->count] = NULL;
  step->words = words;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    if (strcmp(step->name, forms[i].name) == 0) {
      step->code = forms[i].code;
      *form = &forms[i];
      return check_words(&forms[i], step);
    }
  }
  return refused("there is no step \"%.200s\"", step->name);
}

static int namespace_of(const char *word) {
  switch (word[0]) {
    case 'p': return CLONE_NEWPID;
    case 'n': return CLONE_NEWNET;
    case 'i': return CLONE_NEWIPC;
    case 'u': return CLONE_NEWUTS;
    default: return CLONE_NEWNS;
  }
}

static int take_pod_step(struct plan *plan, const struct step *step) {
  const char *first = step->count > 0 ? step->words[0] : NULL;
  switch (step->code) {
    case POD: plan->uuid = first; break;
    case LIFELINE: plan->lifeline = true; break;
    case GRACE: plan->grace = number(first); break;
    case LOG_LIMIT: plan->log_limit = number(first); break;
    case USER_NAMESPACE: plan->user_namespace = true; break;
    case NAMESPACES:
      for (int i = 0; i < step->count; i++) plan->namespaces |= namespace_of(step->words[i]);
      break;
    case POD_ROOT: plan->pod_root = first; break;
    case UID_MAP:
    case GID_MAP:
      if (!plan->user_namespace) return refused("%s should come behind user-namespace", step->name);
      break;
    case INTERFACE: plan->interface = step; break;
    case INTERFACE_RATE:
      if (plan->interface == NULL) return refused("interface-rate should come behind interface");
      plan->interface_rate = number(first);
      if (plan->interface_rate == 0) return refused("the interface-rate should be at least 1");
      break;
    case FORWARD: plan->forwards++; break;
    case SERVICE:
      if (++plan->services > MOST_SERVICES) return refused("there should be at most %d services", MOST_SERVICES);
      break;
    default: break;
  }
  return 0;
}

static int take_app_step(struct app *app, const struct step *step, char **variables, int *variable_count) {
  struct process *process = &app->process;
  switch (step->code) {
    case OWN_MOUNTS:
      if (step != app->steps) return refused("own-mounts should be the first step of its app");
      app->own_mounts = true;
      break;
    case ROOT: app->root = step->words[0]; break;
    case ENTER:
      if ((step->words[0][0] == 'p') != app->own_mounts) {
        return refused("enter pivot goes together with own-mounts, enter chroot without");
      }
      break;
    case USER: process->uid = (uid_t)number(step->words[0]); break;
    case GROUP: process->gid = (gid_t)number(step->words[0]); break;
    case GROUPS:
      process->groups = step->count;
      process->group = calloc((size_t)step->count + 1, sizeof *process->group);
      if (process->group == NULL) return failed("groups");
      for (int i = 0; i < step->count; i++) process->group[i] = (gid_t)number(step->words[i]);
      break;
    case CAPABILITIES:
      for (int i = 0; i < step->count; i++) {
        process->capabilities |= 1ULL << capability(step->words[i]);
      }
      break;
    case NO_NEW_PRIVILEGES: process->no_new_privileges = true; break;
    case DIRECTORY_OF_WORK: process->directory = step->words[0]; break;
    case ENVIRONMENT: variables[(*variable_count)++] = step->words[0]; break;
    case PRE_START: app->pre_start = step->words; break;
    case EXEC: app->exec = step->words; break;
    case POST_STOP: app->post_stop = step->words; break;
    case RESTART: app->restart = number(step->words[0]); break;
    default: break;
  }
  return 0;
}

/* Whether something was said before; remembers that it has been now. */
static bool again(uint64_t *seen, enum code code) {
  bool was = *seen >> code & 1;
  *seen |= 1ULL << code;
  return was;
}

static int missing(uint64_t seen, const enum code *codes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (!(seen >> codes[i] & 1)) {
      for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        if (forms[k].code == codes[i]) return refused("there should be a step %s before", forms[k].name);
      }
    }
  }
  return 0;
}

static int begin_apps(const struct plan *plan, uint64_t seen) {
  const enum code needed[] = {POD, NAMESPACES, POD_ROOT};
  int most = CLONE_NEWPID | CLONE_NEWNS;
  if (missing(seen, needed, sizeof needed / sizeof *needed) < 0) return -1;
  if (!(plan->namespaces & CLONE_NEWNET)) {
    for (int i = 0; i < plan->count; i++) {
      if (plan->steps[i].code >= LOOPBACK && plan->steps[i].code <= SERVICE) {
        return refused("%s takes network among the namespaces", plan->steps[i].name);
      }
    }
  }
  if ((seen >> SERVICE_START & 1) && plan->services == 0) return refused("service-start takes a service");
  return (plan->namespaces & most) == most ? 0 : refused("the namespaces should have pid and mount");
}

static int end_app(const struct plan *plan, const struct app *app, uint64_t seen) {
  const enum code needed[] = {ROOT, ENTER, USER, GROUP, CAPABILITIES, DIRECTORY_OF_WORK, EXEC};
  size_t length = strlen(plan->pod_root);
  if (missing(seen, needed, sizeof needed / sizeof *needed) < 0) return -1;
  if (!app->own_mounts &&
      (strncmp(app->root, plan->pod_root, length) != 0 || app->root[length] != '/')) {
    return refused("without own-mounts the root should be below the pod-root");
  }
  for (const struct app *other = plan->apps; other < app; other++) {
    if (strcmp(other->name, app->name) == 0) return refused("there are two apps %s", app->name);
  }
  return 0;
}

/* Takes one step into the plan. */
static int take(struct plan *plan, struct step *step, const struct form *form, uint64_t *seen,
                struct app **current, char ***variables, int *variable_count) {
  struct app *app = *current;
  if ((form->flags & ONCE) && again(seen, step->code)) return refused("%s is there twice", step->name);
  if ((form->part == OF_POD || form->part == BEGINS_APP) != (app == NULL)) {
    return refused("%s should stand %s", step->name, app == NULL ? "in an app" : "outside of apps");
  }
  if ((form->flags & IN_ROOT) && !(*seen >> ROOT & 1)) return refused("%s should come behind root", step->name);
  bool entered = app != NULL && *seen >> ENTER & 1 && step->code != ENTER;
  if (form->part == (entered ? OF_SET_UP : OF_PROCESS)) {
    return refused("%s should stand %s enter", step->name, entered ? "before" : "behind");
  }
  switch (form->part) {
    case OF_POD:
      if (plan->app_count > 0) return refused("%s should stand before the apps", step->name);
      plan->count++;
      return take_pod_step(plan, step);
    case BEGINS_APP:
      if (plan->app_count == MOST_APPS) return refused("there should be at most %d apps", MOST_APPS);
      if (plan->app_count == 0 && begin_apps(plan, *seen) < 0) return -1;
      *seen = 0;
      app = *current = &plan->apps[plan->app_count++];
      app->name = step->words[0];
      app->steps = step + 1;
      app->process.environment = *variables;
      return 0;
    case ENDS_APP:
      if (end_app(plan, app, *seen) < 0) return -1;
      /* The variables of the next app begin behind the NULL of this one's. */
      *variables += *variable_count + 1;
      *variable_count = 0;
      *current = NULL;
      return 0;
    default:
      app->count++;
      return take_app_step(app, step, *variables, variable_count);
  }
}

int plan_read(struct plan *plan, char *text, size_t length) {
  const char first[] = "appc-plan 1\n";
  size_t lines = 0, spaces = 0;
  *plan = (struct plan){.grace = 10000, .text = text};
  if (length < sizeof first - 1 || memcmp(text, first, sizeof first - 1) != 0) {
    return refused("the first line of the plan should be \"appc-plan 1\"");
  }
  if (text[length - 1] != '\n' || memchr(text, 0, length) != NULL) {
    return refused("the plan should be text that ends with the end of a line");
  }
  for (size_t i = 0; i < length; i++) {
    lines += text[i] == '\n';
    spaces += text[i] == ' ';
  }
  plan->steps = calloc(lines + 1, sizeof *plan->steps);
  plan->apps = calloc(MOST_APPS, sizeof *plan->apps);
  char **words = plan->words = calloc(spaces + lines + 1, sizeof *words);
  char **variables = plan->variables = calloc(2 * lines + 1, sizeof *variables);
  if (plan->steps == NULL || plan->apps == NULL || words == NULL || variables == NULL) {
    return failed("there is no memory for the plan");
  }
  struct step *step = plan->steps;
  struct app *app = NULL;
  const struct form *form = NULL;
  uint64_t seen = 0;
  int variable_count = 0, line = 1;
  for (char *at = text + sizeof first - 1, *end; at < text + length; at = end + 1) {
    end = strchr(at, '\n');
    *end = 0;
    step->line = ++line;
    if (read_step(at, step, words, &form) < 0 ||
        take(plan, step, form, &seen, &app, &variables, &variable_count) < 0) {
      return because("line %d of the plan", line);
    }
    words += step->count + 1;
    step++;
  }
  if (app != NULL) return refused("the plan should end with the end of the app %s", app->name);
  return plan->app_count > 0 ? 0 : refused("the plan should have an app");
}

/*
 * stage1: runs one pod, as its plan says. docs/stage1-contract.md is the contract that it keeps.
 *
 * Two processes. The *keeper* stays in the namespaces of the host, is the only one that writes files
 * there (logs, statuses), and knows when to stop. *init* is process 1 of the pod: it sets up the
 * rootfs of each app, then gives up everything of the host, starts the apps and reaps what ends.
 */
#ifndef STAGE1_H
#define STAGE1_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

enum {
  LONGEST_PLAN = 4 << 20,
  MOST_APPS = 1000,
  MOST_SERVICES = 64,
  LONGEST_REASON = 1024,
  /* Exit statuses beside those of the apps. */
  NOT_SET_UP = 125,
  NOT_EXECUTABLE = 126,
  NOT_FOUND = 127,
};

/* ---- reasons ---- */

/* Why the last thing failed; bytes of the plan in it are as they are. */
extern char reason[LONGEST_REASON];

/* Sets the reason, with what errno says behind a colon; returns -1. */
int failed(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same where errno says nothing. */
int refused(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Puts words and a colon before the reason there is; returns -1. */
int because(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Tells the user, on standard error of the keeper; control bytes do not reach the terminal. */
void say(const char *why);

/* ---- the plan ---- */

enum code {
  POD, LIFELINE, GRACE, LOG_LIMIT, USER_NAMESPACE, UID_MAP, GID_MAP, NAMESPACES, HOSTNAME, LOOPBACK,
  INTERFACE, INTERFACE_RATE, FORWARD, SERVICE, SERVICE_START, SYSCTL, MAKE_CGROUP, CGROUP_VALUE,
  POD_ROOT, APP, OWN_MOUNTS, CGROUP, OVERLAY, BIND_ROOT, ROOT, DIRECTORY, PLAIN_FILE, LINK, MOUNT, BIND,
  CONSOLE, SEAL, ENTER, USER, GROUP, GROUPS, CAPABILITIES, NO_NEW_PRIVILEGES, FILTER, OOM_SCORE_ADJ,
  DIRECTORY_OF_WORK, LISTEN, ENVIRONMENT, PRE_START, EXEC, POST_STOP, RESTART, END,
};

/* A line of the plan that has been checked: the words have the form that the step asks for. */
struct step {
  enum code code;
  const char *name;
  int line;
  int count;
  char **words; /* those behind the name, and NULL */
};

/* Whose and what the processes of an app are. */
struct process {
  uid_t uid;
  gid_t gid;
  int groups;
  gid_t *group;
  uint64_t capabilities;
  bool no_new_privileges;
  const char *directory;
  char **environment;
};

struct app {
  const char *name;
  struct step *steps; /* between `app` and `end` */
  int count;
  struct process process;
  char **pre_start, **exec, **post_stop; /* NULL where there is none; exec there always is */
  long restart;
  bool own_mounts;
  const char *root; /* where in the host's paths the rootfs is */
};

struct plan {
  const char *uuid;
  bool lifeline, user_namespace;
  int64_t grace;     /* milliseconds */
  int64_t log_limit; /* bytes, 0 for none */
  int namespaces;    /* CLONE_NEW… */
  const char *pod_root;
  const struct step *interface; /* NULL for none */
  int64_t interface_rate;       /* bytes a second, 0 for any */
  int forwards, services;       /* how many */
  struct step *steps; /* of the pod */
  int count;
  struct app *apps;
  int app_count;
  char *text, **words, **variables; /* what all of them point to */
};

/* Reads and checks a plan, of which nothing is carried out; the text is changed and kept. */
int plan_read(struct plan *plan, char *text, size_t length);
/* The number of a capability, -1 for none. */
int capability(const char *name);
/* The name of one that there is, without CAP_. */
const char *capability_name(int capability);
/* The default capabilities of an app, bit by bit. */
uint64_t default_capabilities(void);
/* A number that plan_read has checked. */
int64_t number(const char *word);
/* Whether an interface of the network can have this name. */
bool is_interface_name(const char *word);
/* Whether it is an IPv4 address, a slash and the length of a prefix. */
bool is_network_address(const char *word);

/* ---- set-up ---- */

/* What init holds of an app. */
struct place {
  int mounts;          /* the app's mount namespace, or -1 */
  int master, slave;   /* its console, or -1 */
};

/* Makes the base of all: nothing mounted here is seen by the host; the pod's root is mounted. */
int base_set_up(const struct plan *plan);
/* Carries out the steps of an app, and comes back to the pod's mounts. */
int app_set_up(const struct plan *plan, const struct app *app, struct place *place);
/* Leaves the host's files for good. */
int base_leave(const struct plan *plan);

/* ---- the network ---- */

/* Makes the pod's cable, from its bridge into the network that init is in. For the keeper. */
int interface_plug_in(const struct plan *plan, pid_t init);
/* Removes it, if it was made. */
void interface_pull_out(void);
/* Gives the interfaces of the pod their addresses and brings them up. For init. */
int network_set_up(const struct plan *plan);
/* `stage1 bridge NAME [ADDRESS/PREFIX]`: makes the bridge, completes it, or removes it. */
int bridge_run(int count, char **words);

/* Opens the ports of the host that are forwarded; before there is init. */
int relays_open(const struct plan *plan);
/* Starts the processes that relay; when there is init, before it does anything. */
int relays_start(const struct plan *plan, pid_t init);
/* Says of a relay that has ended that it has. */
void relays_reap(void);
/* Ends them all. */
void relays_end(void);
/* For init: closes what is the keeper's. */
void relays_leave(void);
/* For init: opens the sockets of services, and hands them over. */
int services_open(const struct plan *plan);

/* ---- processes ---- */

/* The limit of open files that stage1 was started with, and which apps have. */
extern struct rlimit open_files;

/* Makes the calling process one of the app and executes the words; returns an exit status, with the
 * reason, when that cannot be. Whatever is open beyond standard error is closed. */
int become(const struct process *process, char **words);

/* ---- init and keeper ---- */

enum state { WAITING, PRE_STARTING, RUNNING, POST_STOPPING, EXITED, FAILED, STATES };

/* How a process ended. */
struct ended {
  int32_t how; /* 0: it has not; 1: exit; 2: signal */
  int32_t value;
};

/* What init tells the keeper of an app each time something has changed; of the pod with app -1. */
struct report {
  int32_t app;
  int32_t state;
  int32_t pid;
  int32_t restarts;
  int32_t status; /* what the app makes of the pod's exit status, once it is EXITED or FAILED */
  struct ended main, pre_start, post_stop;
  int64_t started_at, ended_at; /* of main, in milliseconds of Unix time, 0 for not yet */
  char reason[LONGEST_REASON];
};

enum { GO = 'g', STOP = 's', KILL = 'k' }; /* what the keeper tells init, a byte each */

/* Process 1 of the pod; outputs are two descriptors an app, stdout and stderr. */
_Noreturn void init_run(const struct plan *plan, int control, const int *outputs);
int keeper_run(const char *directory);
int enter_run(int count, char **words);

/* ---- bits ---- */

int64_t milliseconds(void);      /* of a clock that only goes forward */
int64_t unix_milliseconds(void); /* of Unix time */

#endif

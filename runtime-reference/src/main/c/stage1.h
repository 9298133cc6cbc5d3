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

struct sock_filter;

enum {
  LONGEST_PLAN = 4 << 20,
  MOST_APPS = 1000,
  MOST_SERVICES = 64,
  LONGEST_REASON = 1024,
  MOST_CGROUPS = 64, /* of an app */
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
  struct sock_filter *filter; /* NULL for none */
  unsigned short filter_length;
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
  int cgroups;      /* how many steps say in which they are */
  const char *oom_score_adj; /* NULL for what init has */
};

struct plan {
  const char *uuid;
  bool lifeline, user_namespace;
  int64_t grace;     /* milliseconds */
  int64_t log_limit; /* bytes, 0 for none */
  int namespaces;    /* CLONE_NEW… */
  const char *pod_root;
  const char **cgroups; /* that are to be made, sorted once apps begin */
  int cgroup_count;
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

/* Sockets that main of an app is given. */
struct sockets {
  int count;
  int *socket;
  char *names; /* with colons between */
};

/* What init holds of an app. */
struct place {
  int mounts;          /* the app's mount namespace, or -1 */
  int master, slave;   /* its console, or -1 */
  struct sockets sockets;
};

/* Makes the base of all: nothing mounted here is seen by the host; the pod's root is mounted. */
int base_set_up(const struct plan *plan);
/* Carries out the steps of an app, and comes back to the pod's mounts. */
int app_set_up(const struct plan *plan, const struct app *app, struct place *place);
/* Leaves the host's files for good. */
int base_leave(const struct plan *plan);
/* Gives the calling process a score, wherever /proc is mounted; others may trace it then. */
int set_oom_score_adj(const char *score);
/* Opens a path of the host, as O_PATH and without following a symbolic link. */
int host_path(const char *path, int flags);

/* ---- cgroups ---- */

/* Makes those of the plan and writes their values; the keeper does, as do the next two. */
int cgroups_make(const struct plan *plan);
/* Removes what was made of them, once no process is left in them, or says which is still there. */
int cgroups_remove(void);
/* A socket with which processes of the app can join its cgroups, -1 where it has none. */
int cgroups_open(const struct app *app, int *socket);
/* Moves the calling process there. */
int cgroups_join(const struct app *app, int socket);

/* ---- sockets ---- */

/* Makes one more, as a step asks for. */
int sockets_add(struct sockets *sockets, const struct step *step);
/* Takes them out of the way of the descriptors that they will have. */
int sockets_lift(const struct sockets *sockets, int *lifted);
/* Gives them these descriptors. */
int sockets_place(const struct sockets *sockets, const int *lifted);
/* The environment of whoever is given them, NULL where there is no memory. */
char **sockets_environment(const struct sockets *sockets, char **environment);

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
/* Whether this is one of them. */
bool relays_know(pid_t process);
/* Ends them all. */
void relays_end(void);
/* For init: closes what is the keeper's. */
void relays_leave(void);
/* For init: opens the sockets of services, and hands them over. */
int services_open(const struct plan *plan);

/* ---- processes ---- */

/* The limit of open files that stage1 was started with, and which apps have. */
extern struct rlimit open_files;

/* Puts its filter in force, if it has one, for the calling process. */
int filter_set(const struct process *process);
/* Ends the calling process, even if its filter forbids to: then it is killed. Not declared as one that
 * never returns, as a sanitizer makes system calls before it calls those. */
void end_filtered(int status);
/* Makes the calling process one of the app and executes the words; returns an exit status, with the
 * reason, when that cannot be: no system call is safe from then on, if there is a filter. Whatever is
 * open beyond standard error is closed, but for the sockets, which may be NULL. */
int become(const struct process *process, char **words, const struct sockets *sockets);

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

/* ---- processes that are not started by init ---- */

/* What init is told of the process of an app that was started for it. */
struct outcome {
  int32_t app;
  int32_t pid;     /* by the pod's numbers: it has begun; 0: it has ended */
  int32_t status;  /* as wait gives it */
  int32_t failure; /* the exit status where it failed to become the app, else 0; and why */
  char reason[LONGEST_REASON];
};

/* Who starts the processes of apps in the place of init, on the host: what stage1-runc brings. */
struct starter {
  /* For the keeper: refuses a plan that it cannot carry out, before anything is done. */
  int (*check)(const struct plan *plan);
  /* Before there is init; the directory is that of the pod. */
  int (*open)(const struct plan *plan, const char *directory);
  /* When there is, in the keeper; returns what to wait for, to hear() then. */
  int (*begin)(pid_t init);
  void (*hear)(void);
  /* When a process has ended. */
  void (*reap)(void);
  /* When init is gone. */
  void (*end)(void);

  /* For init, once: returns what to wait for, to take next() then as long as there is one. */
  int (*be_init)(void);
  bool (*next)(struct outcome *outcome);
  /* In the place of `enter`: whether it can do with the rootfs. */
  int (*accept)(int root);
  /* Hands over the mounts of an app that is set up. */
  int (*take)(int app, int mounts);
  /* Asks for a process of the app: main or a handler as the state says. */
  int (*start)(int app, int state, int out, int err);
  /* Sends a signal to it; KILL to all of its group. */
  void (*signal)(int app, int signal);
};

/* NULL where init starts them. */
extern const struct starter *const starter;

/* What the keeper hands to init of an app. */
struct given {
  int out, err; /* what its processes write to */
  int cgroups;  /* a socket, or -1 */
};

/* Process 1 of the pod. */
_Noreturn void init_run(const struct plan *plan, int control, const struct given *given);
/* Runs a pod. `known` is the keeper that `pid` names, 0 for the caller, which then locks the directory. */
int keeper_run(const char *directory, pid_t known);
/* For a keeper that leaves most to another: opens the directory and reads the plan; NULL when it has
 * told why it cannot. And tells of the pod that it has failed, with the reason. */
const struct plan *keeper_begin(const char *directory, bool lock);
int keeper_fail(void);
/* Takes the calling process to the files of the host, where it has not all of them. */
int leave_container(void);
/* Does what the words of the program say; -1 when they say nothing. Each program has its own
 * of these two. */
int pod_run(int count, char **words);
int enter_run(int count, char **words);

/* ---- bits ---- */

int64_t milliseconds(void);      /* of a clock that only goes forward */
int64_t unix_milliseconds(void); /* of Unix time */

#endif

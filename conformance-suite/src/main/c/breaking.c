/* What a runtime may or must not allow. None of it harms the host, should it be allowed. */
#include "probe.h"

#include <asm/stat.h>
#include <linux/mount.h>
#include <linux/ptrace.h>

static const struct {
  const char *name;
  int number;
} CALLS[] = {
#define C(name) {#name, __NR_##name}
    C(accept4),         C(acct),            C(add_key),         C(adjtimex),
    C(bpf),             C(capset),          C(chdir),           C(chroot),
    C(clock_adjtime),   C(clock_gettime),   C(clock_settime),   C(delete_module),
    C(fanotify_init),   C(fchmodat),        C(fchownat),        C(finit_module),
    C(getcpu),          C(getcwd),          C(getpid),          C(getppid),
    C(getpriority),     C(getrandom),       C(getsid),          C(getuid),
    C(init_module),     C(inotify_init1),   C(io_setup),        C(kexec_load),
    C(keyctl),          C(linkat),          C(lookup_dcookie),  C(memfd_create),
    C(mkdirat),         C(mknodat),         C(mlock),           C(mlockall),
    C(mount),           C(msgget),          C(name_to_handle_at), C(nfsservctl),
    C(open_by_handle_at), C(perf_event_open), C(personality),   C(pivot_root),
    C(prctl),           C(prlimit64),       C(process_vm_readv), C(ptrace),
    C(quotactl),        C(reboot),          C(request_key),     C(sched_getaffinity),
    C(sched_setscheduler), C(seccomp),      C(semget),          C(setdomainname),
    C(setgid),          C(setgroups),       C(sethostname),     C(setns),
    C(setpriority),     C(setresgid),       C(setresuid),       C(setsid),
    C(settimeofday),    C(setuid),          C(shmget),          C(socket),
    C(swapoff),         C(swapon),          C(symlinkat),       C(sync),
    C(syslog),          C(times),           C(umask),           C(umount2),
    C(uname),           C(unlinkat),        C(unshare),         C(userfaultfd),
    C(vhangup),
#ifdef __NR_mkdir
    C(chmod),           C(chown),           C(creat),           C(getpgrp),
    C(iopl),            C(ioperm),          C(link),            C(mkdir),
    C(mknod),           C(modify_ldt),      C(rename),          C(rmdir),
    C(symlink),         C(time),            C(unlink),          C(ustat),
#endif
#undef C
};

/*
 * Words of figures are numbers, `&` is a page of zeros, and all others are the text themselves.
 * reboot never gets the numbers that make it one, and a clock is only set to what it says.
 */
static void act_syscall(struct words *words) {
  static char page[4096];
  long long number_of_call = -1, value;
  long values[6] = {0, 0, 0, 0, 0, 0};
  if (parse_number(words->at[1], &number_of_call) < 0) {
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
      if (same(CALLS[i].name, words->at[1])) number_of_call = CALLS[i].number;
    }
    if (number_of_call < 0) mistake("a system call is unknown");
  }
  for (int i = 2; i < words->count; i++) {
    const char *word = words->at[i];
    int figures = (*word >= '0' && *word <= '9') || *word == '-';
    if (figures && parse_number(word, &value) < 0) mistake("a word is no number");
    values[i - 2] = figures ? (long)value : same(word, "&") ? (long)page : (long)word;
  }
  memset(page, 0, sizeof page);
  if (number_of_call == __NR_reboot) values[0] = 0;
  if (number_of_call == __NR_clock_settime) {
    values[1] = (long)page;
    call(__NR_clock_gettime, values[0], page);
  }
  if (number_of_call == __NR_settimeofday) {
    uint64_t now = microseconds(CLOCK_REALTIME);
    long time[2] = {(long)(now / 1000000), (long)(now % 1000000)};
    memcpy(page, time, sizeof time);
    values[0] = (long)page;
    values[1] = 0;
  }
  long result = system_call((long)number_of_call, values[0], values[1], values[2], values[3],
                            values[4], values[5]);
  int failed = result < 0 && result > -4096;
  observe("syscall");
  text("name", words->at[1]);
  number("number", number_of_call);
  outcome(failed ? result : 0);
  if (!failed) number("result", result);
  done();
}

static void act_sethostname(struct words *words) {
  long result = call(__NR_sethostname, words->at[1], words->length[1]);
  observe("sethostname");
  text("name", words->at[1]);
  outcome(result);
  done();
}

/* Sets the clock to what it says, which changes nothing where it is allowed. */
static void act_set_clock(struct words *words) {
  struct timespec time = {0, 0};
  (void)words;
  call(__NR_clock_gettime, CLOCK_REALTIME, &time);
  long result = call(__NR_clock_settime, CLOCK_REALTIME, &time);
  observe("set-clock");
  outcome(result);
  done();
}

static int show_root_entry(const struct directory_entry *entry, void *with) {
  long long *count = with;
  observe("root-entry");
  text("name", entry->name);
  done();
  return ++*count < 100;
}

/*
 * The classic way out of a chroot: a directory outside a second one is kept open. What is reported
 * is the root that was reached; the process stays there.
 */
static void act_chroot_escape(struct words *words) {
  struct stat found;
  char path[64] = "/.escape-";
  const char *step = "open";
  long long count = 0;
  (void)words;
  join(path, sizeof path, nonce);
  long here = open_at("/", O_RDONLY | O_DIRECTORY, 0), result = here;
  if (result >= 0) {
    step = "mkdir";
    result = call(__NR_mkdirat, AT_FDCWD, path, 0755);
  }
  int made = result >= 0;
  /* Where nothing can be made, any directory that is there will do. */
  if (here >= 0) {
    step = "chroot";
    result = call(__NR_chroot, made ? path : "/proc");
  }
  if (result >= 0) {
    step = "fchdir";
    result = call(__NR_fchdir, here);
  }
  if (made) call(__NR_unlinkat, here, path + 1, AT_REMOVEDIR);
  for (int i = 0; i < 64 && result >= 0; i++) {
    step = "chdir";
    result = call(__NR_chdir, "..");
  }
  if (result >= 0) {
    step = "chroot again";
    result = call(__NR_chroot, ".");
  }
  if (here >= 0) close_file((int)here);
  each_entry("/", show_root_entry, &count);
  memset(&found, 0, sizeof found);
  long looked = call(__NR_newfstatat, AT_FDCWD, "/", &found, 0);
  observe("chroot-escape");
  outcome(result);
  text("step", step);
  number("count", count);
  if (looked >= 0) {
    natural("inode", found.st_ino);
    natural("dev", found.st_dev);
  }
  done();
}

static void act_mount(struct words *words) {
  unsigned long flags = 0;
  for (int i = 4; i < words->count; i++) {
    const char *word = words->at[i];
    if (same(word, "ro")) flags |= MS_RDONLY;
    else if (same(word, "bind")) flags |= MS_BIND;
    else if (same(word, "remount")) flags |= MS_REMOUNT;
    else mistake("an option of a mount is unknown");
  }
  long result = call(__NR_mount, words->at[2], words->at[3], words->at[1], flags, NULL);
  observe("mount-try");
  text("type", words->at[1]);
  outcome(result);
  text("source", words->at[2]);
  text("point", words->at[3]);
  done();
}

static void act_unmount(struct words *words) {
  enum { DETACH = 2 };
  long result = call(__NR_umount2, words->at[1], DETACH);
  observe("unmount");
  outcome(result);
  text("point", words->at[1]);
  done();
}

static void act_trace(struct words *words) {
  int pid = (int)number_word(words, 1, 1, 0x7fffffff);
  long result = call(__NR_ptrace, PTRACE_ATTACH, pid, 0, 0);
  if (result >= 0) {
    call(__NR_wait4, pid, NULL, 0x40000000, NULL);
    call(__NR_ptrace, PTRACE_DETACH, pid, 0, 0);
  }
  observe("trace");
  number("pid", pid);
  outcome(result);
  done();
}

static void act_enter(struct words *words) {
  char path[64] = "/proc/";
  long long pid = number_word(words, 1, 1, 0x7fffffff);
  join(join(join_number(path, sizeof path, pid), sizeof path, "/ns/"), sizeof path, words->at[2]);
  long file = open_at(path, O_RDONLY, 0), result = file;
  if (file >= 0) {
    result = call(__NR_setns, file, 0);
    close_file((int)file);
  }
  observe("enter");
  number("pid", pid);
  text("namespace", words->at[2]);
  outcome(result);
  done();
}

/* Writes past the cache where that can be, and leaves no file behind. */
static void act_throughput_write(struct words *words) {
  enum { BLOCK = 65536 };
  static char block[BLOCK] __attribute__((aligned(4096)));
  const char *path = words->at[1];
  uint64_t size = (uint64_t)number_word(words, 2, 1, 1LL << 36), written = 0;
  for (size_t i = 0; i < sizeof block; i++) block[i] = (char)(i * 31 + (i >> 8));
  int direct = 1;
  long file = open_at(path, O_WRONLY | O_CREAT | O_TRUNC | O_DIRECT, 0644);
  if (file < 0) {
    direct = 0;
    file = open_at(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  }
  long result = file;
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  while (result >= 0 && written < size) {
    result = call(__NR_write, file, block, sizeof block);
    if (result == -EINTR) result = 0;
    else if (result > 0) written += (uint64_t)result;
  }
  if (result >= 0) result = call(__NR_fdatasync, file);
  uint64_t time = microseconds(CLOCK_MONOTONIC) - began;
  if (file >= 0) {
    close_file((int)file);
    call(__NR_unlinkat, AT_FDCWD, path, 0);
  }
  observe("throughput-write");
  outcome(result);
  flag("direct", direct);
  natural("bytes", written);
  natural("micros", time);
  text("path", path);
  done();
}

const struct action BREAKING[] = {
    {"syscall", 1, 7, act_syscall},
    {"sethostname", 1, 1, act_sethostname},
    {"set-clock", 0, 0, act_set_clock},
    {"chroot-escape", 0, 0, act_chroot_escape},
    {"mount", 3, 6, act_mount},
    {"unmount", 1, 1, act_unmount},
    {"trace", 1, 1, act_trace},
    {"enter", 2, 2, act_enter},
    {"throughput-write", 2, 2, act_throughput_write},
    {NULL, 0, 0, NULL},
};

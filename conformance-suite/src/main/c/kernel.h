/*
 * The kernel as this program sees it: system calls by number, without a C library, because the
 * probe is to be small and to depend on nothing in an image. Results are those of the kernel: a
 * negative number is an error.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <asm/errno.h>
#include <asm/signal.h>
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <stddef.h>
#include <stdint.h>

#if defined __x86_64__
static inline long system_call(long n, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

static inline void illegal_instruction(void) {
  __asm__ volatile("ud2");
}
#elif defined __aarch64__
static inline long system_call(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}

static inline void illegal_instruction(void) {
  __asm__ volatile("udf #0");
}
#else
#error "the probe knows the system calls of amd64 and arm64"
#endif

#define CALL(n, a, b, c, d, e, f, ...) \
  system_call(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
/* System call NAME with up to six arguments. */
#define call(...) CALL(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

/* The kernel's own form, the same on both machines; that of C libraries differs. */
struct signal_action {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  uint64_t mask;
};

struct signal_information {
  int number, error, code, filler;
  int pid;
  unsigned uid;
  char rest[104];
};

struct directory_entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

#define SIGNAL_BIT(n) (UINT64_C(1) << ((n)-1))

static inline unsigned major_of(uint64_t device) {
  return (unsigned)((device >> 8 & 0xfff) | (device >> 32 & ~0xfffu));
}

static inline unsigned minor_of(uint64_t device) {
  return (unsigned)((device & 0xff) | (device >> 12 & ~0xffu));
}

static inline long open_at(const char *path, int flags, unsigned mode) {
  return call(__NR_openat, AT_FDCWD, path, flags | O_CLOEXEC | O_NOCTTY, mode);
}

static inline long read_from(int file, void *bytes, size_t length) {
  return call(__NR_read, file, bytes, length);
}

static inline long close_file(int file) {
  return call(__NR_close, file);
}

static inline int own_pid(void) {
  return (int)call(__NR_getpid);
}

static inline long fork_process(void) {
  return call(__NR_clone, SIGCHLD);
}

static inline long send_signal(int pid, int number) {
  return call(__NR_kill, pid, number);
}

static inline _Noreturn void leave(int status) {
  for (;;) call(__NR_exit_group, status);
}

#endif

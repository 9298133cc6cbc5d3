/* The program: `stage1 PODDIR` runs a pod, `stage1 enter …` a program in one that runs, `stage1 bridge …`
 * sees to what pods are plugged into. */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

char reason[LONGEST_REASON];

static void reason_of(const char *format, va_list arguments, int error) {
  vsnprintf(reason, sizeof reason, format, arguments);
  if (error != 0) {
    size_t length = strlen(reason);
    snprintf(reason + length, sizeof reason - length, ": %s", strerror(error));
  }
}

int failed(const char *format, ...) {
  int error = errno;
  va_list arguments;
  va_start(arguments, format);
  reason_of(format, arguments, error);
  va_end(arguments);
  errno = error;
  return -1;
}

int refused(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  reason_of(format, arguments, 0);
  va_end(arguments);
  return -1;
}

int because(const char *format, ...) {
  char why[LONGEST_REASON];
  va_list arguments;
  strcpy(why, reason);
  va_start(arguments, format);
  reason_of(format, arguments, 0);
  va_end(arguments);
  size_t length = strlen(reason);
  snprintf(reason + length, sizeof reason - length, ": %s", why);
  return -1;
}

static int64_t time_of(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int64_t milliseconds(void) {
  return time_of(CLOCK_MONOTONIC);
}

int64_t unix_milliseconds(void) {
  return time_of(CLOCK_REALTIME);
}

/*
 * Goes on as a sealed copy of the program in memory: /proc/1/exe is no file of the host then that an
 * app could write to. Without environment /proc/1/environ has nothing of whoever started it.
 */
static int copy_away(char **words, char **environment) {
  struct stat is;
  int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (self < 0 || fstat(self, &is) < 0) return failed("cannot open the program by /proc/self/exe");
  int seals = fcntl(self, F_GET_SEALS);
  if (seals > 0 && (seals & F_SEAL_WRITE)) {
    close(self);
    return 0;
  }
#ifdef __SANITIZE_ADDRESS__
  environment = environ; /* Its options. */
#endif
  unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int copy = (int)syscall(SYS_memfd_create, "stage1", flags | MFD_EXEC);
  if (copy < 0 && errno == EINVAL) copy = (int)syscall(SYS_memfd_create, "stage1", flags);
  if (copy < 0) return failed("cannot make a copy of the program in memory");
  for (off_t done = 0; done < is.st_size;) {
    if (sendfile(copy, self, &done, (size_t)(is.st_size - done)) <= 0) return failed("cannot copy the program");
  }
  if (fcntl(copy, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0) {
    return failed("cannot seal the copy of the program");
  }
  syscall(SYS_execveat, copy, "", words, environment, AT_EMPTY_PATH);
  return failed("cannot execute the copy of the program");
}

int main(int count, char **words) {
  const char usage[] =
      "usage: stage1 PODDIR\n"
      "       stage1 enter INITPID APPPID pivot|chroot WORD...\n"
      "       stage1 bridge NAME [ADDRESS/PREFIX]\n";
  for (int file = 0; file >= 0 && file <= 2;) file = open("/dev/null", O_RDWR);
  call_close_range(3, 0);
  /* What is entered has the environment of who enters. */
  bool enters = count > 1 && strcmp(words[1], "enter") == 0;
  char *none[] = {NULL};
  if (copy_away(words, enters ? environ : none) < 0) {
    fprintf(stderr, "stage1: %s\n", reason);
    return NOT_SET_UP;
  }
  prctl(PR_SET_NAME, "stage1");
  if (enters) {
    /* Without what exit() does: a sanitizer would start a thread then, which would be in the pod, and
     * would wait for it for ever. */
    _exit(enter_run(count - 2, words + 2));
  }
  if (count > 2 && strcmp(words[1], "bridge") == 0) return bridge_run(count - 2, words + 2);
  int status = count > 1 && words[1][0] != '-' ? pod_run(count - 1, words + 1) : -1;
  if (status >= 0) return status;
  if (write(2, usage, sizeof usage - 1) < 0) return NOT_SET_UP;
  return NOT_SET_UP;
}

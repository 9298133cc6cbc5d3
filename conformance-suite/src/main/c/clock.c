/* Time, and waiting. */
#include "probe.h"

#include <linux/poll.h>

uint64_t microseconds(int clock) {
  struct timespec time = {0, 0};
  call(__NR_clock_gettime, clock, &time);
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

void pause_for(long long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  while (call(__NR_nanosleep, &time, &time) == -EINTR) {
  }
}

long wait_for(int file, int events, long long milliseconds) {
  struct pollfd one = {file, (short)events, 0};
  uint64_t now = microseconds(CLOCK_MONOTONIC), until = now + (uint64_t)milliseconds * 1000;
  for (;; now = microseconds(CLOCK_MONOTONIC)) {
    uint64_t left = until > now ? until - now : 0;
    struct timespec time = {(long)(left / 1000000), (long)(left % 1000000 * 1000)};
    long result = call(__NR_ppoll, &one, 1, milliseconds < 0 ? NULL : &time, NULL, 8);
    if (result == 0) return -ETIMEDOUT;
    if (result != -EINTR) return result;
  }
}

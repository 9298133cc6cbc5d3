/* How fast bytes get through: from a disk, and from one process to another over a network. */
#include "probe.h"

#include <linux/poll.h>

enum { STREAM = 1, CLOSE_ON_EXEC = 02000000, SHUT_WRITING = 1, NO_SIGNAL = 0x4000 };
enum { SOCKET_LEVEL = 1, REUSE_ADDRESS = 2, WITHOUT_WAITING = 04000, BLOCK = 65536 };

static char block[BLOCK] __attribute__((aligned(4096)));

/* Reads past the cache where that can be, from the beginning and in blocks. */
static void act_throughput_read(struct words *words) {
  uint64_t size = (uint64_t)number_word(words, 2, 1, 1LL << 36), got = 0;
  int direct = 1;
  long file = open_at(words->at[1], O_RDONLY | O_DIRECT, 0);
  if (file < 0) {
    direct = 0;
    file = open_at(words->at[1], O_RDONLY, 0);
  }
  long result = file;
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  while (result >= 0 && got < size) {
    result = read_from((int)file, block, sizeof block);
    if (result == -EINTR) continue;
    if (result <= 0) break;
    got += (uint64_t)result;
  }
  uint64_t time = microseconds(CLOCK_MONOTONIC) - began;
  if (file >= 0) close_file((int)file);
  observe("throughput-read");
  outcome(result);
  flag("direct", direct);
  natural("bytes", got);
  natural("micros", time);
  text("path", words->at[1]);
  done();
}

static long ready(int file, int events, uint64_t until) {
  uint64_t now = microseconds(CLOCK_MONOTONIC);
  return wait_for(file, events, until > now ? (long long)(until - now) / 1000 : 0);
}

/* Sends that many bytes: how many it has sent, or an error. */
static long long send_all(int connection, uint64_t size, uint64_t until) {
  uint64_t sent = 0;
  while (sent < size) {
    size_t length = size - sent < sizeof block ? (size_t)(size - sent) : sizeof block;
    long result = ready(connection, POLLOUT, until);
    if (result >= 0) result = call(__NR_sendto, connection, block, length, NO_SIGNAL, NULL, 0);
    if (result == -EAGAIN || result == -EINTR) continue;
    if (result < 0) return result;
    sent += (uint64_t)result;
  }
  call(__NR_shutdown, connection, SHUT_WRITING);
  return (long long)sent;
}

/* Reads until the other side has no more: how many bytes, or an error. */
static long long receive_all(int connection, uint64_t until) {
  uint64_t got = 0;
  for (;;) {
    long result = ready(connection, POLLIN, until);
    if (result >= 0) result = call(__NR_recvfrom, connection, block, sizeof block, 0, NULL, NULL);
    if (result == -EAGAIN || result == -EINTR) continue;
    if (result < 0) return result;
    if (result == 0) return (long long)got;
    got += (uint64_t)result;
  }
}

static void transferred(const char *see, long port, long long result, uint64_t began) {
  observe(see);
  number("port", port);
  outcome(result < 0 ? (long)result : 0);
  if (result >= 0) number("bytes", result);
  natural("micros", microseconds(CLOCK_MONOTONIC) - began);
  done();
}

/* `drain` takes all that connections bring, `pour` sends each so many bytes; both in a child. */
static void act_host(struct words *words) {
  static char name[128];
  struct address address;
  int pours = same(words->at[0], "pour"), at = pours ? 4 : 3, yes = 1;
  unsigned port = (unsigned)number_word(words, 2, 1, 65535);
  uint64_t size = pours ? (uint64_t)number_word(words, 3, 1, 1LL << 36) : 0;
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, at, 1, 600000) * 1000;
  long count = (long)number_word(words, at + 1, 1, 1000);
  if (!parse_address(words->at[1], port, &address)) mistake("a word is no address");
  long of = call(__NR_socket, address.family, STREAM | CLOSE_ON_EXEC, 0), result = of;
  if (of >= 0) {
    call(__NR_setsockopt, of, SOCKET_LEVEL, REUSE_ADDRESS, &yes, sizeof yes);
    result = call(__NR_bind, of, address.bytes, address.length);
    if (result >= 0) result = call(__NR_listen, of, 16);
  }
  observe(words->at[0]);
  number("port", port);
  outcome(result);
  done();
  if (result < 0) return;
  name[0] = 0;
  join_number(join(join(name, sizeof name, who), sizeof name, ":"), sizeof name, port);
  if (fork_as(name) == 0) {
    while (count-- > 0 && ready((int)of, POLLIN, until) >= 0) {
      long one = call(__NR_accept4, of, NULL, NULL, CLOSE_ON_EXEC | WITHOUT_WAITING);
      if (one < 0) continue;
      uint64_t began = microseconds(CLOCK_MONOTONIC);
      long long moved = pours ? send_all((int)one, size, until) : 0;
      /* The end of the other side tells that all has arrived. */
      if (moved >= 0) {
        long long got = receive_all((int)one, until);
        if (!pours || got < 0) moved = got;
      }
      close_file((int)one);
      transferred(pours ? "poured" : "drained", port, moved, began);
    }
    end_process();
  }
  close_file((int)of);
}

/* `send` brings so many bytes and waits until the other side has them all; `take` reads to the end. */
static void act_guest(struct words *words) {
  struct address address;
  int sends = same(words->at[0], "send"), at = sends ? 4 : 3;
  unsigned port = (unsigned)number_word(words, 2, 1, 65535);
  uint64_t size = sends ? (uint64_t)number_word(words, 3, 1, 1LL << 36) : 0;
  long long time = number_word(words, at, 1, 600000);
  uint64_t began = microseconds(CLOCK_MONOTONIC), until = began + (uint64_t)time * 1000;
  long long result = -EADDRNOTAVAIL;
  if (parse_address(words->at[1], port, &address)) {
    /* The other side may begin later. */
    while ((result = connect_to(&address, STREAM, time)) == -ECONNREFUSED &&
           microseconds(CLOCK_MONOTONIC) < until) {
      pause_for(20);
    }
  }
  if (result >= 0) {
    int one = (int)result;
    began = microseconds(CLOCK_MONOTONIC);
    result = sends ? send_all(one, size, until) : receive_all(one, until);
    if (sends && result >= 0) {
      long long got = receive_all(one, until);
      if (got < 0) result = got;
    }
    close_file(one);
  }
  transferred(sends ? "sent" : "taken", port, result, began);
}

const struct action THROUGHPUT[] = {
    {"throughput-read", 2, 2, act_throughput_read},
    {"drain", 4, 4, act_host},
    {"pour", 5, 5, act_host},
    {"send", 4, 4, act_guest},
    {"take", 3, 3, act_guest},
    {NULL, 0, 0, NULL},
};

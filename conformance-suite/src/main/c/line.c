/* Observations: each one line of JSON in one write, so that writers never mix within one. */
#include "probe.h"

#include <linux/poll.h>

/* Longest line; within what a pipe takes as a whole (PIPE_BUF is 4096). */
enum { LONGEST = 2048 };
/* What every line must still have room for at its end. */
static const char CUT_END[] = ",\"cut\":true}\n";
enum { ROOM = LONGEST - (sizeof CUT_END - 1) };

static struct {
  char text[LONGEST];
  size_t length;
  int cut;
} now;

int observations_to = 1;
const char *nonce = "", *who = "";
static long long count;

static const struct {
  int number;
  const char *name;
} ERRORS[] = {
#define E(name) {name, #name}
    E(EPERM),       E(ENOENT),       E(ESRCH),        E(EINTR),        E(EIO),
    E(ENXIO),       E(E2BIG),        E(ENOEXEC),      E(EBADF),        E(ECHILD),
    E(EAGAIN),      E(ENOMEM),       E(EACCES),       E(EFAULT),       E(ENOTBLK),
    E(EBUSY),       E(EEXIST),       E(EXDEV),        E(ENODEV),       E(ENOTDIR),
    E(EISDIR),      E(EINVAL),       E(ENFILE),       E(EMFILE),       E(ENOTTY),
    E(ETXTBSY),     E(EFBIG),        E(ENOSPC),       E(ESPIPE),       E(EROFS),
    E(EMLINK),      E(EPIPE),        E(EDOM),         E(ERANGE),       E(EDEADLK),
    E(ENAMETOOLONG), E(ENOLCK),      E(ENOSYS),       E(ENOTEMPTY),    E(ELOOP),
    E(ENOMSG),      E(EIDRM),        E(ENODATA),      E(ETIME),        E(EPROTO),
    E(EBADMSG),     E(EOVERFLOW),    E(EUSERS),       E(ENOTSOCK),     E(EDESTADDRREQ),
    E(EMSGSIZE),    E(EPROTOTYPE),   E(ENOPROTOOPT),  E(EPROTONOSUPPORT), E(EOPNOTSUPP),
    E(EAFNOSUPPORT), E(EADDRINUSE),  E(EADDRNOTAVAIL), E(ENETDOWN),    E(ENETUNREACH),
    E(ECONNABORTED), E(ECONNRESET),  E(ENOBUFS),      E(EISCONN),      E(ENOTCONN),
    E(ETIMEDOUT),   E(ECONNREFUSED), E(EHOSTDOWN),    E(EHOSTUNREACH), E(EALREADY),
    E(EINPROGRESS), E(ESTALE),       E(EDQUOT),       E(ECANCELED),    E(ENOKEY),
    E(EKEYREJECTED), E(ENOTUNIQ),
#undef E
};

const char *error_name(long number) {
  for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++) {
    if (ERRORS[i].number == number) return ERRORS[i].name;
  }
  return "unknown";
}

long write_all(int file, const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    long written = call(__NR_write, file, at, length);
    if (written == -EAGAIN) {
      wait_for(file, POLLOUT, -1);
    } else if (written < 0 && written != -EINTR) {
      return written;
    } else if (written > 0) {
      at += written;
      length -= (size_t)written;
    }
  }
  return 0;
}

static int add(const char *raw) {
  size_t length = length_of(raw);
  if (now.length + length > ROOM) {
    now.cut = 1;
    return 0;
  }
  memcpy(now.text + now.length, raw, length);
  now.length += length;
  return 1;
}

static int key(const char *name) {
  char head[64] = ",\"";
  return add(join(join(head, sizeof head, name), sizeof head, "\":"));
}

/* Adds a string in quotes; it is cut where the line would be too long. */
static void quoted(const void *value, size_t length) {
  const unsigned char *at = value;
  if (now.length + 2 > ROOM) {
    now.length = ROOM - 2;
  }
  now.text[now.length++] = '"';
  for (; length > 0; length--, at++) {
    char escaped[8] = {(char)*at, 0};
    if (*at == '"' || *at == '\\') {
      escaped[0] = '\\';
      escaped[1] = (char)*at;
    } else if (*at < 0x20 || *at > 0x7e) {
      memcpy(escaped, "\\u00", 4);
      hexadecimal_number(escaped + 4, *at, 2);
    }
    size_t size = *at == 0 ? 6 : length_of(escaped);
    if (now.length + size + 1 > ROOM) {
      now.cut = 1;
      break;
    }
    memcpy(now.text + now.length, escaped, size);
    now.length += size;
  }
  now.text[now.length++] = '"';
}

void observe(const char *see) {
  now.length = 0;
  now.cut = 0;
  add("{\"appc\":");
  quoted(nonce, length_of(nonce));
  text("who", who);
  number("n", count++);
  text("see", see);
}

void number(const char *name, long long value) {
  char digits[64] = ",\"";
  join(join(digits, sizeof digits, name), sizeof digits, "\":");
  add(join_number(digits, sizeof digits, value));
}

void natural(const char *name, unsigned long long value) {
  char digits[64] = ",\"";
  join(join(digits, sizeof digits, name), sizeof digits, "\":");
  if (value >= 10) join_number(digits, sizeof digits, (long long)(value / 10));
  add(join_number(digits, sizeof digits, (long long)(value % 10)));
}

void flag(const char *name, int value) {
  char word[64] = ",\"";
  join(join(word, sizeof word, name), sizeof word, "\":");
  add(join(word, sizeof word, value ? "true" : "false"));
}

void bytes(const char *name, const void *value, size_t length) {
  size_t before = now.length;
  if (!key(name)) return;
  if (now.length + 2 > ROOM) {
    now.length = before;
    now.cut = 1;
    return;
  }
  quoted(value, length);
}

void text(const char *name, const char *value) {
  bytes(name, value, length_of(value));
}

void outcome(long result) {
  flag("ok", result >= 0);
  failure("errno", "error", result);
}

void failure(const char *errno_key, const char *error_key, long result) {
  if (result >= 0) return;
  number(errno_key, -result);
  text(error_key, error_name(-result));
}

void done(void) {
  const char *end = now.cut ? CUT_END : "}\n";
  size_t length = length_of(end);
  memcpy(now.text + now.length, end, length);
  if (observations_to >= 0) write_all(observations_to, now.text, now.length + length);
}

void begin_as(const char *name, int arguments) {
  who = name;
  count = 0;
  observe("begin");
  number("pid", own_pid());
  number("ppid", call(__NR_getppid));
  number("argc", arguments);
  done();
}

/* One request of HTTP/1.1 at a time, as an app makes it to the metadata service. */
#include "probe.h"

#include <linux/poll.h>

enum { STREAM = 1, NO_SIGNAL = 0x4000, PATIENCE_MS = 10000 };
enum { LONGEST_URL = 4096, LONGEST_REQUEST = 262144, LONGEST_REPLY = 1048576, MOST_HEADERS = 40 };

static char request[LONGEST_REQUEST];
static size_t request_length;
static char reply[LONGEST_REPLY + 1];

static void append(char *to, size_t *length, size_t size, const void *bytes, size_t count) {
  if (*length + count > size) mistake("a request is too long");
  memcpy(to + *length, bytes, count);
  *length += count;
}

static void ask_for(const char *word) {
  append(request, &request_length, sizeof request, word, length_of(word));
}

/* Whether a URL begins as `http://` does. */
static int has_scheme(const char *url) {
  const char *colon = find(url, ':');
  const char *slash = find(url, '/');
  return colon != NULL && slash == colon + 1 && slash[1] == '/';
}

/* The URL that the word names: itself, or that of $VARIABLE with what follows. */
static int url_of(const char *word, char *url) {
  char name[64] = "";
  url[0] = 0;
  if (*word != '$') {
    join(url, LONGEST_URL, word);
    return 1;
  }
  const char *at = word + 1;
  while ((*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || *at == '_') {
    char letter[2] = {*at++, 0};
    join(name, sizeof name, letter);
  }
  const char *value = variable(name);
  if (value == NULL) return 0;
  /* Up to 0.2.0 what is in front of the URL of the metadata service is said outside of it. */
  if (!has_scheme(value)) join(url, LONGEST_URL, "http://");
  join(url, LONGEST_URL, value);
  /* The metadata service's own URL may or may not end in a slash. */
  size_t length = length_of(url);
  if (*at == '/' && length > 0 && url[length - 1] == '/') url[length - 1] = 0;
  join(url, LONGEST_URL, at);
  return 1;
}

/* Adds the bytes of a file, as the value of a form where FORM says so. */
static long add_file(const char *path, int form, char *body, size_t *length, size_t size) {
  static char content[65537];
  long result = read_file(path, content, sizeof content);
  for (long i = 0; i < result; i++) {
    unsigned char byte = (unsigned char)content[i];
    int plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_' || byte == '.';
    if (!form || plain) {
      append(body, length, size, &byte, 1);
    } else {
      char escaped[4] = "%";
      hexadecimal(escaped + 1, &byte, 1);
      append(body, length, size, escaped, 3);
    }
  }
  return result;
}

/* The body a word says: itself, with @{FILE} for what a file has; or @FILE for all of it. */
static long make_body(struct words *words, int place, char *body, size_t *length, size_t size) {
  const char *at = words->at[place], *end = at + words->length[place];
  long result = 0;
  *length = 0;
  if (same(at, "-")) return 0;
  if (*at == '@' && at[1] != '{') return add_file(at + 1, 0, body, length, size);
  for (; at < end && result >= 0; at++) {
    char *close = at[0] == '@' && at[1] == '{' ? find(at, '}') : NULL;
    if (close == NULL) {
      append(body, length, size, at, 1);
      continue;
    }
    *close = 0;
    result = add_file(at + 2, 1, body, length, size);
    *close = '}';
    at = close;
  }
  return result;
}

static char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

/* The value of a header line of that name, which is lower case, or NULL. */
static char *value_of(char *line, const char *name) {
  while (*name != 0 && lower(*line) == *name) line++, name++;
  if (*name != 0 || *line != ':') return NULL;
  line++;
  while (*line == ' ' || *line == '\t') line++;
  return line;
}

static int hexadecimal_digit(char byte) {
  byte = lower(byte);
  return byte >= '0' && byte <= '9'   ? byte - '0'
         : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                                      : -1;
}

/* Joins the chunks of a body in place: its length, or -EPROTO where they are not whole. */
static long join_chunks(char *body, size_t length) {
  size_t to = 0, at = 0;
  for (;;) {
    size_t size = 0;
    int digits = 0;
    for (; at < length && hexadecimal_digit(body[at]) >= 0 && digits < 8; at++, digits++) {
      size = size * 16 + (size_t)hexadecimal_digit(body[at]);
    }
    while (at < length && body[at] != '\n') at++;
    if (digits == 0 || at++ >= length) return -EPROTO;
    if (size == 0) return (long)to;
    if (size > length - at || length - at - size < 2) return -EPROTO;
    memmove(body + to, body + at, size);
    to += size;
    at += size + 2;
  }
}

struct answer {
  const char *failed; /* the step that did */
  int status;
  const char *type;
  char *body;
  size_t length;
};

/* Reads until the other side ends; what it says about the length is judged afterwards. */
static long receive(int connection, size_t *length) {
  long result = 1;
  uint64_t until = microseconds(CLOCK_MONOTONIC) + PATIENCE_MS * 1000;
  while (result > 0 && *length < LONGEST_REPLY) {
    uint64_t now = microseconds(CLOCK_MONOTONIC);
    result = wait_for(connection, POLLIN, until > now ? (long long)(until - now) / 1000 : 0);
    if (result >= 0) {
      result = call(__NR_recvfrom, connection, reply + *length, LONGEST_REPLY - *length, 0, NULL,
                    NULL);
    }
    if (result == -EINTR || result == -EAGAIN) result = 1;
    else if (result > 0) *length += (size_t)result;
  }
  return result;
}

/* Takes the reply apart and reports its headers. */
static long understand(struct answer *answer, size_t length, int without_body) {
  char *end = NULL;
  for (size_t i = 0; i + 4 <= length && end == NULL; i++) {
    if (memcmp(reply + i, "\r\n\r\n", 4) == 0) end = reply + i;
  }
  if (end == NULL || !begins(reply, "HTTP/1.") || length < 12) return -EPROTO;
  const char *digits = reply + 9;
  answer->status = (int)take_number(&digits);
  answer->body = end + 4;
  answer->length = length - (size_t)(end + 4 - reply);
  end[2] = 0;
  long long announced = -1;
  int chunked = 0, count = 0;
  char *line = find(reply, '\n');
  while (line != NULL && *++line != 0) {
    char *next = find(line, '\n'), *value;
    if (next != NULL) *next = 0;
    size_t size = length_of(line);
    if (size > 0 && line[size - 1] == '\r') line[size - 1] = 0;
    if ((value = value_of(line, "content-length")) != NULL) parse_number(value, &announced);
    if ((value = value_of(line, "content-type")) != NULL) answer->type = value;
    if ((value = value_of(line, "transfer-encoding")) != NULL) chunked = same(value, "chunked");
    char *colon = find(line, ':');
    if (colon != NULL && count++ < MOST_HEADERS) {
      char *from = colon + 1;
      while (*from == ' ' || *from == '\t') from++;
      observe("header");
      bytes("name", line, (size_t)(colon - line));
      text("value", from);
      done();
    }
    line = next;
  }
  if (without_body) {
    answer->length = 0;
    return 0;
  }
  if (chunked) {
    long joined = join_chunks(answer->body, answer->length);
    if (joined < 0) return joined;
    answer->length = (size_t)joined;
  } else if (announced >= 0) {
    if ((unsigned long long)announced > answer->length) return -EPROTO;
    answer->length = (size_t)announced;
  }
  return 0;
}

/* Makes the request and reads the reply; what fails is in the answer. */
static long exchange(struct words *words, const char *url, const char *save,
                     struct answer *answer) {
  static char body[LONGEST_REQUEST / 2];
  char host[256] = "", authority[300] = "", figures[24] = "";
  size_t body_length = 0, length = 0;
  unsigned port = 80;
  answer->failed = "url";
  if (!begins(url, "http://")) return -EPROTONOSUPPORT;
  const char *at = url + 7, *begin = at;
  int bracket = *at == '[';
  while (*at != 0 && *at != '/' && (bracket || *at != ':')) {
    bracket &= *at++ != ']';
  }
  size_t size = (size_t)(at - begin);
  if (size == 0 || size >= sizeof host) return -EINVAL;
  memcpy(authority, begin, size);
  memcpy(host, begin, size);
  if (*host == '[') {
    memmove(host, host + 1, size);
    host[size - 2] = 0;
  }
  if (*at == ':') {
    at++;
    port = (unsigned)take_number(&at);
    join_number(join(authority, sizeof authority, ":"), sizeof authority, port);
  }
  if (*at != 0 && *at != '/') return -EINVAL;
  if (port > 65535) return -EINVAL;

  answer->failed = "resolve";
  struct address address;
  if (!parse_address(host, port, &address)) return -EADDRNOTAVAIL;
  answer->failed = "body";
  long result = words->count > 3 ? make_body(words, 3, body, &body_length, sizeof body) : 0;
  if (result < 0) return result;
  request_length = 0;
  ask_for(words->at[1]);
  ask_for(" ");
  ask_for(*at == 0 ? "/" : at);
  ask_for(" HTTP/1.1\r\nHost: ");
  ask_for(authority);
  ask_for("\r\nConnection: close\r\n");
  for (int i = 4; i < words->count; i++) {
    if (words->at[i][0] == '>') continue;
    if (find(words->at[i], ':') == NULL) mistake("a header is without a colon");
    ask_for(words->at[i]);
    ask_for("\r\n");
  }
  if (body_length > 0 || same(words->at[1], "POST") || same(words->at[1], "PUT")) {
    ask_for("Content-Length: ");
    ask_for(join_number(figures, sizeof figures, (long long)body_length));
    ask_for("\r\n");
  }
  ask_for("\r\n");
  append(request, &request_length, sizeof request, body, body_length);

  answer->failed = "connect";
  long connection = connect_to(&address, STREAM, PATIENCE_MS);
  if (connection < 0) return connection;
  answer->failed = "send";
  result = 0;
  for (size_t sent = 0; sent < request_length && result >= 0;) {
    result =
        call(__NR_sendto, connection, request + sent, request_length - sent, NO_SIGNAL, NULL, 0);
    if (result == -EAGAIN || result == -EINTR) {
      result = wait_for((int)connection, POLLOUT, PATIENCE_MS);
    } else if (result > 0) {
      sent += (size_t)result;
    }
  }
  /* Who refuses a request early may have answered it all the same. */
  answer->failed = "receive";
  long received = receive((int)connection, &length);
  close_file((int)connection);
  if (length == 0 && result < 0) return result;
  if (length == 0 && received < 0) return received;
  answer->failed = "answer";
  reply[length] = 0;
  result = understand(answer, length, same(words->at[1], "HEAD"));
  if (result < 0) return received < 0 ? received : result;
  if (save != NULL) {
    answer->failed = "save";
    result = open_at(save, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (result >= 0) {
      int file = (int)result;
      result = write_all(file, answer->body, answer->length);
      close_file(file);
    }
  }
  return result;
}

static void act_http(struct words *words) {
  static char url[LONGEST_URL];
  struct answer answer = {"variable", 0, "", NULL, 0};
  const char *save = NULL;
  for (int i = 3; i < words->count; i++) {
    if (words->at[i][0] == '>') save = words->at[i] + 1;
  }
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  long result = url_of(words->at[2], url) ? exchange(words, url, save, &answer) : -ENOENT;
  uint64_t time = microseconds(CLOCK_MONOTONIC) - began;
  observe("http");
  text("method", words->at[1]);
  outcome(result);
  if (result < 0) text("failed", answer.failed);
  natural("micros", time);
  if (answer.status > 0) {
    struct digest digest;
    char digits[65];
    digest_begin(&digest);
    digest_add(&digest, answer.body, answer.length);
    digest_end(&digest, digits);
    number("status", answer.status);
    text("type", answer.type);
    natural("length", answer.length);
    text("sha256", digits);
  }
  text("url", url);
  if (answer.status > 0) bytes("body", answer.body, answer.length);
  done();
}

const struct action HTTP[] = {
    {"http", 2, 20, act_http},
    {NULL, 0, 0, NULL},
};

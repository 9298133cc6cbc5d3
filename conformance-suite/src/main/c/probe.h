/* What the parts of the probe offer one another. */
#ifndef PROBE_H
#define PROBE_H

#include "kernel.h"

/* text.c: bytes and numbers. */
void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int byte, size_t length);
int memcmp(const void *a, const void *b, size_t length);
size_t length_of(const char *text);
int same(const char *a, const char *b);
/* Whether A begins with B. */
int begins(const char *a, const char *b);
/* The first BYTE in TEXT, or NULL. */
char *find(const char *text, char byte);
/* Adds TEXT at the end of what is in TO, which holds SIZE bytes and is cut there; returns TO. */
char *join(char *to, size_t size, const char *text);
char *join_number(char *to, size_t size, long long value);
void hexadecimal(char *to, const void *bytes, size_t length);
/* The digits that VALUE has with that many places. */
void hexadecimal_number(char *to, uint64_t value, int places);
/* Reads a number (decimal with a sign, 0x… or 0… octal); what is no number is -EINVAL. */
int parse_number(const char *text, long long *value);
/* Reads decimal digits and goes to behind them. */
unsigned long long take_number(const char **at);

/* line.c: observations. One is begun, given fields, and ended, which writes it. */
void observe(const char *see);
void number(const char *key, long long value);
void natural(const char *key, unsigned long long value);
void flag(const char *key, int value);
void text(const char *key, const char *value);
void bytes(const char *key, const void *value, size_t length);
/* Adds `ok`, and `errno` and `error` where RESULT is an error. */
void outcome(long result);
/* Adds PREFIX`Errno` and PREFIX`Error`, or nothing where RESULT is no error. */
void failure(const char *errno_key, const char *error_key, long result);
void done(void);
/* The name of an error, `EPERM` for one. */
const char *error_name(long number);
/* Where observations go: 1, 2, or -1 for nowhere. */
extern int observations_to;
extern const char *nonce, *who;
/* Begins anew with number 0, as another process does. */
void begin_as(const char *name, int arguments);
/* Writes all the bytes to a descriptor, whether it blocks or not. */
long write_all(int file, const void *bytes, size_t length);

/* probe.c: actions. */
enum { MOST_WORDS = 64 };
struct words {
  int count;
  char *at[MOST_WORDS + 1];
  size_t length[MOST_WORDS];
};
struct action {
  const char *name;
  int least, most; /* how many words follow the name */
  void (*act)(struct words *words);
};
extern const struct action SELF[], FILES[], OUTPUT[], PROCESSES[], IPC[], NETWORK[], HTTP[],
    BREAKING[], THROUGHPUT[];
extern char **arguments, **environment;
extern int argument_count;
extern uint64_t blocked_at_start, ignored_at_start;
/* Says that the probe was called wrongly, and ends it with 99. */
_Noreturn void mistake(const char *reason);
/* The word at that place as a number from LEAST to MOST; a mistake otherwise. */
long long number_word(struct words *words, int place, long long least, long long most);
/* The signal of a word such as `TERM` or `15`. */
int signal_word(const char *word);
/* The descriptor of the word `stdout` or `stderr`. */
int stream_word(struct words *words, int place);
const char *variable(const char *name);
void set_limit(long long milliseconds);
/* Has the limit hold for this process also, after a fork. */
void keep_limit(void);
/*
 * A child under another WHO, which has begun: 0 in the child, its process id or an error else. The
 * name is copied.
 */
long fork_as(const char *name);
/* Has others find this process by that name, of which the kernel keeps 15 bytes. */
long take_name(const char *name);
_Noreturn void end_process(void);

/* clock.c */
uint64_t microseconds(int clock);
void pause_for(long long milliseconds);
/* Until a descriptor is ready, for ever where MILLISECONDS is negative: -ETIMEDOUT if it is not. */
long wait_for(int file, int events, long long milliseconds);

/* reading.c: files of text, by lines. */
struct reader {
  int file;
  size_t at, end;
  char buffer[16384];
};
long open_reader(struct reader *reader, const char *path);
/* The next line without its end, or NULL; a longer one than the buffer comes in pieces. */
char *next_line(struct reader *reader);
void close_reader(struct reader *reader);
/* Reads at most SIZE - 1 bytes and ends them with a NUL: how many, or an error. */
long read_file(const char *path, char *to, size_t size);
long read_link(const char *path, char *to, size_t size);
/* Calls EACH for every entry but `.` and `..`, until it returns 0: how many, or an error. */
long each_entry(const char *path, int (*each)(const struct directory_entry *entry, void *with),
                void *with);

/* files.c */
/* The word for what a mode says: file, directory, link, character, block, pipe, socket. */
const char *type_of(unsigned mode);

/* digest.c: SHA-256. */
struct digest {
  uint32_t state[8];
  uint64_t length;
  unsigned char block[64];
};
void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const void *bytes, size_t length);
/* 64 hexadecimal digits and a NUL. */
void digest_end(struct digest *digest, char *to);

/* network.c */
struct address {
  int family;
  unsigned length;
  unsigned char bytes[28]; /* a struct sockaddr_in or sockaddr_in6 */
};
/* An address in figures, `*`, or a name in /etc/hosts. */
int parse_address(const char *word, unsigned port, struct address *address);
long connect_to(const struct address *address, int type, long long milliseconds);

#endif

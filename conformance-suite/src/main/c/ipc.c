/* What processes and apps share with one another: queues, memory, places to meet. */
#include "probe.h"

#include <linux/ipc.h>
#include <linux/mqueue.h>

enum { POLL_MS = 10, LONGEST_MESSAGE = 1024 };

struct message {
  long type;
  char text[LONGEST_MESSAGE];
};

static void put(struct words *words, const char *key, long result) {
  observe(words->at[0]);
  text(key, words->at[1]);
  outcome(result);
  done();
}

static void got(struct words *words, const char *key, const char *content, long result) {
  observe(words->at[0]);
  text(key, words->at[1]);
  outcome(result);
  if (result >= 0) {
    number("length", result);
    bytes("text", content, (size_t)result);
  }
  done();
}

static size_t message_length(struct words *words) {
  if (words->length[2] > LONGEST_MESSAGE) mistake("a message is too long");
  return words->length[2];
}

static void act_sysv_put(struct words *words) {
  struct message message = {1, {0}};
  size_t length = message_length(words);
  memcpy(message.text, words->at[2], length);
  long queue = call(__NR_msgget, number_word(words, 1, 1, 0x7fffffff), IPC_CREAT | 0666);
  put(words, "key", queue < 0 ? queue : call(__NR_msgsnd, queue, &message, length, IPC_NOWAIT));
}

static void act_sysv_get(struct words *words) {
  struct message message;
  long key = (long)number_word(words, 1, 1, 0x7fffffff), result;
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, 2, 0, 600000) * 1000;
  for (;; pause_for(POLL_MS)) {
    result = call(__NR_msgget, key, 0);
    if (result >= 0) {
      result = call(__NR_msgrcv, result, &message, sizeof message.text, 0, IPC_NOWAIT);
    }
    if (result >= 0 || microseconds(CLOCK_MONOTONIC) >= until) break;
  }
  got(words, "key", message.text, result);
}

static void act_sysv_remove(struct words *words) {
  long queue = call(__NR_msgget, number_word(words, 1, 1, 0x7fffffff), 0);
  put(words, "key", queue < 0 ? queue : call(__NR_msgctl, queue, IPC_RMID, NULL));
}

/* The kernel knows queues by their names without the slash that programs write. */
static const char *queue_name(struct words *words) {
  const char *name = words->at[1];
  return *name == '/' ? name + 1 : name;
}

static void act_mq_put(struct words *words) {
  struct mq_attr attributes = {0};
  attributes.mq_maxmsg = 4;
  attributes.mq_msgsize = LONGEST_MESSAGE;
  size_t length = message_length(words);
  long queue = call(__NR_mq_open, queue_name(words), O_RDWR | O_CREAT | O_NONBLOCK | O_CLOEXEC,
                    0666, &attributes);
  long result =
      queue < 0 ? queue : call(__NR_mq_timedsend, queue, words->at[2], length, 0, NULL);
  if (queue >= 0) close_file((int)queue);
  put(words, "name", result);
}

static void act_mq_get(struct words *words) {
  char content[LONGEST_MESSAGE];
  long result;
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, 2, 0, 600000) * 1000;
  for (;; pause_for(POLL_MS)) {
    long queue = call(__NR_mq_open, queue_name(words), O_RDWR | O_NONBLOCK | O_CLOEXEC, 0, NULL);
    result = queue;
    if (queue >= 0) {
      result = call(__NR_mq_timedreceive, queue, content, sizeof content, NULL, NULL);
      close_file((int)queue);
    }
    if (result >= 0 || microseconds(CLOCK_MONOTONIC) >= until) break;
  }
  got(words, "name", content, result);
}

static void act_mq_remove(struct words *words) {
  put(words, "name", call(__NR_mq_unlink, queue_name(words)));
}

static const char *memory_path(struct words *words, char *path, size_t size) {
  if (words->length[1] > 200) mistake("a name is too long");
  path[0] = 0;
  join(path, size, "/dev/shm/");
  return join(path, size, words->at[1]);
}

static void act_shm_put(struct words *words) {
  char path[256];
  long file = open_at(memory_path(words, path, sizeof path), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  long result = file < 0 ? file : write_all((int)file, words->at[2], words->length[2]);
  if (file >= 0) close_file((int)file);
  put(words, "name", result);
}

static void act_shm_get(struct words *words) {
  char path[256], content[1500];
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, 2, 0, 600000) * 1000;
  long result;
  memory_path(words, path, sizeof path);
  for (;; pause_for(POLL_MS)) {
    result = read_file(path, content, sizeof content);
    if (result > 0 || microseconds(CLOCK_MONOTONIC) >= until) break;
  }
  got(words, "name", content, result);
}

static void act_await_file(struct words *words) {
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  uint64_t time = (uint64_t)number_word(words, 2, 0, 600000) * 1000;
  long result;
  for (;; pause_for(POLL_MS)) {
    result = call(__NR_faccessat, AT_FDCWD, words->at[1], 0);
    if (result >= 0 || microseconds(CLOCK_MONOTONIC) - began >= time) break;
  }
  observe("await-file");
  outcome(result);
  natural("micros", microseconds(CLOCK_MONOTONIC) - began);
  text("path", words->at[1]);
  done();
}

static int count_on(const struct directory_entry *entry, void *with) {
  (void)entry;
  (void)with;
  return 1;
}

static void act_meet(struct words *words) {
  char path[1024] = "", own[32] = "";
  long long wanted = number_word(words, 3, 1, 1000);
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  uint64_t time = (uint64_t)number_word(words, 4, 0, 600000) * 1000;
  if (words->length[1] + words->length[2] + 2 > sizeof path) mistake("a path is too long");
  join(join(join(path, sizeof path, words->at[1]), sizeof path, "/"), sizeof path, words->at[2]);
  long result = open_at(path, O_WRONLY | O_CREAT | O_TRUNC, 0666), count = 0;
  if (result >= 0) {
    int file = (int)result;
    join(join_number(own, sizeof own, own_pid()), sizeof own, "\n");
    result = write_all(file, own, length_of(own));
    close_file(file);
  }
  while (result >= 0) {
    count = each_entry(words->at[1], count_on, NULL);
    if (count < 0) result = count;
    if (count >= wanted) break;
    if (microseconds(CLOCK_MONOTONIC) - began >= time) result = -ETIMEDOUT;
    if (result >= 0) pause_for(POLL_MS);
  }
  observe("meet");
  outcome(result);
  number("count", count < 0 ? 0 : count);
  natural("micros", microseconds(CLOCK_MONOTONIC) - began);
  text("path", path);
  done();
}

const struct action IPC[] = {
    {"sysv-put", 2, 2, act_sysv_put},
    {"sysv-get", 2, 2, act_sysv_get},
    {"sysv-remove", 1, 1, act_sysv_remove},
    {"mq-put", 2, 2, act_mq_put},
    {"mq-get", 2, 2, act_mq_get},
    {"mq-remove", 1, 1, act_mq_remove},
    {"shm-put", 2, 2, act_shm_put},
    {"shm-get", 2, 2, act_shm_get},
    {"await-file", 2, 2, act_await_file},
    {"meet", 4, 4, act_meet},
    {NULL, 0, 0, NULL},
};

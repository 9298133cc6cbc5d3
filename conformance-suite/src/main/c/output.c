/* Bytes on the streams of the app. */
#include "probe.h"

static void act_to(struct words *words) {
  observations_to = same(words->at[1], "none") ? -1 : stream_word(words, 1);
}

/*
 * Lines of 16 bytes: `o` or `e` for the stream, the number of the line in 14 figures, a line feed.
 * It stops after `total` bytes wherever that is; the last one is `last`.
 */
static void fill_lines(char *buffer, uint64_t from, size_t length, char stream) {
  for (size_t i = 0; i < length; i += 16) {
    char line[32] = {stream, 0};
    uint64_t at = (from + i) / 16;
    char figures[16] = "";
    join_number(figures, sizeof figures, (long long)at);
    for (size_t k = length_of(figures); k < 14; k++) join(line, sizeof line, "0");
    join(join(line, sizeof line, figures), sizeof line, "\n");
    memcpy(buffer + i, line, length - i < 16 ? length - i : 16);
  }
}

static void act_write(struct words *words) {
  static char buffer[65536];
  int stream = stream_word(words, 1);
  uint64_t total = (uint64_t)number_word(words, 2, 0, 1LL << 40);
  const char *pattern = words->at[3];
  int binary = same(pattern, "binary");
  int tail = same(pattern, "text");
  if (!binary && !tail && !same(pattern, "notail")) mistake("a pattern is unknown");
  uint64_t began = microseconds(CLOCK_MONOTONIC), written = 0;
  uint32_t state = (uint32_t)stream;
  long result = 0;
  while (written < total && result >= 0) {
    size_t length = total - written < sizeof buffer ? (size_t)(total - written) : sizeof buffer;
    if (binary) {
      for (size_t i = 0; i < length; i++) {
        state = state * 1664525 + 1013904223;
        buffer[i] = (char)(state >> 24);
      }
    } else {
      fill_lines(buffer, written, length, stream == 1 ? 'o' : 'e');
      if (written + length == total) buffer[length - 1] = tail ? '\n' : '.';
    }
    result = write_all(stream, buffer, length);
    if (result >= 0) written += length;
  }
  observe("write");
  text("stream", words->at[1]);
  text("pattern", pattern);
  natural("bytes", written);
  natural("micros", microseconds(CLOCK_MONOTONIC) - began);
  outcome(result);
  done();
}

static void act_raw(struct words *words) {
  write_all(stream_word(words, 1), words->at[2], words->length[2]);
}

static void act_close(struct words *words) {
  long result = close_file(stream_word(words, 1));
  observe("close");
  text("stream", words->at[1]);
  outcome(result);
  done();
}

const struct action OUTPUT[] = {
    {"to", 1, 1, act_to},
    {"write", 3, 3, act_write},
    {"raw", 2, 2, act_raw},
    {"close", 1, 1, act_close},
    {NULL, 0, 0, NULL},
};

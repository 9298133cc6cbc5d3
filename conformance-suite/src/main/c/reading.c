/* Reading of files, links and directories, always within bounds. */
#include "probe.h"

long open_reader(struct reader *reader, const char *path) {
  long file = open_at(path, O_RDONLY, 0);
  reader->file = (int)file;
  reader->at = reader->end = 0;
  return file;
}

char *next_line(struct reader *reader) {
  for (size_t seen = reader->at;;) {
    for (; seen < reader->end; seen++) {
      if (reader->buffer[seen] == '\n') {
        char *line = reader->buffer + reader->at;
        reader->buffer[seen] = 0;
        reader->at = seen + 1;
        return line;
      }
    }
    memmove(reader->buffer, reader->buffer + reader->at, reader->end - reader->at);
    reader->end -= reader->at;
    seen = reader->end;
    reader->at = 0;
    size_t room = sizeof reader->buffer - 1 - reader->end;
    long length = room == 0 ? 0 : read_from(reader->file, reader->buffer + reader->end, room);
    if (length == -EINTR) continue;
    if (length <= 0) {
      if (reader->end == 0) return NULL;
      reader->buffer[reader->end] = 0;
      reader->at = reader->end = 0;
      return reader->buffer;
    }
    reader->end += (size_t)length;
  }
}

void close_reader(struct reader *reader) {
  close_file(reader->file);
}

long read_file(const char *path, char *to, size_t size) {
  long file = open_at(path, O_RDONLY | O_NONBLOCK, 0);
  if (file < 0) return file;
  size_t length = 0;
  long result = 1;
  while (result > 0 && length + 1 < size) {
    result = read_from((int)file, to + length, size - 1 - length);
    if (result > 0) length += (size_t)result;
    if (result == -EINTR) result = 1;
  }
  close_file((int)file);
  to[length] = 0;
  return result < 0 ? result : (long)length;
}

long read_link(const char *path, char *to, size_t size) {
  long length = call(__NR_readlinkat, AT_FDCWD, path, to, size - 1);
  to[length < 0 ? 0 : length] = 0;
  return length;
}

long each_entry(const char *path, int (*each)(const struct directory_entry *entry, void *with),
                void *with) {
  char buffer[8192] __attribute__((aligned(8)));
  long directory = open_at(path, O_RDONLY | O_DIRECTORY, 0);
  if (directory < 0) return directory;
  long count = 0, length;
  while ((length = call(__NR_getdents64, directory, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < length;) {
      const struct directory_entry *entry = (const struct directory_entry *)(buffer + at);
      at += entry->length;
      if (same(entry->name, ".") || same(entry->name, "..")) continue;
      count++;
      if (!each(entry, with)) {
        close_file((int)directory);
        return count;
      }
    }
  }
  close_file((int)directory);
  return length < 0 ? length : count;
}

/* Files, devices and file systems. */
#include "probe.h"

#include <asm/stat.h>
#include <asm/statfs.h>

enum { READ_ONLY = 1, NO_SUID = 2, NO_DEV = 4, NO_EXEC = 8, NO_ATIME = 1024 };

const char *type_of(unsigned mode) {
  switch (mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "directory";
    case S_IFLNK: return "link";
    case S_IFCHR: return "character";
    case S_IFBLK: return "block";
    case S_IFIFO: return "pipe";
    case S_IFSOCK: return "socket";
    default: return "unknown";
  }
}

static void mode_field(unsigned mode) {
  char octal[5] = {(char)('0' + (mode >> 9 & 7)), (char)('0' + (mode >> 6 & 7)),
                   (char)('0' + (mode >> 3 & 7)), (char)('0' + (mode & 7)), 0};
  text("mode", octal);
}

static long look(const char *path, struct stat *found, int flags) {
  memset(found, 0, sizeof *found);
  return call(__NR_newfstatat, AT_FDCWD, path, found, flags);
}

static void stat_fields(const struct stat *found) {
  text("type", type_of(found->st_mode));
  mode_field(found->st_mode);
  number("uid", found->st_uid);
  number("gid", found->st_gid);
  number("size", found->st_size);
  natural("nlink", found->st_nlink);
  natural("inode", found->st_ino);
  natural("dev", found->st_dev);
  number("mtimeSec", (long)found->st_mtime);
  natural("mtimeNsec", found->st_mtime_nsec);
  if (S_ISCHR(found->st_mode) || S_ISBLK(found->st_mode)) {
    number("major", major_of(found->st_rdev));
    number("minor", minor_of(found->st_rdev));
  }
}

static void act_file(struct words *words) {
  struct stat found;
  char target[4096];
  const char *path = words->at[1];
  long result = look(path, &found, same(words->at[0], "file") ? AT_SYMLINK_NOFOLLOW : 0);
  observe(words->at[0]);
  outcome(result);
  if (result >= 0) {
    stat_fields(&found);
    if (S_ISLNK(found.st_mode) && read_link(path, target, sizeof target) >= 0) {
      text("target", target);
    }
  }
  text("path", path);
  done();
}

/* Whether reading or writing that device does no harm: null, zero, full, random, urandom. */
static int harmless(const struct stat *found) {
  unsigned minor = minor_of(found->st_rdev);
  return S_ISCHR(found->st_mode) && major_of(found->st_rdev) == 1 &&
         (minor == 3 || minor == 5 || (minor >= 7 && minor <= 9));
}

static void act_device(struct words *words) {
  struct stat found;
  const char *path = words->at[1];
  long result = look(path, &found, AT_SYMLINK_NOFOLLOW);
  observe("device");
  text("path", path);
  outcome(result);
  if (result >= 0) {
    stat_fields(&found);
    long file = open_at(path, O_RDWR | O_NONBLOCK, 0);
    flag("opened", file >= 0);
    failure("openErrno", "openError", file);
    if (file >= 0 && harmless(&found)) {
      char content[16], digits[33];
      long length = read_from((int)file, content, sizeof content);
      if (length >= 0) {
        number("read", length);
        hexadecimal(digits, content, (size_t)length);
        text("content", digits);
      }
      failure("readErrno", "readError", length);
      length = call(__NR_write, file, "probe", 5);
      if (length >= 0) number("written", length);
      failure("writeErrno", "writeError", length);
    }
    if (file >= 0) close_file((int)file);
  }
  done();
}

static void act_read(struct words *words) {
  char content[1500];
  long long offset = words->count > 2 ? number_word(words, 2, 0, INT64_MAX) : 0;
  long file = open_at(words->at[1], O_RDONLY | O_NONBLOCK, 0), result = file;
  size_t length = 0;
  while (result >= 0 && length < sizeof content) {
    result = call(__NR_pread64, file, content + length, sizeof content - length,
                  offset + (long long)length);
    /* What has no places is read from where it is. */
    if (result == -ESPIPE) {
      result = read_from((int)file, content + length, sizeof content - length);
    }
    if (result == 0) break;
    if (result > 0) length += (size_t)result;
  }
  if (length > 0 && result == -EAGAIN) result = 0;
  if (file >= 0) close_file((int)file);
  observe("read");
  outcome(result);
  if (result >= 0) {
    number("length", (long long)length);
    flag("all", length < sizeof content);
  }
  text("path", words->at[1]);
  if (result >= 0) bytes("content", content, length);
  done();
}

static void act_hash(struct words *words) {
  static char buffer[65536];
  struct digest digest;
  char digits[65];
  digest_begin(&digest);
  long file = open_at(words->at[1], O_RDONLY | O_NONBLOCK, 0), result = file;
  while (result >= 0 && (result = read_from((int)file, buffer, sizeof buffer)) > 0) {
    digest_add(&digest, buffer, (size_t)result);
  }
  if (file >= 0) close_file((int)file);
  uint64_t size = digest.length;
  digest_end(&digest, digits);
  observe("hash");
  outcome(result);
  if (result >= 0) {
    natural("size", size);
    text("sha256", digits);
  }
  text("path", words->at[1]);
  done();
}

struct shown_entries {
  const char *directory;
  long long count;
};

static int show_entry(const struct directory_entry *entry, void *with) {
  struct shown_entries *shown = with;
  if (shown->count == 1000) return 0;
  shown->count++;
  observe("entry");
  /* The kernel tells types by the same numbers as in a mode. */
  text("type", type_of((unsigned)entry->type << 12));
  natural("inode", entry->inode);
  text("name", entry->name);
  text("directory", shown->directory);
  done();
  return 1;
}

static void act_list(struct words *words) {
  struct shown_entries shown = {words->at[1], 0};
  long result = each_entry(words->at[1], show_entry, &shown);
  observe("list");
  outcome(result);
  number("count", shown.count);
  flag("all", result == shown.count);
  text("path", words->at[1]);
  done();
}

static void act_xattr(struct words *words) {
  static char value[800], digits[1601];
  long result = call(__NR_lgetxattr, words->at[1], words->at[2], value, sizeof value);
  observe("xattr");
  outcome(result);
  text("name", words->at[2]);
  if (result >= 0) {
    number("size", result);
    hexadecimal(digits, value, (size_t)result);
    text("hex", digits);
  }
  text("path", words->at[1]);
  done();
}

static void act_statfs(struct words *words) {
  struct statfs found;
  memset(&found, 0, sizeof found);
  long result = call(__NR_statfs, words->at[1], &found);
  observe("statfs");
  outcome(result);
  if (result >= 0) {
    char digits[9];
    hexadecimal_number(digits, (uint64_t)found.f_type & 0xffffffff, 8);
    text("type", digits);
    flag("readonly", found.f_flags & READ_ONLY);
    flag("nosuid", found.f_flags & NO_SUID);
    flag("nodev", found.f_flags & NO_DEV);
    flag("noexec", found.f_flags & NO_EXEC);
    flag("noatime", found.f_flags & NO_ATIME);
    number("blockSize", found.f_bsize);
    number("blocks", (long long)found.f_blocks);
    number("free", (long long)found.f_bfree);
    number("files", (long long)found.f_files);
  }
  text("path", words->at[1]);
  done();
}

static void changed(struct words *words, long result) {
  observe(words->at[0]);
  outcome(result);
  text("path", words->at[1]);
  done();
}

static void act_create(struct words *words) {
  int append = same(words->at[0], "append");
  long file = open_at(words->at[1], O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC), 0644);
  long result = file;
  if (file >= 0) {
    if (words->count > 2) result = write_all((int)file, words->at[2], words->length[2]);
    close_file((int)file);
  }
  changed(words, result);
}

static void act_open(struct words *words) {
  const char *how = words->at[2];
  int flags = same(how, "r")    ? O_RDONLY
              : same(how, "w")  ? O_WRONLY
              : same(how, "rw") ? O_RDWR
                                : -1;
  if (flags < 0) mistake("a file is opened by r, w or rw");
  long result = open_at(words->at[1], flags | O_NONBLOCK, 0);
  if (result >= 0) close_file((int)result);
  changed(words, result);
}

static void act_remove(struct words *words) {
  long result = call(__NR_unlinkat, AT_FDCWD, words->at[1], 0);
  if (result == -EISDIR || result == -EPERM) {
    long other = call(__NR_unlinkat, AT_FDCWD, words->at[1], AT_REMOVEDIR);
    if (other >= 0 || result == -EISDIR) result = other;
  }
  changed(words, result);
}

static unsigned mode_word(struct words *words, int place, unsigned otherwise) {
  if (words->count <= place) return otherwise;
  unsigned mode = 0;
  for (const char *at = words->at[place]; *at != 0; at++) {
    if (*at < '0' || *at > '7' || mode > 0777) mistake("a mode is no octal number");
    mode = mode << 3 | (unsigned)(*at - '0');
  }
  return mode;
}

static void act_mkdir(struct words *words) {
  changed(words, call(__NR_mkdirat, AT_FDCWD, words->at[1], mode_word(words, 2, 0755)));
}

static void act_chmod(struct words *words) {
  changed(words, call(__NR_fchmodat, AT_FDCWD, words->at[1], mode_word(words, 2, 0)));
}

static void act_chown(struct words *words) {
  changed(words, call(__NR_fchownat, AT_FDCWD, words->at[1], number_word(words, 2, -1, UINT32_MAX),
                      number_word(words, 3, -1, UINT32_MAX), AT_SYMLINK_NOFOLLOW));
}

static void act_touch(struct words *words) {
  struct timespec times[2] = {{0, 0}, {0, 0}};
  times[0].tv_sec = times[1].tv_sec = number_word(words, 2, INT64_MIN, INT64_MAX);
  changed(words, call(__NR_utimensat, AT_FDCWD, words->at[1], times, 0));
}

static void act_symlink(struct words *words) {
  changed(words, call(__NR_symlinkat, words->at[2], AT_FDCWD, words->at[1]));
}

static void act_link(struct words *words) {
  changed(words, call(__NR_linkat, AT_FDCWD, words->at[2], AT_FDCWD, words->at[1], 0));
}

static void act_rename(struct words *words) {
  changed(words, call(__NR_renameat2, AT_FDCWD, words->at[1], AT_FDCWD, words->at[2], 0));
}

static void act_chdir(struct words *words) {
  changed(words, call(__NR_chdir, words->at[1]));
}

static void act_mknod(struct words *words) {
  const char *type = words->at[2];
  unsigned format = same(type, "c")   ? S_IFCHR
                    : same(type, "b") ? S_IFBLK
                    : same(type, "p") ? S_IFIFO
                                      : 0;
  if (format == 0) mistake("the type of a node is c, b or p");
  unsigned major = (unsigned)number_word(words, 3, 0, 4095);
  unsigned minor = (unsigned)number_word(words, 4, 0, 0xfffff);
  changed(words, call(__NR_mknodat, AT_FDCWD, words->at[1], format | 0666,
                      (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12));
}

const struct action FILES[] = {
    {"file", 1, 1, act_file},      {"follow", 1, 1, act_file},   {"device", 1, 1, act_device},
    {"read", 1, 2, act_read},      {"hash", 1, 1, act_hash},     {"list", 1, 1, act_list},
    {"xattr", 2, 2, act_xattr},    {"statfs", 1, 1, act_statfs}, {"create", 1, 2, act_create},
    {"append", 2, 2, act_create},  {"open", 2, 2, act_open},     {"remove", 1, 1, act_remove},
    {"mkdir", 1, 2, act_mkdir},    {"chmod", 2, 2, act_chmod},   {"chown", 3, 3, act_chown},
    {"touch", 2, 2, act_touch},    {"link", 2, 2, act_link},     {"symlink", 2, 2, act_symlink},
    {"rename", 2, 2, act_rename},  {"chdir", 1, 1, act_chdir},   {"mknod", 4, 4, act_mknod},
    {NULL, 0, 0, NULL},
};

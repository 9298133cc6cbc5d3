/* Bytes and numbers, as a C library would do it. */
#include "probe.h"

void *memcpy(void *to, const void *from, size_t length) {
  char *t = to;
  const char *f = from;
  while (length-- > 0) *t++ = *f++;
  return to;
}

void *memmove(void *to, const void *from, size_t length) {
  char *t = to;
  const char *f = from;
  if (t < f) return memcpy(to, from, length);
  while (length-- > 0) t[length] = f[length];
  return to;
}

void *memset(void *to, int byte, size_t length) {
  char *t = to;
  while (length-- > 0) *t++ = (char)byte;
  return to;
}

int memcmp(const void *a, const void *b, size_t length) {
  const unsigned char *x = a, *y = b;
  for (; length > 0; length--, x++, y++) {
    if (*x != *y) return *x - *y;
  }
  return 0;
}

size_t length_of(const char *text) {
  size_t length = 0;
  while (text[length] != 0) length++;
  return length;
}

int same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) a++, b++;
  return *a == *b;
}

int begins(const char *a, const char *b) {
  while (*b != 0 && *a == *b) a++, b++;
  return *b == 0;
}

char *find(const char *text, char byte) {
  for (; *text != 0; text++) {
    if (*text == byte) return (char *)text;
  }
  return NULL;
}

char *join(char *to, size_t size, const char *text) {
  size_t at = length_of(to);
  while (at + 1 < size && *text != 0) to[at++] = *text++;
  to[at] = 0;
  return to;
}

char *join_number(char *to, size_t size, long long value) {
  char digits[24];
  size_t at = sizeof digits - 1;
  unsigned long long rest = value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
  digits[at] = 0;
  do {
    digits[--at] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (value < 0) digits[--at] = '-';
  return join(to, size, digits + at);
}

void hexadecimal(char *to, const void *bytes, size_t length) {
  const unsigned char *from = bytes;
  for (size_t i = 0; i < length; i++) {
    *to++ = "0123456789abcdef"[from[i] >> 4];
    *to++ = "0123456789abcdef"[from[i] & 15];
  }
  *to = 0;
}

void hexadecimal_number(char *to, uint64_t value, int places) {
  to[places] = 0;
  while (places > 0) {
    to[--places] = "0123456789abcdef"[value & 15];
    value >>= 4;
  }
}

int parse_number(const char *text, long long *value) {
  int negative = *text == '-';
  if (negative) text++;
  unsigned base = 10;
  if (begins(text, "0x")) {
    base = 16;
    text += 2;
  } else if (*text == '0' && text[1] != 0) {
    base = 8;
    text++;
  }
  if (*text == 0) return -EINVAL;
  unsigned long long read = 0;
  for (; *text != 0; text++) {
    unsigned digit = *text >= '0' && *text <= '9'   ? (unsigned)(*text - '0')
                     : *text >= 'a' && *text <= 'f' ? (unsigned)(*text - 'a' + 10)
                                                    : 16;
    if (digit >= base || read > (UINT64_MAX - digit) / base) return -EINVAL;
    read = read * base + digit;
  }
  *value = negative ? (long long)(0 - read) : (long long)read;
  return 0;
}

unsigned long long take_number(const char **at) {
  unsigned long long value = 0;
  for (; **at >= '0' && **at <= '9'; (*at)++) value = value * 10 + (unsigned)(**at - '0');
  return value;
}

/* Interfaces and sockets. */
#include "probe.h"

#include <asm/socket.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netlink.h>
#include <linux/poll.h>
#include <linux/rtnetlink.h>

/* The kernel has these in no header for programs, or in one that asks for a C library. */
enum { INET = 2, INET6 = 10, NETLINK = 16 };
enum { STREAM = 1, DATAGRAM = 2, CLOSE_ON_EXEC = O_CLOEXEC, WITHOUT_WAITING = O_NONBLOCK };
enum { NO_SIGNAL = 0x4000, SHUT_WRITING = 1 };
enum { LINK_UP = 1, LINK_LOOPBACK = 8, LINK_RUNNING = 64 };

enum { LONGEST_ANSWER = 1024 };

static unsigned swapped(unsigned port) {
  return (port & 0xff) << 8 | (port >> 8 & 0xff);
}

static int parse_ipv4(const char *word, unsigned char *to) {
  for (int i = 0; i < 4; i++) {
    if (*word < '0' || *word > '9') return 0;
    unsigned long long part = take_number(&word);
    if (part > 255 || *word != (i < 3 ? '.' : 0)) return 0;
    to[i] = (unsigned char)part;
    word++;
  }
  return 1;
}

static int parse_ipv6(const char *word, unsigned char *to) {
  unsigned char parts[16] = {0};
  int count = 0, gap = -1;
  if (find(word, ':') == NULL) return 0;
  if (begins(word, "::")) {
    gap = 0;
    word += 2;
  }
  while (*word != 0) {
    unsigned value = 0;
    int digits = 0;
    for (; (*word >= '0' && *word <= '9') || (*word >= 'a' && *word <= 'f'); word++, digits++) {
      value = value << 4 | (unsigned)(*word <= '9' ? *word - '0' : *word - 'a' + 10);
    }
    if (digits == 0 || digits > 4 || count == 8) return 0;
    parts[2 * count] = (unsigned char)(value >> 8);
    parts[2 * count++ + 1] = (unsigned char)value;
    if (*word == 0) break;
    if (*word++ != ':') return 0;
    if (*word == ':') {
      if (gap >= 0) return 0;
      gap = count;
      word++;
    } else if (*word == 0) {
      return 0;
    }
  }
  if (gap < 0 ? count != 8 : count == 8) return 0;
  memset(to, 0, 16);
  int before = gap < 0 ? 8 : gap;
  memcpy(to, parts, 2 * (size_t)before);
  memcpy(to + 16 - 2 * (count - before), parts + 2 * before, 2 * (size_t)(count - before));
  return 1;
}

static void make(int family, const unsigned char *bytes, unsigned port, struct address *address) {
  memset(address, 0, sizeof *address);
  address->family = family;
  if (family == INET) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)address->bytes;
    v4->sin_family = INET;
    v4->sin_port = (__be16)swapped(port);
    memcpy(&v4->sin_addr, bytes, 4);
    address->length = sizeof *v4;
  } else {
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address->bytes;
    v6->sin6_family = INET6;
    v6->sin6_port = (__be16)swapped(port);
    memcpy(&v6->sin6_addr, bytes, 16);
    address->length = sizeof *v6;
  }
}

static int parse_figures(const char *word, unsigned port, struct address *address) {
  unsigned char bytes[16];
  if (parse_ipv4(word, bytes)) {
    make(INET, bytes, port, address);
    return 1;
  }
  if (parse_ipv6(word, bytes)) {
    make(INET6, bytes, port, address);
    return 1;
  }
  return 0;
}

/* The first address that /etc/hosts has for a name. */
static int look_up(const char *name, unsigned port, struct address *address) {
  static struct reader reader;
  int found = 0;
  char *line;
  if (open_reader(&reader, "/etc/hosts") < 0) return 0;
  while (!found && (line = next_line(&reader)) != NULL) {
    char *first = NULL;
    for (char *at = line; *at != 0 && *at != '#' && !found;) {
      char *word = at;
      while (*at != 0 && *at != ' ' && *at != '\t' && *at != '#') at++;
      int last = *at == 0 || *at == '#';
      *at = 0;
      if (*word != 0) {
        if (first == NULL) {
          first = word;
        } else if (same(word, name)) {
          found = parse_figures(first, port, address);
        }
      }
      if (last) break;
      at++;
    }
  }
  close_reader(&reader);
  return found;
}

int parse_address(const char *word, unsigned port, struct address *address) {
  if (same(word, "*")) word = "0.0.0.0";
  return parse_figures(word, port, address) || look_up(word, port, address);
}

static void address_text(int family, const unsigned char *bytes, char *to, size_t size) {
  to[0] = 0;
  for (int i = 0; i < (family == INET ? 4 : 8); i++) {
    char digits[8] = "";
    if (i > 0) join(to, size, family == INET ? "." : ":");
    if (family == INET) {
      join_number(to, size, bytes[i]);
    } else {
      hexadecimal(digits, bytes + 2 * i, 2);
      const char *at = digits;
      while (*at == '0' && at[1] != 0) at++;
      join(to, size, at);
    }
  }
}

/* The address and the port in a socket address, as fields of those names. */
static void address_fields(const char *address_key, const char *port_key, const void *bytes) {
  const struct sockaddr_in *v4 = bytes;
  const struct sockaddr_in6 *v6 = bytes;
  char word[64];
  if (v4->sin_family == INET) {
    address_text(INET, (const unsigned char *)&v4->sin_addr, word, sizeof word);
    text(address_key, word);
    number(port_key, swapped(v4->sin_port));
  } else if (v4->sin_family == INET6) {
    address_text(INET6, (const unsigned char *)&v6->sin6_addr, word, sizeof word);
    text(address_key, word);
    number(port_key, swapped(v6->sin6_port));
  }
}

/* --- what there is --- */

struct counted {
  long long interfaces, addresses, routes;
};

static void show_link(const struct nlmsghdr *header, struct counted *counted) {
  const struct ifinfomsg *link = NLMSG_DATA(header);
  int left = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof *link));
  observe("interface");
  number("index", link->ifi_index);
  flag("up", (link->ifi_flags & LINK_UP) != 0);
  flag("running", (link->ifi_flags & LINK_RUNNING) != 0);
  flag("loopback", (link->ifi_flags & LINK_LOOPBACK) != 0);
  for (const struct rtattr *one = IFLA_RTA(link); RTA_OK(one, left); one = RTA_NEXT(one, left)) {
    char digits[65];
    const void *data = RTA_DATA(one);
    size_t size = RTA_PAYLOAD(one);
    if (one->rta_type == IFLA_IFNAME) text("name", data);
    if (one->rta_type == IFLA_MTU) number("mtu", *(const uint32_t *)data);
    if (one->rta_type == IFLA_ADDRESS && size <= 32) {
      hexadecimal(digits, data, size);
      text("hardware", digits);
    }
  }
  done();
  counted->interfaces++;
}

static void show_address(const struct nlmsghdr *header, struct counted *counted) {
  const struct ifaddrmsg *address = NLMSG_DATA(header);
  int left = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof *address));
  const void *local = NULL;
  for (const struct rtattr *one = IFA_RTA(address); RTA_OK(one, left); one = RTA_NEXT(one, left)) {
    if (one->rta_type == IFA_LOCAL || (one->rta_type == IFA_ADDRESS && local == NULL)) {
      local = RTA_DATA(one);
    }
  }
  if (local == NULL || (address->ifa_family != INET && address->ifa_family != INET6)) return;
  char word[64];
  address_text(address->ifa_family, local, word, sizeof word);
  observe("address");
  number("interface", address->ifa_index);
  number("family", address->ifa_family == INET ? 4 : 6);
  text("address", word);
  number("prefix", address->ifa_prefixlen);
  number("scope", address->ifa_scope);
  done();
  counted->addresses++;
}

static void show_route(const struct nlmsghdr *header, struct counted *counted) {
  const struct rtmsg *route = NLMSG_DATA(header);
  int left = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof *route));
  if (route->rtm_table == RT_TABLE_LOCAL) return;
  if (route->rtm_family != INET && route->rtm_family != INET6) return;
  char word[64];
  observe("route");
  number("family", route->rtm_family == INET ? 4 : 6);
  number("prefix", route->rtm_dst_len);
  for (const struct rtattr *one = RTM_RTA(route); RTA_OK(one, left); one = RTA_NEXT(one, left)) {
    if (one->rta_type == RTA_DST || one->rta_type == RTA_GATEWAY) {
      address_text(route->rtm_family, RTA_DATA(one), word, sizeof word);
      text(one->rta_type == RTA_DST ? "destination" : "gateway", word);
    }
    if (one->rta_type == RTA_OIF) number("interface", *(const int *)RTA_DATA(one));
  }
  done();
  counted->routes++;
}

/* Has the kernel tell all of a kind; it is asked again for each, and answers in several parts. */
static long dump(int kind, struct counted *counted) {
  static char buffer[32768] __attribute__((aligned(8)));
  struct {
    struct nlmsghdr header;
    struct rtgenmsg of;
  } request;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.of);
  request.header.nlmsg_type = (unsigned short)kind;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  long netlink = call(__NR_socket, NETLINK, 3 | CLOSE_ON_EXEC, NETLINK_ROUTE);
  if (netlink < 0) return netlink;
  long result = call(__NR_sendto, netlink, &request, sizeof request, 0, NULL, 0);
  for (int over = 0; !over && result >= 0;) {
    result = wait_for((int)netlink, POLLIN, 5000);
    if (result >= 0) result = call(__NR_recvfrom, netlink, buffer, sizeof buffer, 0, NULL, NULL);
    long left = result;
    for (struct nlmsghdr *one = (struct nlmsghdr *)buffer; result > 0 && NLMSG_OK(one, left);
         one = NLMSG_NEXT(one, left)) {
      over |= one->nlmsg_type == NLMSG_DONE;
      if (one->nlmsg_type == NLMSG_ERROR) result = ((struct nlmsgerr *)NLMSG_DATA(one))->error;
      if (one->nlmsg_type == RTM_NEWLINK) show_link(one, counted);
      if (one->nlmsg_type == RTM_NEWADDR) show_address(one, counted);
      if (one->nlmsg_type == RTM_NEWROUTE) show_route(one, counted);
    }
  }
  close_file((int)netlink);
  return result;
}

static void act_interfaces(struct words *words) {
  struct counted counted = {0, 0, 0};
  (void)words;
  long result = dump(RTM_GETLINK, &counted);
  if (result >= 0) result = dump(RTM_GETADDR, &counted);
  observe("interfaces");
  number("count", counted.interfaces);
  number("addresses", counted.addresses);
  outcome(result);
  done();
}

static void act_routes(struct words *words) {
  struct counted counted = {0, 0, 0};
  (void)words;
  long result = dump(RTM_GETROUTE, &counted);
  observe("routes");
  number("count", counted.routes);
  outcome(result);
  done();
}

/* --- what one does --- */

static int type_word(struct words *words, int place) {
  if (same(words->at[place], "tcp")) return STREAM;
  if (same(words->at[place], "udp")) return DATAGRAM;
  mistake("a protocol is neither tcp nor udp");
}

/* Words PROTOCOL ADDRESS PORT; for a name that nobody knows, -EADDRNOTAVAIL. */
static long address_words(struct words *words, struct address *address) {
  unsigned port = (unsigned)number_word(words, 3, 0, 65535);
  return parse_address(words->at[2], port, address) ? 0 : -EADDRNOTAVAIL;
}

static long bound(int type, const struct address *address) {
  int yes = 1;
  long one = call(__NR_socket, address->family, type | CLOSE_ON_EXEC, 0);
  if (one < 0) return one;
  call(__NR_setsockopt, one, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  long result = call(__NR_bind, one, address->bytes, address->length);
  if (result >= 0 && type == STREAM) result = call(__NR_listen, one, 16);
  if (result >= 0) return one;
  close_file((int)one);
  return result;
}

static void show_bound(struct words *words, long result) {
  unsigned char name[28] = {0};
  unsigned length = sizeof name;
  observe(words->at[0]);
  text("protocol", words->at[1]);
  outcome(result);
  if (result >= 0 && call(__NR_getsockname, result, name, &length) >= 0) {
    address_fields("address", "port", name);
  }
  done();
}

/* The socket is kept until the process ends, and with it the port. */
static void act_bind(struct words *words) {
  struct address address;
  int type = type_word(words, 1);
  long result = address_words(words, &address);
  show_bound(words, result < 0 ? result : bound(type, &address));
}

/* Sends back what comes on a connection until its end. */
static void echo(int connection, uint64_t until) {
  static char buffer[4096];
  unsigned char peer[28] = {0};
  unsigned length = sizeof peer;
  unsigned long long total = 0;
  long result;
  call(__NR_getpeername, connection, peer, &length);
  for (;;) {
    uint64_t now = microseconds(CLOCK_MONOTONIC);
    result = wait_for(connection, POLLIN, until > now ? (long long)(until - now) / 1000 : 0);
    if (result >= 0) result = call(__NR_recvfrom, connection, buffer, sizeof buffer, 0, NULL, NULL);
    if (result <= 0) break;
    total += (unsigned long long)result;
    for (long at = 0; at < result;) {
      long sent = call(__NR_sendto, connection, buffer + at, result - at, NO_SIGNAL, NULL, 0);
      if (sent < 0 && sent != -EINTR) break;
      if (sent > 0) at += sent;
    }
  }
  observe("served");
  outcome(result);
  natural("bytes", total);
  address_fields("peer", "peerPort", peer);
  done();
}

/* Takes one connection or datagram and sends back what it brings. */
static void serve_one(int of, int type, uint64_t until) {
  static char buffer[4096];
  uint64_t now = microseconds(CLOCK_MONOTONIC);
  long result = wait_for(of, POLLIN, until > now ? (long long)(until - now) / 1000 : 0);
  if (result >= 0 && type == STREAM) {
    result = call(__NR_accept4, of, NULL, NULL, CLOSE_ON_EXEC);
    if (result >= 0) {
      echo((int)result, until);
      close_file((int)result);
      return;
    }
  }
  unsigned char peer[28] = {0};
  unsigned length = sizeof peer;
  if (result >= 0) {
    result = call(__NR_recvfrom, of, buffer, sizeof buffer, 0, peer, &length);
    if (result >= 0) call(__NR_sendto, of, buffer, result, NO_SIGNAL, peer, length);
  }
  observe("served");
  outcome(result);
  if (result >= 0) {
    number("bytes", result);
    address_fields("peer", "peerPort", peer);
  }
  done();
}

static void act_listen(struct words *words) {
  char name[128] = "";
  struct address address;
  int type = type_word(words, 1);
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, 4, 1, 600000) * 1000;
  long count = words->count > 5 ? (long)number_word(words, 5, 1, 1000) : 1;
  long result = address_words(words, &address);
  if (result >= 0) result = bound(type, &address);
  show_bound(words, result);
  if (result < 0) return;
  join(join(join(name, sizeof name, who), sizeof name, ":"), sizeof name, words->at[3]);
  if (fork_as(name) == 0) {
    while (count-- > 0 && microseconds(CLOCK_MONOTONIC) < until) {
      serve_one((int)result, type, until);
    }
    end_process();
  }
  close_file((int)result);
}

/* A socket that the process was given. */
static void act_serve(struct words *words) {
  int of = (int)number_word(words, 1, 0, 4095), type = 0;
  unsigned size = sizeof type;
  unsigned char name[28] = {0};
  unsigned length = sizeof name;
  uint64_t until =
      microseconds(CLOCK_MONOTONIC) + (uint64_t)number_word(words, 2, 1, 600000) * 1000;
  long result = call(__NR_getsockopt, of, SOL_SOCKET, SO_TYPE, &type, &size);
  observe("serve");
  number("descriptor", of);
  outcome(result);
  if (result >= 0) {
    text("protocol", type == STREAM ? "tcp" : "udp");
    if (call(__NR_getsockname, of, name, &length) >= 0) address_fields("address", "port", name);
  }
  done();
  if (result >= 0) serve_one(of, type, until);
}

long connect_to(const struct address *address, int type, long long milliseconds) {
  long one = call(__NR_socket, address->family, type | CLOSE_ON_EXEC | WITHOUT_WAITING, 0);
  if (one < 0) return one;
  long result = call(__NR_connect, one, address->bytes, address->length);
  if (result == -EINPROGRESS) {
    int error = 0;
    unsigned size = sizeof error;
    result = wait_for((int)one, POLLOUT, milliseconds);
    if (result >= 0) result = call(__NR_getsockopt, one, SOL_SOCKET, SO_ERROR, &error, &size);
    if (result >= 0) result = -error;
  }
  if (result >= 0) return one;
  close_file((int)one);
  return result;
}

/* One try: how long the answer is, or an error. */
static long ask(const struct address *address, int type, const char *sent, size_t length,
                char *answer, uint64_t until) {
  uint64_t now = microseconds(CLOCK_MONOTONIC);
  long long left = until > now ? (long long)(until - now) / 1000 : 0;
  long one = connect_to(address, type, left);
  if (one < 0) return one;
  long result = call(__NR_sendto, one, sent, length, NO_SIGNAL, NULL, 0);
  if (type == STREAM) call(__NR_shutdown, one, SHUT_WRITING);
  long total = 0;
  while (result >= 0 && total < LONGEST_ANSWER) {
    now = microseconds(CLOCK_MONOTONIC);
    result = wait_for((int)one, POLLIN, until > now ? (long long)(until - now) / 1000 : 0);
    if (result >= 0) {
      result = call(__NR_recvfrom, one, answer + total, LONGEST_ANSWER - total, 0, NULL, NULL);
    }
    if (result > 0) total += result;
    if (result == 0 || (result > 0 && type == DATAGRAM)) break;
  }
  close_file((int)one);
  return result < 0 ? result : total;
}

/* Tries again while nobody listens, because the apps of a pod begin in any order. */
static void act_connect(struct words *words) {
  char answer[LONGEST_ANSWER];
  struct address address;
  int type = type_word(words, 1);
  long result = address_words(words, &address);
  uint64_t began = microseconds(CLOCK_MONOTONIC);
  uint64_t until = began + (uint64_t)number_word(words, 5, 1, 600000) * 1000;
  int tries = 0;
  if (result >= 0) {
    for (;; pause_for(20)) {
      tries++;
      result = ask(&address, type, words->at[4], words->length[4], answer, until);
      if (result != -ECONNREFUSED || microseconds(CLOCK_MONOTONIC) >= until) break;
    }
  }
  observe("connect");
  text("protocol", words->at[1]);
  text("address", words->at[2]);
  number("port", number_word(words, 3, 0, 65535));
  outcome(result);
  number("tries", tries);
  natural("micros", microseconds(CLOCK_MONOTONIC) - began);
  if (result >= 0) {
    number("length", result);
    bytes("answer", answer, (size_t)result);
  }
  done();
}

const struct action NETWORK[] = {
    {"interfaces", 0, 0, act_interfaces},
    {"routes", 0, 0, act_routes},
    {"bind", 3, 3, act_bind},
    {"listen", 4, 5, act_listen},
    {"serve", 2, 2, act_serve},
    {"connect", 5, 5, act_connect},
    {NULL, 0, 0, NULL},
};

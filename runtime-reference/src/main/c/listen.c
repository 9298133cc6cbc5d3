/* Sockets that an app finds open: init makes them in the pod, main of the app is given them. */
#define _GNU_SOURCE
#include "stage1.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST = 3 }; /* The descriptor of the first one. */

/* At every address of a family, for IPv6 those of IPv4, too. */
static int bound(int family, int type, in_port_t port) {
  const int yes = 1, no = 0;
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = in6addr_any};
  bool tcp = type == SOCK_STREAM;
  int made = socket(family, type | SOCK_CLOEXEC, 0);
  if (made < 0) return -1;
  if ((tcp && setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0) ||
      (family == AF_INET6 && setsockopt(made, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no) < 0) ||
      (family == AF_INET6 ? bind(made, (struct sockaddr *)&six, sizeof six)
                          : bind(made, (struct sockaddr *)&four, sizeof four)) < 0 ||
      (tcp && listen(made, SOMAXCONN) < 0)) {
    int error = errno;
    close(made);
    errno = error;
    return -1;
  }
  return made;
}

int sockets_add(struct sockets *sockets, const struct step *step) {
  const char *name = step->words[2], *names = sockets->names;
  in_port_t port = (in_port_t)number(step->words[1]);
  int type = step->words[0][0] == 't' ? SOCK_STREAM : SOCK_DGRAM;
  int made = bound(AF_INET6, type, port);
  /* A kernel may be without IPv6, or a namespace without an address of it. */
  if (made < 0 && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) made = bound(AF_INET, type, port);
  if (made < 0) return failed("cannot listen at the %s port %s", step->words[0], step->words[1]);
  int *all = realloc(sockets->socket, ((size_t)sockets->count + 1) * sizeof *all);
  if (all != NULL) sockets->socket = all;
  char *joined = NULL;
  if (all == NULL || asprintf(&joined, "%s%s%s", names ? names : "", names ? ":" : "", name) < 0) {
    close(made);
    return refused("there is no memory for sockets");
  }
  free(sockets->names);
  sockets->names = joined;
  sockets->socket[sockets->count++] = made;
  return 0;
}

int sockets_lift(const struct sockets *sockets, int *lifted) {
  for (int i = 0; i < sockets->count; i++) {
    lifted[i] = fcntl(sockets->socket[i], F_DUPFD_CLOEXEC, FIRST + sockets->count);
    if (lifted[i] < 0) return failed("cannot hand over sockets");
  }
  return 0;
}

int sockets_place(const struct sockets *sockets, const int *lifted) {
  for (int i = 0; i < sockets->count; i++) {
    if (dup2(lifted[i], FIRST + i) < 0) return failed("cannot hand over sockets");
  }
  return 0;
}

static bool is_about_sockets(const char *variable) {
  return strncmp(variable, "LISTEN_FDS=", 11) == 0 || strncmp(variable, "LISTEN_PID=", 11) == 0 ||
         strncmp(variable, "LISTEN_FDNAMES=", 15) == 0;
}

char **sockets_environment(const struct sockets *sockets, char **environment) {
  size_t count = 0, kept = 0;
  while (environment[count] != NULL) count++;
  char **all = calloc(count + 4, sizeof *all);
  if (all == NULL) return NULL;
  for (size_t i = 0; i < count; i++) {
    if (!is_about_sockets(environment[i])) all[kept++] = environment[i];
  }
  if (asprintf(&all[kept], "LISTEN_FDS=%d", sockets->count) < 0 ||
      asprintf(&all[kept + 1], "LISTEN_PID=%d", getpid()) < 0 ||
      asprintf(&all[kept + 2], "LISTEN_FDNAMES=%s", sockets->names) < 0) {
    return NULL;
  }
  return all;
}

/*
 * Takes connections to where they are meant to go: from ports of the host into the pod (`forward`),
 * and from the pod to a service on the host (`service`). One process for each of the two, beside the
 * keeper: whoever floods them holds up no log, and what they hold is bounded.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "stage1.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
  MOST_LINKS = 128,
  MOST_SESSIONS = 128,
  BUFFER = 32768,
  LONGEST_DATAGRAM = 65536,
  AT_ONCE = 32, /* datagrams of one socket, before others have their turn */
  /* Milliseconds. */
  IDLE = 60000,
  TRY_EVERY = 100,
  TRY_FOR = 10000,
  START_EVERY = 2000,
  PAUSE = 100,
};

/* Where connections come in. */
struct door {
  int socket;
  bool datagrams;
  in_port_t port;        /* of the pod; of a service 0 */
  const char *port_file; /* of a service */
  const char *prefix;
};

/* Bytes on their way in one direction. */
struct flow {
  size_t begin, end;
  char bytes[BUFFER];
};

/* A connection, and the other that it is taken on to. */
struct link {
  const struct door *door; /* NULL while it is none */
  int ends[2];             /* who has come, and where it goes, -1 while there is no socket for that */
  bool connected, prefix_due;
  int tried;               /* how many addresses have been */
  int64_t try_at, give_up_at;
  bool ended[2], shut[2];  /* nothing more comes from an end; nothing more is sent to it */
  struct flow flows[2];    /* from each end to the other */
};

/* A sender of datagrams, and the socket that answers come to. */
struct session {
  const struct door *door; /* NULL while it is none */
  int socket;
  int tried;
  struct sockaddr_in client;
  struct in_pktinfo to;    /* the address of ours that it has in mind */
  int64_t used_at;
};

enum { FORWARDS, SERVICES, RELAYS };

static const char *const names[RELAYS] = {"the relay of forwarded ports", "the relay of services"};
static pid_t processes[RELAYS];
static struct door *doors;      /* of forwarded ports; in the other relay of services */
static int door_count;
static int handing[2] = {-1, -1}; /* init gives the sockets for services; their relay takes them */

static struct in_addr addresses[2]; /* where servers of the pod listen */
static int address_count;
static char **start_words;
static int64_t started_at;
static bool *told; /* shared with who cannot start the service: it was said why */
static struct link *links;
static struct session *sessions;
static int64_t now, paused_until;

/* ---- sockets ---- */

static int option(int socket, int level, int name) {
  return setsockopt(socket, level, name, &(int){1}, sizeof(int));
}

static struct sockaddr_in address_of(struct in_addr address, in_port_t port) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = address, .sin_port = htons(port)};
}

/* A socket that is bound to an address and port and, of TCP, listens. */
static int open_socket(bool datagrams, const char *address, const char *port) {
  int type = (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
  struct in_addr host;
  inet_pton(AF_INET, address, &host);
  struct sockaddr_in bound = address_of(host, (in_port_t)number(port));
  int made = socket(AF_INET, type, 0);
  bool good = made >= 0 && (datagrams ? option(made, IPPROTO_IP, IP_PKTINFO)
                                      : option(made, SOL_SOCKET, SO_REUSEADDR)) == 0 &&
              bind(made, (struct sockaddr *)&bound, sizeof bound) == 0 &&
              (datagrams || listen(made, SOMAXCONN) == 0);
  if (good) return made;
  failed("cannot listen at %s port %s of %s", address, port, datagrams ? "udp" : "tcp");
  if (made >= 0) close(made);
  return -1;
}

/* ---- connections ---- */

static void close_end(struct link *link, int i, bool reset) {
  struct linger at_once = {.l_onoff = 1};
  if (link->ends[i] < 0) return;
  if (reset && setsockopt(link->ends[i], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) < 0) errno = 0;
  close(link->ends[i]);
  link->ends[i] = -1;
}

static void end_link(struct link *link, bool reset) {
  close_end(link, 0, reset);
  close_end(link, 1, reset);
  link->door = NULL;
}

/* The port that a file of the host names; 0 while there is none. */
static in_port_t port_of(const char *path) {
  char text[8];
  struct stat is;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
  ssize_t length = -1;
  if (file >= 0 && fstat(file, &is) == 0 && S_ISREG(is.st_mode)) length = read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  if (length < 2 || text[length - 1] != '\n') return 0;
  text[length - 1] = 0;
  if (strspn(text, "0123456789") != (size_t)length - 1) return 0;
  int64_t port = number(text);
  return port > UINT16_MAX ? 0 : (in_port_t)port;
}

/* In a process that nobody waits for: becomes the program, with nothing of ours. */
static _Noreturn void become_service(void) {
  static char *none[] = {NULL};
  sigset_t nothing;
  int null = open("/dev/null", O_RDWR | O_CLOEXEC), says = fcntl(2, F_DUPFD_CLOEXEC, 3);
  setsid();
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigemptyset(&nothing);
  sigprocmask(SIG_SETMASK, &nothing, NULL);
  setrlimit(RLIMIT_NOFILE, &open_files);
  prctl(PR_SET_NAME, "stage1");
  if (null < 0 || says < 0 || chdir("/") < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0 ||
      call_close_range(3, CLOSE_RANGE_CLOEXEC) < 0) {
    failed("service-start: cannot make a process for it");
  } else {
    execve(start_words[0], start_words, none);
    failed("service-start: cannot execute %s", start_words[0]);
  }
  /* Once: an app could go on asking for it, and fill the disk with this. */
  if (says >= 0 && dup2(says, 2) == 2 && !*told) {
    *told = true;
    say(reason);
  }
  _exit(NOT_EXECUTABLE);
}

static void start_service(void) {
  if (start_words == NULL || (started_at != 0 && now - started_at < START_EVERY)) return;
  started_at = now;
  pid_t child = fork();
  if (child == 0) {
    if (fork() == 0) become_service();
    _exit(0);
  }
  if (child > 0) waitpid(child, NULL, 0);
}

static void connected(struct link *link) {
  link->connected = true;
  option(link->ends[1], IPPROTO_TCP, TCP_NODELAY);
  option(link->ends[1], SOL_SOCKET, SO_KEEPALIVE);
}

/* Connects to where the connection goes, to the next address of it, or says when to try again. */
static void reach_out(struct link *link) {
  const struct door *door = link->door;
  bool service = door->port_file != NULL;
  close_end(link, 1, false);
  for (; link->tried < address_count; link->tried++) {
    struct sockaddr_in to = address_of(addresses[link->tried], service ? port_of(door->port_file) : door->port);
    if (to.sin_port == 0) break;
    link->ends[1] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (link->ends[1] < 0) break;
    if (connect(link->ends[1], (struct sockaddr *)&to, sizeof to) == 0) {
      connected(link);
      return;
    }
    if (errno == EINPROGRESS) return;
    close_end(link, 1, false);
  }
  if (!service || now >= link->give_up_at) {
    end_link(link, true);
    return;
  }
  link->tried = 0;
  link->try_at = now + TRY_EVERY;
  start_service();
}

static void take_in(const struct door *door, struct link *link) {
  int end = accept4(door->socket, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (end < 0) {
    /* Without a descriptor for it the connection stays there, and would be told again at once. */
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) paused_until = now + PAUSE;
    return;
  }
  option(end, IPPROTO_TCP, TCP_NODELAY);
  option(end, SOL_SOCKET, SO_KEEPALIVE);
  link->door = door;
  link->ends[0] = end;
  link->ends[1] = -1;
  link->connected = false;
  link->prefix_due = door->prefix != NULL;
  link->tried = 0;
  link->try_at = 0;
  link->give_up_at = now + TRY_FOR;
  for (int i = 0; i < 2; i++) {
    link->ended[i] = link->shut[i] = false;
    link->flows[i].begin = link->flows[i].end = 0;
  }
  reach_out(link);
}

/* How much may be read from an end now. */
static size_t room(const struct link *link, int i) {
  size_t kept = i == 0 && link->prefix_due ? strlen(link->door->prefix) : 0;
  return link->ended[i] ? 0 : BUFFER - kept - link->flows[i].end;
}

static short wanted_of(const struct link *link, int i) {
  if (i == 1 && !link->connected) return POLLOUT;
  const struct flow *to = &link->flows[1 - i];
  return (short)((room(link, i) > 0 ? POLLIN : 0) | (link->connected && to->end > to->begin ? POLLOUT : 0));
}

/* Puts the prefix behind the first space, once that has come. */
static void put_prefix(struct link *link, size_t from) {
  struct flow *flow = &link->flows[0];
  size_t length = strlen(link->door->prefix);
  char *space = memchr(flow->bytes + from, ' ', flow->end - from);
  if (space == NULL) return;
  memmove(space + 1 + length, space + 1, (size_t)(flow->bytes + flow->end - (space + 1)));
  memcpy(space + 1, link->door->prefix, length);
  flow->end += length;
  link->prefix_due = false;
}

/* Reads from an end what there is room for; false when the connection is broken. */
static bool read_end(struct link *link, int i) {
  struct flow *flow = &link->flows[i];
  size_t from = flow->end;
  ssize_t length = recv(link->ends[i], flow->bytes + from, room(link, i), 0);
  if (length < 0) return errno == EAGAIN || errno == EINTR;
  link->ended[i] = length == 0;
  flow->end += (size_t)length;
  if (i == 0 && link->prefix_due) put_prefix(link, from);
  return true;
}

/* Sends on what has come from an end; false when the connection is broken. */
static bool send_on(struct link *link, int i) {
  struct flow *flow = &link->flows[i];
  if (flow->end > flow->begin) {
    ssize_t length = send(link->ends[1 - i], flow->bytes + flow->begin, flow->end - flow->begin, MSG_NOSIGNAL);
    if (length < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (length > 0) flow->begin += (size_t)length;
  }
  if (flow->begin == flow->end) {
    flow->begin = flow->end = 0;
    if (link->ended[i] && !link->shut[1 - i]) {
      link->shut[1 - i] = true;
      return shutdown(link->ends[1 - i], SHUT_WR) == 0;
    }
  }
  return true;
}

static void see_to(struct link *link, const struct pollfd *polled) {
  if (!link->connected && link->ends[1] >= 0 && polled[1].revents) {
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(link->ends[1], SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) {
      connected(link);
    } else {
      link->tried++;
      reach_out(link);
      if (link->door == NULL) return;
    }
  } else if (!link->connected && link->ends[1] < 0 && now >= link->try_at) {
    reach_out(link);
    if (link->door == NULL) return;
  } else if (!link->connected && now >= link->give_up_at) {
    end_link(link, true);
    return;
  }
  bool good = true;
  for (int i = 0; i < 2 && good; i++) {
    bool readable = polled[i].revents && (polled[i].events & POLLIN);
    if (readable && room(link, i) > 0) good = read_end(link, i);
  }
  for (int i = 0; i < 2 && good && link->connected; i++) good = send_on(link, i);
  if (!good || (link->shut[0] && link->shut[1])) end_link(link, !good);
}

/* ---- datagrams ---- */

static void end_session(struct session *session) {
  close(session->socket);
  session->door = NULL;
}

/* The session of a sender, or a new one in the place of the one that has been quiet the longest. */
static struct session *session_of(const struct door *door, const struct sockaddr_in *client) {
  struct session *oldest = &sessions[0];
  for (int i = 0; i < MOST_SESSIONS; i++) {
    struct session *session = &sessions[i];
    if (session->door == door && session->client.sin_addr.s_addr == client->sin_addr.s_addr &&
        session->client.sin_port == client->sin_port) {
      return session;
    }
    if (oldest->door != NULL && (session->door == NULL || session->used_at < oldest->used_at)) oldest = session;
  }
  if (oldest->door != NULL) end_session(oldest);
  oldest->socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (oldest->socket < 0) return NULL;
  oldest->door = door;
  oldest->client = *client;
  oldest->tried = -1;
  return oldest;
}

/* Whether nobody was there for what was sent before. */
static bool was_refused(const struct session *session) {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(session->socket, SOL_SOCKET, SO_ERROR, &error, &size) < 0 || error == ECONNREFUSED;
}

static void send_datagram(struct session *session, const char *bytes, size_t length) {
  bool next = session->tried < 0 || was_refused(session);
  for (;;) {
    if (next) {
      if (++session->tried == address_count) break;
      struct sockaddr_in to = address_of(addresses[session->tried], session->door->port);
      if (connect(session->socket, (struct sockaddr *)&to, sizeof to) < 0) continue;
    }
    ssize_t sent = send(session->socket, bytes, length, MSG_NOSIGNAL);
    /* On the same machine the answer that there is nobody is there when send comes back. */
    next = (sent < 0 && errno == ECONNREFUSED) || was_refused(session);
    if (!next) return;
  }
  end_session(session);
}

/* Receives a datagram and what address of ours it came to. */
static ssize_t receive(int socket, char *bytes, struct sockaddr_in *from, struct in_pktinfo *to) {
  char control[CMSG_SPACE(sizeof *to)] __attribute__((aligned(sizeof(size_t))));
  struct iovec part = {.iov_base = bytes, .iov_len = LONGEST_DATAGRAM};
  struct msghdr message = {.msg_name = from, .msg_namelen = sizeof *from, .msg_iov = &part, .msg_iovlen = 1,
                           .msg_control = control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(socket, &message, 0);
  memset(to, 0, sizeof *to);
  struct cmsghdr *header = length < 0 ? NULL : CMSG_FIRSTHDR(&message);
  if (header != NULL && header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
    memcpy(to, CMSG_DATA(header), sizeof *to);
  }
  return length;
}

/* Answers a sender from the address that it has written to. */
static void answer(const struct session *session, char *bytes, size_t length) {
  char control[CMSG_SPACE(sizeof session->to)] __attribute__((aligned(sizeof(size_t)))) = {0};
  struct in_pktinfo from = {.ipi_spec_dst = session->to.ipi_spec_dst};
  struct sockaddr_in client = session->client;
  struct iovec part = {.iov_base = bytes, .iov_len = length};
  struct msghdr message = {.msg_name = &client, .msg_namelen = sizeof client, .msg_iov = &part,
                           .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_IP;
  header->cmsg_type = IP_PKTINFO;
  header->cmsg_len = CMSG_LEN(sizeof from);
  memcpy(CMSG_DATA(header), &from, sizeof from);
  if (sendmsg(session->door->socket, &message, MSG_NOSIGNAL) < 0) errno = 0; /* It is lost, as datagrams are. */
}

static void take_datagrams(const struct door *door) {
  static char bytes[LONGEST_DATAGRAM];
  for (int i = 0; i < AT_ONCE; i++) {
    struct sockaddr_in from = {0};
    struct in_pktinfo to;
    ssize_t length = receive(door->socket, bytes, &from, &to);
    if (length < 0) return;
    struct session *session = session_of(door, &from);
    if (session == NULL) return;
    session->to = to;
    session->used_at = now;
    send_datagram(session, bytes, (size_t)length);
  }
}

static void take_answers(struct session *session) {
  static char bytes[LONGEST_DATAGRAM];
  for (int i = 0; i < AT_ONCE; i++) {
    ssize_t length = recv(session->socket, bytes, sizeof bytes, 0);
    if (length < 0) {
      if (errno != EAGAIN && errno != EINTR) end_session(session);
      return;
    }
    session->used_at = now;
    answer(session, bytes, (size_t)length);
  }
}

/* ---- the processes ---- */

static void sooner(int64_t *time, int64_t other) {
  if (*time < 0 || other < *time) *time = other;
}

/* Waits for something to happen and sees to it. */
static void turn(struct pollfd *polled) {
  struct pollfd *of_links = polled + door_count, *of_sessions = of_links + 2 * MOST_LINKS;
  struct link *free_link = NULL;
  int64_t wake = -1;
  for (int i = 0; i < MOST_LINKS; i++) {
    struct link *link = &links[i];
    if (link->door == NULL) free_link = link;
    for (int k = 0; k < 2; k++) {
      /* What nothing is wanted of is left out: that it was hung up would be told again and again. */
      short wanted = link->door == NULL || link->ends[k] < 0 ? 0 : wanted_of(link, k);
      of_links[2 * i + k] = (struct pollfd){.fd = wanted ? link->ends[k] : -1, .events = wanted};
    }
    if (link->door != NULL && !link->connected) sooner(&wake, link->ends[1] < 0 ? link->try_at : link->give_up_at);
  }
  bool pausing = now < paused_until;
  if (pausing) sooner(&wake, paused_until);
  for (int i = 0; i < door_count; i++) {
    bool open = doors[i].datagrams || (free_link != NULL && !pausing);
    polled[i] = (struct pollfd){.fd = open ? doors[i].socket : -1, .events = POLLIN};
  }
  for (int i = 0; i < MOST_SESSIONS; i++) {
    bool used = sessions[i].door != NULL;
    of_sessions[i] = (struct pollfd){.fd = used ? sessions[i].socket : -1, .events = POLLIN};
    if (used) sooner(&wake, sessions[i].used_at + IDLE);
  }
  int64_t left = wake < 0 ? -1 : wake <= now ? 0 : wake - now;
  int happened = poll(polled, (nfds_t)(door_count + 2 * MOST_LINKS + MOST_SESSIONS), left > INT_MAX ? INT_MAX : (int)left);
  now = milliseconds();
  if (happened < 0) return;
  for (int i = 0; i < MOST_LINKS; i++) {
    if (links[i].door != NULL) see_to(&links[i], &of_links[2 * i]);
  }
  for (int i = 0; i < MOST_SESSIONS; i++) {
    if (sessions[i].door == NULL) continue;
    if (of_sessions[i].revents) take_answers(&sessions[i]);
    if (sessions[i].door != NULL && now - sessions[i].used_at >= IDLE) end_session(&sessions[i]);
  }
  for (int i = 0; i < door_count; i++) {
    if (polled[i].revents == 0) continue;
    if (doors[i].datagrams) {
      take_datagrams(&doors[i]);
      continue;
    }
    for (int k = 0; free_link != NULL && free_link->door != NULL && k < MOST_LINKS; k++) {
      free_link = links[k].door == NULL ? &links[k] : free_link;
    }
    if (free_link != NULL && free_link->door == NULL) take_in(&doors[i], free_link);
  }
}

static _Noreturn void relay(void) {
  struct pollfd *polled = calloc((size_t)door_count + 2 * MOST_LINKS + MOST_SESSIONS, sizeof *polled);
  links = calloc(MOST_LINKS, sizeof *links);
  sessions = calloc(MOST_SESSIONS, sizeof *sessions);
  if (polled == NULL || links == NULL || sessions == NULL) _exit(NOT_SET_UP);
  now = milliseconds();
  for (;;) turn(polled);
}

/* Closes whatever is open beyond standard error, but for these, the numbers of which grow. */
static void close_others(const int *kept, int count) {
  int first = 3;
  for (int i = 0; i < count; i++) {
    if (kept[i] > first) syscall(SYS_close_range, first, kept[i] - 1, 0);
    first = kept[i] + 1;
  }
  call_close_range((unsigned)first, 0);
}

/* What both relays do first: they end with the keeper, and hear of no signal but KILL. */
static void be_relay(pid_t keeper) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  sigset_t all;
  setsid();
  prctl(PR_SET_NAME, "stage1-relay");
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 ||
      getppid() != keeper) {
    _exit(NOT_SET_UP);
  }
}

/* Joins the network of the pod, with no power over anything there. */
static int join(const struct plan *plan, pid_t init) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}};
  const char *const kinds[] = {"user", "net"};
  int namespaces[2];
  for (int i = 0; i < 2; i++) {
    char path[40];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", init, kinds[i]);
    namespaces[i] = open(path, O_RDONLY | O_CLOEXEC);
    if (namespaces[i] < 0) return failed("forward: cannot open %s", path);
  }
  if ((plan->user_namespace && setns(namespaces[0], CLONE_NEWUSER) < 0) ||
      setns(namespaces[1], CLONE_NEWNET) < 0 || syscall(SYS_capset, &header, none) < 0) {
    return failed("forward: cannot join the network of the pod");
  }
  return 0;
}

static _Noreturn void run_forwards(const struct plan *plan, pid_t init, pid_t keeper, int ready) {
  bool good = join(plan, init) == 0;
  if (write(ready, reason, good ? 0 : strlen(reason)) < 0) _exit(NOT_SET_UP);
  if (!good) _exit(NOT_SET_UP);
  int *kept = calloc((size_t)door_count, sizeof *kept);
  if (kept == NULL) _exit(NOT_SET_UP);
  for (int i = 0; i < door_count; i++) kept[i] = doors[i].socket;
  close_others(kept, door_count);
  be_relay(keeper);
  addresses[0].s_addr = htonl(INADDR_LOOPBACK);
  address_count = 1;
  if (plan->interface != NULL) {
    char text[INET_ADDRSTRLEN] = "";
    const char *word = plan->interface->words[3];
    memcpy(text, word, strcspn(word, "/"));
    inet_pton(AF_INET, text, &addresses[address_count++]);
  }
  relay();
}

/* Takes over what init has opened; without that there is nothing to do. */
static void receive_doors(const struct plan *plan) {
  char control[CMSG_SPACE(MOST_SERVICES * sizeof(int))] __attribute__((aligned(sizeof(size_t)))), byte;
  struct iovec part = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(handing[0], &message, MSG_CMSG_CLOEXEC);
  struct cmsghdr *header = length == 1 ? CMSG_FIRSTHDR(&message) : NULL;
  if (header == NULL || header->cmsg_type != SCM_RIGHTS ||
      header->cmsg_len != CMSG_LEN((size_t)plan->services * sizeof(int))) {
    _exit(0);
  }
  doors = calloc((size_t)plan->services, sizeof *doors);
  if (doors == NULL) _exit(NOT_SET_UP);
  door_count = 0;
  for (int i = 0; i < plan->count; i++) {
    const struct step *step = &plan->steps[i];
    if (step->code == SERVICE_START) start_words = step->words;
    if (step->code != SERVICE) continue;
    struct door *door = &doors[door_count];
    memcpy(&door->socket, CMSG_DATA(header) + (size_t)door_count * sizeof(int), sizeof(int));
    door->port_file = step->words[2];
    door->prefix = step->words[3];
    door_count++;
  }
  close(handing[0]);
}

static _Noreturn void run_services(const struct plan *plan, pid_t keeper) {
  close_others(handing, 1);
  be_relay(keeper);
  receive_doors(plan);
  told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (told == MAP_FAILED) _exit(NOT_SET_UP);
  addresses[0].s_addr = htonl(INADDR_LOOPBACK);
  address_count = 1;
  relay();
}

/* ---- what keeper and init do ---- */

int relays_open(const struct plan *plan) {
  doors = calloc((size_t)plan->forwards + 1, sizeof *doors);
  if (doors == NULL) return failed("there is no memory for the ports");
  for (int i = 0; i < plan->count; i++) {
    const struct step *step = &plan->steps[i];
    if (step->code != FORWARD) continue;
    struct door *door = &doors[door_count];
    door->datagrams = step->words[0][0] == 'u';
    door->port = (in_port_t)number(step->words[3]);
    door->socket = open_socket(door->datagrams, step->words[1], step->words[2]);
    if (door->socket < 0) return because("forward");
    door_count++;
  }
  if (plan->services > 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, handing) < 0) {
    return failed("service: cannot make a socket");
  }
  return 0;
}

static void close_doors(void) {
  for (int i = 0; i < door_count; i++) close(doors[i].socket);
  door_count = 0;
}

void relays_leave(void) {
  close_doors();
  if (handing[0] >= 0) close(handing[0]);
}

int relays_start(const struct plan *plan, pid_t init) {
  pid_t keeper = getpid();
  int ready[2];
  if (plan->services > 0) {
    processes[SERVICES] = fork();
    if (processes[SERVICES] == 0) run_services(plan, keeper);
    if (processes[SERVICES] < 0) return failed("service: cannot start a process");
    close(handing[0]);
    close(handing[1]);
  }
  if (plan->forwards == 0) return 0;
  if (pipe2(ready, O_CLOEXEC) < 0) return failed("forward: cannot make a pipe");
  processes[FORWARDS] = fork();
  if (processes[FORWARDS] == 0) run_forwards(plan, init, keeper, ready[1]);
  int error = errno;
  close(ready[1]);
  close_doors();
  ssize_t length = processes[FORWARDS] < 0 ? 0 : read(ready[0], reason, sizeof reason - 1);
  close(ready[0]);
  errno = error;
  if (processes[FORWARDS] < 0) return failed("forward: cannot start a process");
  if (length > 0) reason[length] = 0;
  return length > 0 ? -1 : 0;
}

int services_open(const struct plan *plan) {
  char control[CMSG_SPACE(MOST_SERVICES * sizeof(int))] __attribute__((aligned(sizeof(size_t)))) = {0}, byte = GO;
  struct iovec part = {.iov_base = &byte, .iov_len = 1};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = CMSG_SPACE((size_t)plan->services * sizeof(int))};
  struct cmsghdr *header = (struct cmsghdr *)control;
  int opened[MOST_SERVICES], count = 0;
  if (plan->services == 0) return 0;
  for (int i = 0; i < plan->count; i++) {
    const struct step *step = &plan->steps[i];
    if (step->code != SERVICE) continue;
    opened[count] = open_socket(false, step->words[0], step->words[1]);
    if (opened[count] < 0) return because("service");
    count++;
  }
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
  memcpy(CMSG_DATA(header), opened, (size_t)count * sizeof(int));
  if (sendmsg(handing[1], &message, MSG_NOSIGNAL) != 1) return failed("service: cannot hand over the sockets");
  for (int i = 0; i < count; i++) close(opened[i]);
  close(handing[1]);
  return 0;
}

void relays_reap(void) {
  for (int i = 0; i < RELAYS; i++) {
    int status;
    if (processes[i] <= 0 || waitpid(processes[i], &status, WNOHANG) != processes[i]) continue;
    processes[i] = 0;
    if (status == 0) continue; /* There was nothing to do: init has failed, and tells why. */
    bool killed = WIFSIGNALED(status);
    refused("%s has ended with %s %d; nobody is connected by it any more", names[i], killed ? "signal" : "status",
            killed ? WTERMSIG(status) : WEXITSTATUS(status));
    say(reason);
  }
}

void relays_end(void) {
  close_doors();
  for (int i = 0; i < RELAYS; i++) {
    if (processes[i] <= 0) continue;
    kill(processes[i], SIGKILL);
    waitpid(processes[i], NULL, 0);
    processes[i] = 0;
  }
}

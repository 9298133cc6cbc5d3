/*
 * The network of a pod: its interfaces, and the bridge of the host that they are plugged into. All of
 * it goes by rtnetlink, so that no program of the host is needed.
 */
#define _GNU_SOURCE
#include "stage1.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  LEAST_BURST = 4096,       /* More than the longest packet of Ethernet. */
  MOST_BURST = 1 << 20,
  LEAST_QUEUE = 32768,
  MOST_QUEUE = 4 << 20,
  WAIT_FOR_PORTS = 3000,    /* milliseconds; a pod that was killed takes its interface with it soon */
  LOOK_AT_PORTS_EVERY = 20, /* milliseconds */
};

/* ---- messages ---- */

struct message {
  struct nlmsghdr header;
  char room[1024];
};

static void begin(struct message *message, int type, int flags, const void *body, size_t length) {
  memset(message, 0, sizeof *message);
  message->header.nlmsg_len = NLMSG_LENGTH((unsigned)length);
  message->header.nlmsg_type = (uint16_t)type;
  message->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
  memcpy(NLMSG_DATA(&message->header), body, length);
}

/* Puts something behind what the message has; no message of ours comes near to the end of its room. */
static void append(struct message *message, const void *bytes, size_t length) {
  memcpy((char *)message + NLMSG_ALIGN(message->header.nlmsg_len), bytes, length);
  message->header.nlmsg_len = NLMSG_ALIGN(message->header.nlmsg_len) + (unsigned)length;
}

static struct rtattr *add(struct message *message, int type, const void *bytes, size_t length) {
  struct rtattr *attribute = (void *)((char *)message + NLMSG_ALIGN(message->header.nlmsg_len));
  struct rtattr header = {.rta_len = (uint16_t)RTA_LENGTH(length), .rta_type = (uint16_t)type};
  append(message, &header, sizeof header);
  if (length > 0) append(message, bytes, length);
  return attribute;
}

static struct rtattr *add_number(struct message *message, int type, uint32_t number) {
  return add(message, type, &number, sizeof number);
}

static struct rtattr *add_text(struct message *message, int type, const char *text) {
  return add(message, type, text, strlen(text) + 1);
}

/* An attribute has what was added since. */
static void end(struct message *message, struct rtattr *attribute) {
  attribute->rta_len = (uint16_t)((char *)message + message->header.nlmsg_len - (char *)attribute);
}

static int open_netlink(void) {
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  return netlink < 0 ? failed("cannot speak with the kernel about the network") : netlink;
}

/* What is done with each message of an answer. */
typedef void hearing(const struct nlmsghdr *header, void *with);

/* Sends a message and hears the answer to its end; -1 with errno when the kernel refuses. */
static int ask(int netlink, struct message *message, hearing *hear, void *with) {
  static char answer[32768] __attribute__((aligned(NLMSG_ALIGNTO)));
  static uint32_t last;
  uint32_t mine = message->header.nlmsg_seq = ++last;
  if (send(netlink, message, message->header.nlmsg_len, 0) < 0) return -1;
  for (;;) {
    ssize_t length = recv(netlink, answer, sizeof answer, 0);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return -1;
    size_t left = (size_t)length;
    for (struct nlmsghdr *at = (void *)answer; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
      if (at->nlmsg_seq != mine) continue;
      if (at->nlmsg_type == NLMSG_DONE) return 0;
      if (at->nlmsg_type == NLMSG_ERROR) {
        errno = -((struct nlmsgerr *)NLMSG_DATA(at))->error;
        return errno == 0 ? 0 : -1;
      }
      if (hear != NULL) hear(at, with);
    }
  }
}

static int tell(int netlink, struct message *message) {
  return ask(netlink, message, NULL, NULL);
}

/* ---- interfaces ---- */

/* Splits ADDRESS/PREFIX, which the plan has checked. */
static int read_address(const char *word, struct in_addr *address) {
  char text[INET_ADDRSTRLEN] = "";
  const char *slash = strchr(word, '/');
  memcpy(text, word, (size_t)(slash - word));
  inet_pton(AF_INET, text, address);
  return (int)number(slash + 1);
}

/* The same address of Ethernet for the same IPv4 address: who has one in mind is not led astray by it
 * when another pod, or the bridge made anew, has taken its place. */
static void hardware_address(struct in_addr address, unsigned char hardware[6]) {
  hardware[0] = 0x02; /* given out locally */
  hardware[1] = 0xac;
  memcpy(hardware + 2, &address, 4);
}

static int set_up(int netlink, unsigned index, const unsigned char *hardware) {
  struct message message;
  struct ifinfomsg up = {.ifi_index = (int)index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(&message, RTM_NEWLINK, 0, &up, sizeof up);
  if (hardware != NULL) add(&message, IFLA_ADDRESS, hardware, 6);
  return tell(netlink, &message);
}

static int add_address(int netlink, unsigned index, struct in_addr address, int prefix, int scope) {
  struct message message;
  struct ifaddrmsg body = {.ifa_family = AF_INET, .ifa_prefixlen = (uint8_t)prefix,
                           .ifa_scope = (uint8_t)scope, .ifa_index = index};
  begin(&message, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
  add(&message, IFA_LOCAL, &address, sizeof address);
  add(&message, IFA_ADDRESS, &address, sizeof address);
  return tell(netlink, &message) < 0 && errno != EEXIST ? -1 : 0;
}

static int add_default_route(int netlink, unsigned index, const char *gateway) {
  struct message message;
  struct in_addr address;
  struct rtmsg body = {.rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_STATIC,
                       .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST};
  inet_pton(AF_INET, gateway, &address);
  begin(&message, RTM_NEWROUTE, NLM_F_CREATE, &body, sizeof body);
  add(&message, RTA_GATEWAY, &address, sizeof address);
  add_number(&message, RTA_OIF, index);
  return tell(netlink, &message);
}

static uint32_t within(int64_t value, int64_t least, int64_t most) {
  return (uint32_t)(value < least ? least : value > most ? most : value);
}

/* Lets only so many bytes a second out of an interface, and a twentieth of that at once. */
static int limit(int netlink, unsigned index, int64_t rate) {
  struct message message;
  struct tcmsg body = {.tcm_family = AF_UNSPEC, .tcm_ifindex = (int)index, .tcm_parent = TC_H_ROOT};
  struct tc_tbf_qopt options = {
      .rate = {.rate = rate > UINT32_MAX ? UINT32_MAX : (uint32_t)rate, .linklayer = TC_LINKLAYER_ETHERNET},
      .limit = within(rate / 4, LEAST_QUEUE, MOST_QUEUE),
  };
  uint64_t whole = (uint64_t)rate;
  begin(&message, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, &body, sizeof body);
  add_text(&message, TCA_KIND, "tbf");
  struct rtattr *of_tbf = add(&message, TCA_OPTIONS, NULL, 0);
  add(&message, TCA_TBF_PARMS, &options, sizeof options);
  add_number(&message, TCA_TBF_BURST, within(rate / 20, LEAST_BURST, MOST_BURST));
  add(&message, TCA_TBF_RATE64, &whole, sizeof whole);
  end(&message, of_tbf);
  return tell(netlink, &message);
}

/* ---- of a pod ---- */

static const char *peer; /* what the host's end of the pod's cable is called, once it is there */

int interface_plug_in(const struct plan *plan, pid_t init) {
  if (plan->interface == NULL) return 0;
  char **word = plan->interface->words;
  unsigned bridge = if_nametoindex(word[2]);
  if (bridge == 0) return failed("interface: there is no bridge %s", word[2]);
  struct message message;
  struct ifinfomsg up = {.ifi_flags = IFF_UP, .ifi_change = IFF_UP}, inner = {0};
  struct in_addr address;
  unsigned char hardware[6];
  read_address(word[3], &address);
  hardware_address(address, hardware);
  begin(&message, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &up, sizeof up);
  add_text(&message, IFLA_IFNAME, word[1]);
  add_number(&message, IFLA_MASTER, bridge);
  struct rtattr *info = add(&message, IFLA_LINKINFO, NULL, 0);
  add_text(&message, IFLA_INFO_KIND, "veth");
  struct rtattr *data = add(&message, IFLA_INFO_DATA, NULL, 0);
  struct rtattr *of_pod = add(&message, VETH_INFO_PEER, NULL, 0);
  append(&message, &inner, sizeof inner);
  add_text(&message, IFLA_IFNAME, word[0]);
  add(&message, IFLA_ADDRESS, hardware, sizeof hardware);
  add_number(&message, IFLA_NET_NS_PID, (uint32_t)init);
  end(&message, of_pod);
  end(&message, data);
  end(&message, info);
  int netlink = open_netlink();
  if (netlink < 0) return because("interface");
  int result = tell(netlink, &message);
  if (result < 0) {
    failed("interface: cannot make %s, a port of the bridge %s", word[1], word[2]);
  } else {
    peer = word[1];
  }
  if (result == 0 && plan->interface_rate > 0) {
    result = limit(netlink, if_nametoindex(peer), plan->interface_rate);
    if (result < 0) failed("interface-rate: cannot limit %s", peer);
  }
  close(netlink);
  return result;
}

void interface_pull_out(void) {
  struct message message;
  struct ifinfomsg any = {0};
  int netlink = peer == NULL ? -1 : open_netlink();
  if (netlink < 0) return;
  begin(&message, RTM_DELLINK, 0, &any, sizeof any);
  add_text(&message, IFLA_IFNAME, peer);
  /* Should it fail: the kernel removes it soon after the last process of the pod. */
  if (tell(netlink, &message) == 0) peer = NULL;
  close(netlink);
}

static int loopback(int netlink, const struct step *step) {
  unsigned index = if_nametoindex("lo");
  if (index == 0 || set_up(netlink, index, NULL) < 0) return failed("cannot bring it up");
  for (int i = 0; i < step->count; i++) {
    struct in_addr address;
    inet_pton(AF_INET, step->words[i], &address);
    if (add_address(netlink, index, address, 32, RT_SCOPE_HOST) < 0) {
      return failed("cannot give it the address %s", step->words[i]);
    }
  }
  return 0;
}

static int interface(int netlink, const struct step *step) {
  struct in_addr address;
  unsigned index = if_nametoindex(step->words[0]);
  int prefix = read_address(step->words[3], &address);
  if (index == 0) return failed("there is no %s", step->words[0]);
  if (add_address(netlink, index, address, prefix, RT_SCOPE_UNIVERSE) < 0) {
    return failed("cannot give %s the address %s", step->words[0], step->words[3]);
  }
  if (set_up(netlink, index, NULL) < 0) return failed("cannot bring %s up", step->words[0]);
  if (add_default_route(netlink, index, step->words[4]) < 0) {
    return failed("cannot make %s the gateway", step->words[4]);
  }
  return 0;
}

int network_set_up(const struct plan *plan) {
  int result = 0, netlink = (plan->namespaces & CLONE_NEWNET) ? open_netlink() : -1;
  if (netlink < 0) return (plan->namespaces & CLONE_NEWNET) ? -1 : 0;
  for (int i = 0; i < plan->count && result == 0; i++) {
    const struct step *step = &plan->steps[i];
    if (step->code == LOOPBACK) result = loopback(netlink, step);
    if (step->code == INTERFACE) result = interface(netlink, step);
    if (step->code == INTERFACE_RATE) {
      const char *name = plan->interface->words[0];
      result = limit(netlink, if_nametoindex(name), plan->interface_rate);
      if (result < 0) failed("cannot limit %s", name);
    }
    if (result < 0) because("%s", step->name);
  }
  close(netlink);
  return result;
}

/* ---- the bridge ---- */

/* What is asked about an interface, and the answer. */
struct asked {
  unsigned index;
  bool bridge, wanted, others; /* it is one; it has the address; it has another */
  struct in_addr address;
  int prefix, ports;
};

static struct rtattr *find(struct rtattr *attribute, size_t left, int type) {
  for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
    if ((attribute->rta_type & NLA_TYPE_MASK) == type) return attribute;
  }
  return NULL;
}

static void hear_kind(const struct nlmsghdr *header, void *with) {
  struct asked *asked = with;
  struct ifinfomsg *body = NLMSG_DATA(header);
  struct rtattr *info = header->nlmsg_type != RTM_NEWLINK
                            ? NULL
                            : find(IFLA_RTA(body), IFLA_PAYLOAD(header), IFLA_LINKINFO);
  struct rtattr *kind = info == NULL ? NULL : find(RTA_DATA(info), RTA_PAYLOAD(info), IFLA_INFO_KIND);
  asked->bridge = kind != NULL && strcmp(RTA_DATA(kind), "bridge") == 0;
}

static void hear_port(const struct nlmsghdr *header, void *with) {
  struct asked *asked = with;
  struct rtattr *master = header->nlmsg_type != RTM_NEWLINK
                              ? NULL
                              : find(IFLA_RTA(NLMSG_DATA(header)), IFLA_PAYLOAD(header), IFLA_MASTER);
  asked->ports += master != NULL && *(unsigned *)RTA_DATA(master) == asked->index;
}

static void hear_address(const struct nlmsghdr *header, void *with) {
  struct asked *asked = with;
  struct ifaddrmsg *body = NLMSG_DATA(header);
  if (header->nlmsg_type != RTM_NEWADDR || body->ifa_index != asked->index) return;
  struct rtattr *local = find(IFA_RTA(body), IFA_PAYLOAD(header), IFA_LOCAL);
  bool same = local != NULL && memcmp(RTA_DATA(local), &asked->address, 4) == 0 &&
              body->ifa_prefixlen == asked->prefix;
  asked->wanted |= same;
  asked->others |= !same;
}

/* Finds out what an interface is; nothing if there is none, index 0. */
static int look(int netlink, const char *name, struct asked *asked) {
  struct message message;
  struct ifinfomsg body = {0};
  struct ifaddrmsg addresses = {.ifa_family = AF_INET};
  asked->index = if_nametoindex(name);
  asked->ports = 0;
  if (asked->index == 0) return 0;
  body.ifi_index = (int)asked->index;
  begin(&message, RTM_GETLINK, 0, &body, sizeof body);
  if (ask(netlink, &message, hear_kind, asked) < 0) return -1;
  body.ifi_index = 0;
  begin(&message, RTM_GETLINK, NLM_F_DUMP, &body, sizeof body);
  if (ask(netlink, &message, hear_port, asked) < 0) return -1;
  begin(&message, RTM_GETADDR, NLM_F_DUMP, &addresses, sizeof addresses);
  return ask(netlink, &message, hear_address, asked);
}

static int bridge_up(int netlink, const char *name, const char *word) {
  struct message message;
  struct ifinfomsg body = {0};
  struct asked asked = {0};
  unsigned char hardware[6];
  asked.prefix = read_address(word, &asked.address);
  hardware_address(asked.address, hardware);
  begin(&message, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
  add_text(&message, IFLA_IFNAME, name);
  struct rtattr *info = add(&message, IFLA_LINKINFO, NULL, 0);
  add_text(&message, IFLA_INFO_KIND, "bridge");
  end(&message, info);
  if (tell(netlink, &message) < 0 && errno != EEXIST) return failed("cannot make the bridge %s", name);
  if (look(netlink, name, &asked) < 0 || asked.index == 0) return failed("cannot look at the bridge %s", name);
  if (!asked.bridge) return refused("%s is there and is no bridge", name);
  if (!asked.wanted && (asked.others || asked.ports > 0)) {
    return refused("the bridge %s is somebody else's: it does not have the address %s, but %s", name, word,
                   asked.others ? "another" : "ports");
  }
  if (add_address(netlink, asked.index, asked.address, asked.prefix, RT_SCOPE_UNIVERSE) < 0) {
    return failed("cannot give the bridge %s the address %s", name, word);
  }
  return set_up(netlink, asked.index, hardware) < 0 ? failed("cannot bring the bridge %s up", name) : 0;
}

static int bridge_away(int netlink, const char *name) {
  struct message message;
  struct asked asked = {0};
  int64_t until = milliseconds() + WAIT_FOR_PORTS;
  for (;;) {
    if (look(netlink, name, &asked) < 0) return failed("cannot look at the bridge %s", name);
    if (asked.index == 0) return 0;
    if (!asked.bridge) return refused("%s is no bridge", name);
    if (asked.ports == 0) break;
    if (milliseconds() >= until) return 0;
    nanosleep(&(struct timespec){.tv_nsec = LOOK_AT_PORTS_EVERY * 1000000L}, NULL);
  }
  struct ifinfomsg body = {.ifi_index = (int)asked.index};
  begin(&message, RTM_DELLINK, 0, &body, sizeof body);
  return tell(netlink, &message) < 0 && errno != ENODEV ? failed("cannot remove the bridge %s", name) : 0;
}

int bridge_run(int count, char **words) {
  const char *usage = "bridge takes NAME and perhaps ADDRESS/PREFIX, as br0 10.0.0.1/8";
  int netlink = -1, result = -1;
  if (count < 1 || count > 2 || !is_interface_name(words[0]) || (count == 2 && !is_network_address(words[1]))) {
    refused("%s", usage);
  } else {
    netlink = open_netlink();
    if (netlink >= 0) result = count == 2 ? bridge_up(netlink, words[0], words[1]) : bridge_away(netlink, words[0]);
  }
  if (netlink >= 0) close(netlink);
  if (result < 0) dprintf(2, "stage1: %s\n", reason);
  return result < 0 ? NOT_SET_UP : 0;
}

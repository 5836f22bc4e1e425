/*
 * The kernel's limit: what one core can write to many sockets when a program does nothing else. It answers the
 * WebSocket upgrade, and writes each message that anybody sends to everybody, as one frame per socket, with epoll and
 * send(2). One room, no JSON, no limits, no error worth the name: not a server, a ruler.
 *   cc -O2 -o c-writer c-writer.c && ./c-writer
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_SOCKETS 65536
#define MAX_MESSAGE 65536

struct peer {
  uint32_t used;
  uint8_t *in;
  int open; /* the upgrade is answered */
};

static struct peer peers[MAX_SOCKETS];
static int members[MAX_SOCKETS];
static int place[MAX_SOCKETS];
static int count;

static uint32_t rol(uint32_t x, int n) { return (x << n) | (x >> (32 - n)); }

/* SHA-1 (RFC 3174) of one or two blocks: a key and its suffix are 60 bytes. */
static void sha1(const char *text, size_t size, uint8_t out[20]) {
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  uint8_t block[128] = {0};
  size_t total = size + 9 <= 64 ? 64 : 128;
  memcpy(block, text, size);
  block[size] = 0x80;
  for (int i = 0; i < 8; i++) block[total - 1 - i] = (uint8_t)((uint64_t)size * 8 >> (8 * i));
  for (size_t at = 0; at < total; at += 64) {
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 16; i++)
      w[i] = (uint32_t)block[at + 4 * i] << 24 | block[at + 4 * i + 1] << 16 | block[at + 4 * i + 2] << 8 |
             block[at + 4 * i + 3];
    for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
      uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
      uint32_t t = rol(a, 5) + f + e + k + w[i];
      e = d, d = c, c = rol(b, 30), b = a, a = t;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
  for (int i = 0; i < 20; i++) out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const uint8_t *in, int size, char *out) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0; i < size; i += 3) {
    uint32_t v = in[i] << 16 | (i + 1 < size ? in[i + 1] << 8 : 0) | (i + 2 < size ? in[i + 2] : 0);
    *out++ = digits[v >> 18 & 63];
    *out++ = digits[v >> 12 & 63];
    *out++ = i + 1 < size ? digits[v >> 6 & 63] : '=';
    *out++ = i + 2 < size ? digits[v & 63] : '=';
  }
  *out = 0;
}

static void leave(int fd) {
  if (peers[fd].open) {
    int last = members[--count];
    members[place[fd]] = last;
    place[last] = place[fd];
  }
  free(peers[fd].in);
  memset(&peers[fd], 0, sizeof peers[fd]);
  close(fd);
}

static void everybody(const uint8_t *text, size_t size) {
  static uint8_t frame[MAX_MESSAGE + 4];
  size_t head = size < 126 ? 2 : 4;
  frame[0] = 0x81;
  frame[1] = size < 126 ? (uint8_t)size : 126;
  if (head == 4) frame[2] = (uint8_t)(size >> 8), frame[3] = (uint8_t)size;
  memcpy(frame + head, text, size);
  for (int i = 0; i < count; i++) (void)!send(members[i], frame, head + size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static int upgrade(int fd, struct peer *p) {
  p->in[p->used] = 0;
  char *end = strstr((char *)p->in, "\r\n\r\n"), *key = strcasestr((char *)p->in, "sec-websocket-key: ");
  if (!end || !key) return 0;
  char text[64], accept[32], answer[256];
  uint8_t digest[20];
  snprintf(text, sizeof text, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + 19);
  sha1(text, strlen(text), digest);
  base64(digest, 20, accept);
  int size = snprintf(answer, sizeof answer,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: %s\r\n\r\n\x81\x02{}",
                      accept);
  (void)!send(fd, answer, size, MSG_NOSIGNAL);
  p->open = 1;
  place[fd] = count;
  members[count++] = fd;
  return (int)(end + 4 - (char *)p->in);
}

/* Masked text frames of a publisher, one after the other. Returns how many bytes were used. */
static int messages(uint8_t *in, int size) {
  int at = 0;
  while (size - at >= 6) {
    int length = in[at + 1] & 0x7f, head = 6;
    if (length == 126) {
      if (size - at < 8) break;
      length = in[at + 2] << 8 | in[at + 3], head = 8;
    }
    if (size - at < head + length) break;
    uint8_t *mask = in + at + head - 4, *text = in + at + head;
    for (int i = 0; i < length; i++) text[i] ^= mask[i & 3];
    if ((in[at] & 0x0f) == 1) everybody(text, length);
    at += head + length;
  }
  return at;
}

static void readable(int fd) {
  struct peer *p = &peers[fd];
  if (!p->in) p->in = malloc(MAX_MESSAGE + 1);
  ssize_t got = recv(fd, p->in + p->used, MAX_MESSAGE - p->used, 0);
  if (got <= 0) {
    leave(fd);
    return;
  }
  p->used += got;
  int used = p->open ? 0 : upgrade(fd, p);
  if (p->open) used += messages(p->in + used, p->used - used);
  memmove(p->in, p->in + used, p->used -= used);
  if (p->used == 0) free(p->in), p->in = NULL;
}

int main(void) {
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, size) || listen(listener, 4096)) return 1;
  getsockname(listener, (struct sockaddr *)&at, &size);
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.fd = listener});
  printf("{\"msg\":\"listening\",\"port\":%d}\n", ntohs(at.sin_port));
  fflush(stdout);
  for (;;) {
    struct epoll_event ready[1024];
    int n = epoll_wait(poll, ready, 1024, -1);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (fd != listener) {
        readable(fd);
        continue;
      }
      while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_SOCKETS) {
          close(fd);
          continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.fd = fd});
      }
    }
  }
}

/* address.c - see address.h. */
#include "conf/address.h"

#include <stddef.h>
#include <strings.h>
#include <sys/un.h>

enum { HOST_BYTES_MAX = 253, PORT_MAX = 65535 };

#define DIGITS "0123456789"
static const char hex_letters[] = DIGITS "abcdefABCDEF:.";
static const char host_letters[] = DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.";

static bool begins(text t, const char *prefix, text *ret_rest) {
    size_t length = strlen(prefix);
    if (t.length < length || memcmp(t.bytes, prefix, length) != 0)
        return false;
    *ret_rest = (text){t.bytes + length, t.length - (uint32_t)length};
    return true;
}

static bool only(text t, const char *allowed) {
    for (uint32_t i = 0; i < t.length; i++)
        if (t.bytes[i] == '\0' || strchr(allowed, t.bytes[i]) == NULL)
            return false;
    return t.length > 0;
}

static bool is(text t, const char *string) {
    return t.length == strlen(string) && strncasecmp(t.bytes, string, t.length) == 0;
}

static bool is_host(text host, bool bound) {
    if (is(host, "*"))
        return bound;
    if (host.length > 4 && host.bytes[0] == '[' && host.bytes[host.length - 1] == ']')
        return only((text){host.bytes + 1, host.length - 2}, hex_letters);
    if (is(host, "[::]"))
        return true;
    return host.length <= HOST_BYTES_MAX && only(host, host_letters);
}

/* 0 stands for *. */
static bool parse_port(text t, bool bound, uint16_t *ret_port) {
    if (is(t, "*") && bound) {
        *ret_port = 0;
        return true;
    }
    if (!only(t, DIGITS) || t.length > 5 || t.bytes[0] == '0')
        return false;
    uint32_t port = 0;
    for (uint32_t i = 0; i < t.length; i++)
        port = port * 10 + (uint32_t)(t.bytes[i] - '0');
    if (port > PORT_MAX)
        return false;
    *ret_port = (uint16_t)port;
    return true;
}

static bool parse_tcp(text rest, bool bound, address *ret_address) {
    const char *colon = rest.length > 0 ? memrchr(rest.bytes, ':', rest.length) : NULL;
    if (colon == NULL)
        return false;
    uint32_t host_length = (uint32_t)(colon - rest.bytes);
    text host = {rest.bytes, host_length};
    uint16_t port = 0;
    if (!is_host(host, bound) ||
        !parse_port((text){colon + 1, rest.length - host_length - 1}, bound, &port))
        return false;
    *ret_address = (address){.host = host, .port = port, .bound = bound};
    return true;
}

bool address_parse(text t, bool bound, address *ret_address) {
    text rest;
    if (begins(t, "tcp://", &rest))
        return parse_tcp(rest, bound, ret_address);
    /* ZeroMQ takes * here for a path of its own choice, which nobody could connect to. */
    if (!begins(t, "ipc://", &rest) || rest.length == 0 || is(rest, "*") ||
        rest.length >= sizeof((struct sockaddr_un *)0)->sun_path)
        return false;
    *ret_address = (address){.path = rest, .bound = bound};
    return true;
}

static bool is_every_interface(text host) {
    return is(host, "*") || is(host, "0.0.0.0") || is(host, "[::]");
}

static bool is_loopback(text host) {
    return is(host, "localhost") || is(host, "[::1]") ||
           (host.length > 4 && memcmp(host.bytes, "127.", 4) == 0);
}

static bool same_host(text a, text b) {
    if (is(a, "localhost"))
        a = text_of("127.0.0.1");
    if (is(b, "localhost"))
        b = text_of("127.0.0.1");
    return a.length == b.length && strncasecmp(a.bytes, b.bytes, a.length) == 0;
}

/* `wide` is bound on every interface: it takes the port from all that is bound, and answers on loopback. */
static bool covers(const address *wide, const address *other) {
    return wide->bound && is_every_interface(wide->host) &&
           (other->bound || is_loopback(other->host));
}

bool address_collides(const address *a, const address *b) {
    if ((a->path.length > 0) != (b->path.length > 0))
        return false;
    if (a->path.length > 0)
        return text_equal(a->path, b->path);
    return a->port == b->port && a->port != 0 &&
           (same_host(a->host, b->host) || covers(a, b) || covers(b, a));
}

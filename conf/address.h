/* address.h - ZeroMQ endpoints as configured: tcp://host:port or ipc://path. */
#ifndef CONF_ADDRESS_H
#define CONF_ADDRESS_H

#include <stdbool.h>

#include "portfolio/text.h"

typedef struct address {
    text host;     /* name, IPv4, [IPv6], or *: every interface; absent: ipc */
    uint16_t port; /* 0: any free one */
    text path;     /* ipc */
    bool bound;    /* opened by us, not connected to */
} address;

/* A host or port of * is for bound endpoints only; a path fits a Unix socket's address. Nothing is looked up.
 * false: not an endpoint; *ret_address untouched. */
bool address_parse(text t, bool bound, address *ret_address);

/* Whether both cannot be used by one process: bound twice, or connected to ourselves, or to the same
 * place twice. */
bool address_collides(const address *a, const address *b);

#endif

/* frames.h - one ZeroMQ message of several frames, and the framing of requests and replies at a ROUTER.
 *
 * A peer sends [body] (DEALER) or [empty][body] (REQ); the ROUTER puts the peer's routing id before it. */
#ifndef INGEST_FRAMES_H
#define INGEST_FRAMES_H

#include <zmq.h>

#include "portfolio/text.h"

enum { FRAMES_KEPT = 4 };

typedef struct frames {
    zmq_msg_t kept[FRAMES_KEPT]; /* the first ones; the rest is read and forgotten */
    uint32_t count;              /* of all */
} frames;

typedef enum received { RECEIVED_MESSAGE, RECEIVED_NOTHING, RECEIVED_ERROR } received;

/* Takes the next message, if there is one, without waiting. After MESSAGE: frames_finish. ERROR: errno says why. */
received frames_receive(frames *self, void *socket);
void frames_finish(frames *self);
/* The bytes of a kept frame; they live until frames_finish. */
text frames_at(frames *self, uint32_t i);

/* A request as it came to a ROUTER. */
typedef struct routed {
    text peer;
    bool delimited;
    text body; /* absent unless well_formed */
    bool well_formed;
} routed;
routed frames_routed(frames *self);

/* Sends one frame back without waiting. false: the peer is gone or too slow, and misses it. */
bool routed_reply(void *socket, text peer, bool delimited, const char *bytes, size_t length);

#endif

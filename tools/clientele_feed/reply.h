/* reply.h - the daemon's answer to one acknowledged message. */
#ifndef TOOLS_CLIENTELE_FEED_REPLY_H
#define TOOLS_CLIENTELE_FEED_REPLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum reply_kind {
    REPLY_RECEIPT,
    REPLY_BUSY,   /* nothing was taken: send it again later */
    REPLY_STRANGE /* not an answer of a clientele daemon's ingest socket */
} reply_kind;

typedef struct reply {
    reply_kind kind;
    uint64_t accepted;
    uint64_t duplicate;
    size_t rejected;
    json_t *root; /* what the texts below point into */
} reply;

typedef struct rejection {
    size_t index;   /* of the event in the message */
    const char *id; /* "" where the event has none */
    const char *reason;
} rejection;

void reply_read(reply *ret_reply, const char *bytes, size_t length);
void reply_finish(reply *self);

/* at < rejected. Texts live as long as the reply. */
rejection reply_rejection(const reply *self, size_t at);

#endif

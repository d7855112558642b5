/* feed_socket.h - a live feed: a SUB socket whose messages are [topic][body] or [body].
 *
 * Nobody is answered: what is refused goes to the quarantine, what cannot be taken is counted. */
#ifndef INGEST_FEED_SOCKET_H
#define INGEST_FEED_SOCKET_H

#include "ingest/endpoint.h"
#include "ingest/event_decode.h"

/* As configured; borrowed. */
typedef struct feed_settings {
    const char *name;
    const char *address;
    bool bind;           /* else connect */
    const char **topics; /* subscription prefixes */
    size_t topic_count;  /* 0: all topics */
    text name_space;
    const char *replay; /* where to ask for what was missed; NULL: nowhere */
} feed_settings;

typedef struct feed_socket {
    void *socket; /* NULL: not open */
    const feed_settings *settings;
} feed_socket;

/* false: `error` names feed, address and what to do. */
bool feed_socket_init(feed_socket *self, void *context, const feed_settings *settings,
                      char error[static ENDPOINT_ERROR_SIZE]);
void feed_socket_finish(feed_socket *self);

typedef enum feed_taken {
    FEED_TAKEN,
    FEED_EMPTY, /* nothing there */
    FEED_LOST,  /* no memory: the message is gone */
    FEED_ERROR, /* errno says why */
} feed_taken;

/* Decodes the next message into the batch, without waiting; `self` is its origin. A heartbeat becomes a remark, and
 * *ret_heartbeat tells of it. */
feed_taken feed_socket_take(feed_socket *self, event_decoder *decoder, event_batch *batch,
                            bool *ret_heartbeat);
/* The same with a body that came by another way. `ret_heartbeat` may be NULL. false: no memory, nothing added. */
bool feed_socket_decode(feed_socket *self, event_decoder *decoder, event_batch *batch, text content,
                        bool *ret_heartbeat);

/* Puts the items of a feed's message into another batch, as they came. false: no memory, some are missing. */
bool feed_socket_take_again(feed_socket *self, event_decoder *decoder, event_batch *from,
                            const batch_message *message, event_batch *to);

#endif

/* submit_socket.h - acknowledged ingest: a ROUTER whose peers get one JSON reply for each message.
 *
 * Replies come in the order of the peer's messages. A reply that a peer is too slow for, or gone, is dropped and
 * counted. So a sender that matches replies by their order keeps fewer than 10,000 messages in flight; one that has
 * missed a reply connects anew and sends again what it has none for: repetition does no harm. */
#ifndef INGEST_SUBMIT_SOCKET_H
#define INGEST_SUBMIT_SOCKET_H

#include "ingest/endpoint.h"
#include "ingest/event_decode.h"
#include "ingest/receipt.h"

/* What becomes of a message; batch_message.origin points to one of the socket's. */
typedef struct submit_origin {
    const char *key; /* of the reply; NULL: its outcomes */
    const char *sentence;
} submit_origin;

typedef struct submit_socket {
    void *socket; /* NULL: not open */
    receipt receipt;
    submit_origin taken, malformed, overload;
    uint64_t malformed_messages; /* counted since init, as are the next two */
    uint64_t busy_replies;
    uint64_t dropped_replies;
} submit_socket;

/* false: `error` says why. */
bool submit_socket_init(submit_socket *self, void *context, const char *address,
                        char error[static ENDPOINT_ERROR_SIZE]);
/* Waits up to `linger` milliseconds, in zmq_ctx_term, until what was answered is sent. */
void submit_socket_finish(submit_socket *self, int linger);

bool submit_socket_owns(const submit_socket *self, const batch_message *message);

typedef enum submit_taken {
    SUBMIT_TAKEN,
    SUBMIT_EMPTY, /* nothing there */
    SUBMIT_ERROR, /* errno says why */
} submit_taken;

/* Decodes the next message into the batch, without waiting. Whatever it holds, it is answered with the batch. */
submit_taken submit_socket_take(submit_socket *self, event_decoder *decoder, event_batch *batch);
/* Answers the next message with busy at once. Only while no message is in a batch, to keep the replies' order. */
submit_taken submit_socket_turn_away(submit_socket *self, text why);

/* Answers each of its messages in a batch with the outcomes. */
void submit_socket_answer(submit_socket *self, event_batch *batch);
/* Answers each of its messages in a batch with busy: nothing of them was taken. */
void submit_socket_refuse(submit_socket *self, event_batch *batch, text why);

#endif

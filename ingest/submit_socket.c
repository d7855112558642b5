#include "ingest/submit_socket.h"

#include <zmq.h>

#include "ingest/frames.h"
#include "portfolio/limits.h"

enum { SUBMIT_QUEUE_MAX = 10000 };

bool submit_socket_init(submit_socket *self, void *context, const char *address,
                        char error[static ENDPOINT_ERROR_SIZE]) {
    *self = (submit_socket){
        .malformed = {"error",
                      "a message is one frame, a CloudEvents object or an array of them, with or "
                      "without an empty frame before it; this one has another number of frames"},
        .overload = {"busy",
                     "out of memory for this message; send it again later, or in smaller parts"},
    };
    const endpoint e = {
        .key = "endpoints.ingest",
        .address = address,
        .bind = true,
        .receive_limit = SUBMIT_QUEUE_MAX,
        .send_limit = SUBMIT_QUEUE_MAX,
        .frame_bytes_max = 2 * (int64_t)MESSAGE_BYTES_MAX, /* refused in words up to here */
    };
    self->socket = endpoint_open(context, ZMQ_ROUTER, &e, error);
    return self->socket != NULL;
}

void submit_socket_finish(submit_socket *self, int linger) {
    if (self->socket != NULL) {
        (void)zmq_setsockopt(self->socket, ZMQ_LINGER, &linger, sizeof linger); /* else 0 stands */
        (void)zmq_close(self->socket); /* fails only on what is no socket */
        self->socket = NULL;
    }
    receipt_finish(&self->receipt);
}

bool submit_socket_owns(const submit_socket *self, const batch_message *message) {
    const void *origin = message->origin;
    return origin == &self->taken || origin == &self->malformed || origin == &self->overload;
}

static void reply(submit_socket *self, text peer, bool delimited, bool written) {
    if (!written ||
        !routed_reply(self->socket, peer, delimited, self->receipt.bytes, self->receipt.length)) {
        self->dropped_replies += 1;
    }
}

static void reply_sentence(submit_socket *self, text peer, bool delimited, const char *key,
                           text sentence) {
    self->busy_replies += strcmp(key, "busy") == 0;
    reply(self, peer, delimited, receipt_sentence(&self->receipt, key, sentence));
}

static void reply_as(submit_socket *self, const routed *request, const submit_origin *as) {
    reply_sentence(self, request->peer, request->delimited, as->key, text_of(as->sentence));
}

static void take(submit_socket *self, event_decoder *decoder, event_batch *batch,
                 const routed *request) {
    submit_origin *origin = request->well_formed ? &self->taken : &self->malformed;
    self->malformed_messages += !request->well_formed;
    if (!event_batch_open_message(batch, origin, request->peer, request->delimited)) {
        reply_as(self, request, &self->overload);
        return;
    }
    if (!request->well_formed ||
        event_decode_message(decoder, request->body.bytes, request->body.length, (text){0}, batch,
                             NULL)) {
        return;
    }
    event_batch_drop_message(batch);
    if (!event_batch_open_message(batch, &self->overload, request->peer, request->delimited)) {
        reply_as(self, request, &self->overload);
    }
}

submit_taken submit_socket_take(submit_socket *self, event_decoder *decoder, event_batch *batch) {
    frames message;
    switch (frames_receive(&message, self->socket)) {
    case RECEIVED_NOTHING: return SUBMIT_EMPTY;
    case RECEIVED_ERROR: return SUBMIT_ERROR;
    case RECEIVED_MESSAGE: break;
    }
    const routed request = frames_routed(&message);
    take(self, decoder, batch, &request);
    frames_finish(&message);
    return SUBMIT_TAKEN;
}

submit_taken submit_socket_turn_away(submit_socket *self, text why) {
    frames message;
    switch (frames_receive(&message, self->socket)) {
    case RECEIVED_NOTHING: return SUBMIT_EMPTY;
    case RECEIVED_ERROR: return SUBMIT_ERROR;
    case RECEIVED_MESSAGE: break;
    }
    const routed request = frames_routed(&message);
    if (request.well_formed) {
        reply_sentence(self, request.peer, request.delimited, "busy", why);
    } else {
        self->malformed_messages += 1;
        reply_as(self, &request, &self->malformed);
    }
    frames_finish(&message);
    return SUBMIT_TAKEN;
}

void submit_socket_answer(submit_socket *self, event_batch *batch) {
    for (size_t m = 0; m < event_batch_message_count(batch); m++) {
        const batch_message *message = event_batch_message(batch, m);
        if (!submit_socket_owns(self, message)) {
            continue;
        }
        const submit_origin *origin = message->origin;
        if (origin->key == NULL) {
            reply(self, message->peer, message->delimited,
                  receipt_outcomes(&self->receipt, batch, message));
        } else {
            reply_sentence(self, message->peer, message->delimited, origin->key,
                           text_of(origin->sentence));
        }
    }
}

void submit_socket_refuse(submit_socket *self, event_batch *batch, text why) {
    for (size_t m = 0; m < event_batch_message_count(batch); m++) {
        const batch_message *message = event_batch_message(batch, m);
        if (!submit_socket_owns(self, message)) {
            continue;
        }
        const submit_origin *origin = message->origin;
        bool malformed = origin == &self->malformed;
        reply_sentence(self, message->peer, message->delimited, malformed ? origin->key : "busy",
                       malformed ? text_of(origin->sentence) : why);
    }
}

#include "daemon/query_socket.h"

#include <stdlib.h>
#include <zmq.h>

#include "ingest/frames.h"

enum {
    REQUEST_BYTES_MAX = 1 << 20,
    FRAME_BYTES_MAX = 32 << 20,
    REQUESTS_QUEUED_MAX = 1000,
    ANSWERS_QUEUED_MAX = 1000,
    FLUSH_MILLISECONDS = 200,
};

#define REFUSAL(code, sentence)                                                                    \
    "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":" #code ",\"message\":\"" sentence "\"}" \
    "}"

bool query_socket_init(query_socket *self, void *context, role as, const char *key,
                       const char *address, char error[static ENDPOINT_ERROR_SIZE]) {
    const endpoint e = {
        .key = key,
        .address = address,
        .bind = true,
        .owner_only = as == ROLE_ADMIN,
        .receive_limit = REQUESTS_QUEUED_MAX,
        .send_limit = ANSWERS_QUEUED_MAX,
        .frame_bytes_max = FRAME_BYTES_MAX,
    };
    *self = (query_socket){.role = as, .answer = rpc_answer};
    self->socket = endpoint_open(context, ZMQ_ROUTER, &e, error);
    return self->socket != NULL;
}

void query_socket_finish(query_socket *self) {
    if (self->socket != NULL) {
        int linger = FLUSH_MILLISECONDS;
        (void)zmq_setsockopt(self->socket, ZMQ_LINGER, &linger, sizeof linger); /* else 0 stands */
        (void)zmq_close(self->socket); /* fails only on what is no socket */
        self->socket = NULL;
    }
}

static void reply(query_socket *self, const routed *request, const char *bytes, size_t length) {
    if (!routed_reply(self->socket, request->peer, request->delimited, bytes, length)) {
        self->dropped_answers += 1;
    }
}

static void refuse(query_socket *self, const routed *request, const char *refusal) {
    reply(self, request, refusal, strlen(refusal));
}

static void serve(query_socket *self, rpc_context *context, const routed *request) {
    if (!request->well_formed) {
        refuse(self, request,
               REFUSAL(-32600,
                       "a request is one frame, with or without an empty frame before it; this "
                       "message has another number of frames"));
        return;
    }
    if (request->body.length > REQUEST_BYTES_MAX) {
        refuse(self, request,
               REFUSAL(-32600, "the request is longer than 1 MiB; ask for less at once"));
        return;
    }
    size_t length = 0;
    char *answer = self->answer(context, request->body.bytes, request->body.length, &length);
    if (answer == NULL) {
        refuse(self, request,
               REFUSAL(-32603, "the daemon has no memory for the answer; ask for less at once"));
        return;
    }
    reply(self, request, answer, length);
    free(answer);
}

void query_socket_serve(query_socket *self, rpc_context *context, uint32_t most) {
    for (; most > 0; most--) {
        frames message;
        if (frames_receive(&message, self->socket) != RECEIVED_MESSAGE) {
            return;
        }
        const routed request = frames_routed(&message);
        context->role = self->role;
        serve(self, context, &request);
        frames_finish(&message);
    }
}

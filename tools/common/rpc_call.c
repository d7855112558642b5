#include "tools/common/rpc_call.h"

#include "tools/common/rpc_link.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rpc_caller {
    rpc_link link;
    int timeout_ms;
    json_int_t last_id;
};

__attribute__((format(printf, 3, 4))) static rpc_status fail(rpc_answer *answer, rpc_status status,
                                                             const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(answer->message, sizeof answer->message, format, arguments);
    va_end(arguments);
    answer->status = status;
    return status;
}

rpc_caller *rpc_caller_create(const char *endpoint, int timeout_ms) {
    rpc_caller *self = calloc(1, sizeof *self);
    if (self != NULL && !rpc_link_init(&self->link, endpoint)) {
        free(self);
        return NULL;
    }
    if (self != NULL) {
        self->timeout_ms = timeout_ms;
    }
    return self;
}

void rpc_caller_destroy(rpc_caller *self) {
    if (self != NULL) {
        rpc_link_finish(&self->link);
        free(self);
    }
}

static char *request_text(json_int_t id, const char *method, json_t *params) {
    json_t *request = json_pack("{s:s, s:I, s:s, s:O*}", "jsonrpc", "2.0", "id", id, "method",
                                method, "params", params);
    char *text = request == NULL ? NULL : json_dumps(request, JSON_COMPACT);
    json_decref(request);
    return text;
}

static rpc_status take_error(const json_t *error, rpc_answer *answer) {
    const json_t *code = json_object_get(error, "code");
    const json_t *message = json_object_get(error, "message");
    if (!json_is_integer(code) || !json_is_string(message)) {
        return fail(answer, RPC_MALFORMED, "its error has no code and message");
    }
    answer->code = json_integer_value(code);
    return fail(answer, RPC_REFUSED, "%s", json_string_value(message));
}

static rpc_status take_reply(const json_t *reply, json_int_t id, rpc_answer *answer) {
    const char *version = json_string_value(json_object_get(reply, "jsonrpc"));
    const json_t *error = json_object_get(reply, "error");
    json_t *result = json_object_get(reply, "result");
    const json_t *reply_id = json_object_get(reply, "id");
    if (version == NULL || strcmp(version, "2.0") != 0) {
        return fail(answer, RPC_MALFORMED, "its answer is not JSON-RPC 2.0");
    }
    if (error != NULL && result == NULL) {
        return take_error(error, answer);
    }
    if (!json_is_integer(reply_id) || json_integer_value(reply_id) != id) {
        return fail(answer, RPC_MALFORMED, "its answer is to another request");
    }
    if (!json_is_object(result)) {
        return fail(answer, RPC_MALFORMED, "its answer has no result object");
    }
    answer->result = json_incref(result);
    answer->status = RPC_DONE;
    return RPC_DONE;
}

static rpc_status read_reply(zmq_msg_t *message, json_int_t id, rpc_answer *answer) {
    json_error_t where;
    json_t *reply =
        json_loadb(zmq_msg_data(message), zmq_msg_size(message), JSON_ALLOW_NUL, &where);
    if (reply == NULL) {
        return fail(answer, RPC_MALFORMED, "its answer is not JSON (byte %d: %s)", where.position,
                    where.text);
    }
    rpc_status status = take_reply(reply, id, answer);
    json_decref(reply);
    return status;
}

rpc_status rpc_call(rpc_caller *self, const char *method, json_t *params, rpc_answer *ret_answer) {
    *ret_answer = (rpc_answer){0};
    json_int_t id = ++self->last_id;
    char *request = request_text(id, method, params);
    if (request == NULL) {
        return fail(ret_answer, RPC_UNREACHABLE, "out of memory for the request");
    }
    zmq_msg_t message;
    (void)zmq_msg_init(&message);
    const char *trouble = rpc_link_exchange(&self->link, request, strlen(request), self->timeout_ms,
                                            RPC_ANSWER_BYTES_MAX, &message);
    rpc_status status = RPC_UNREACHABLE;
    if (trouble == NULL) {
        status = read_reply(&message, id, ret_answer);
    } else if (self->link.late) {
        status = fail(ret_answer, RPC_UNREACHABLE, "%s within %d.%d s", trouble,
                      self->timeout_ms / 1000, self->timeout_ms % 1000 / 100);
    } else {
        status = fail(ret_answer, RPC_UNREACHABLE, "%s", trouble);
    }
    (void)zmq_msg_close(&message);
    free(request);
    return status;
}

void rpc_answer_finish(rpc_answer *answer) {
    json_decref(answer->result);
    answer->result = NULL;
}

#include "daemon/rpc.h"

#include <stdio.h>
#include <stdlib.h>

#include "conf/likeness.h"
#include "daemon/rpc_call.h"

enum {
    REQUEST_BYTES_MAX = 1 << 20,
    BATCH_MAX = 100,
    ANSWER_BYTES_MAX = 32 << 20,
    REFUSALS_BYTES_MAX = 1 << 20, /* more, for refusals after an answer that grew too long */
    REAL_DIGITS = 17,
    ID_TEXT_MAX = 256,
};

static bool is_id(const json_t *id) {
    return id == NULL || json_is_null(id) || json_is_number(id) ||
           (json_is_string(id) && json_string_length(id) <= ID_TEXT_MAX);
}

static void write_id(json_writer *out, const json_t *id) {
    json_key(out, "id");
    if (json_is_string(id) && is_id(id)) {
        json_text(out, (text){json_string_value(id), (uint32_t)json_string_length(id)});
    } else if (json_is_integer(id)) {
        json_whole(out, json_integer_value(id));
    } else if (json_is_real(id)) {
        char number[64];
        size_t length = json_dumpb(id, number, sizeof number,
                                   JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS));
        json_literal(out, length <= sizeof number ? number : "null",
                     length <= sizeof number ? length : 4);
    } else {
        json_nothing(out);
    }
}

static void open_answer(json_writer *out, const json_t *id) {
    json_open_object(out);
    json_key(out, "jsonrpc");
    json_word(out, "2.0");
    write_id(out, id);
}

static void write_refusal(json_writer *out, const json_t *id, rpc_code code, const char *message) {
    open_answer(out, id);
    json_key(out, "error");
    json_open_object(out);
    json_key(out, "code");
    json_whole(out, code);
    json_key(out, "message");
    json_word(out, message);
    json_close_object(out);
    json_close_object(out);
}

/* The method, if this socket answers it. */
static bool find_method(rpc_call *call, text name) {
    const rpc_method *method = rpc_method_find(name);
    if (method != NULL && method->role == ROLE_ADMIN && call->context->role != ROLE_ADMIN) {
        return rpc_refuse(
            call, RPC_NO_METHOD,
            "%s answers on the admin socket only: admin.sock in the daemon's state_dir",
            method->name);
    }
    if (method != NULL) {
        call->method = method;
        return true;
    }
    const char *near = NULL;
    unsigned least = LIKENESS_NONE;
    const rpc_method *row;
    for (size_t i = 0; (row = rpc_method_row(i)) != NULL; i++) {
        unsigned distance = likeness(name, text_of(row->name));
        if (distance < least && row->role <= call->context->role) {
            least = distance;
            near = row->name;
        }
    }
    return rpc_refuse(call, RPC_NO_METHOD, "there is no method `%.*s`; %s%s%s",
                      (int)(name.length < 100 ? name.length : 100), name.bytes,
                      near == NULL ? "rpc.discover lists them" : "did you mean `",
                      near == NULL ? "" : near, near == NULL ? "" : "`?");
}

static bool perform(rpc_call *call, const json_t *request) {
    const json_t *version = json_object_get(request, "jsonrpc");
    const json_t *method = json_object_get(request, "method");
    const json_t *id = json_object_get(request, "id");
    if (!json_is_object(request)) {
        return rpc_refuse(call, RPC_NOT_A_REQUEST,
                          "a request is an object: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":...}");
    }
    if (!json_is_string(version) || strcmp(json_string_value(version), "2.0") != 0) {
        return rpc_refuse(call, RPC_NOT_A_REQUEST, "`jsonrpc` must be \"2.0\"");
    }
    if (!is_id(id)) {
        return rpc_refuse(call, RPC_NOT_A_REQUEST,
                          "`id` must be a number, null or a string of at most %d bytes",
                          ID_TEXT_MAX);
    }
    if (!json_is_string(method)) {
        return rpc_refuse(call, RPC_NOT_A_REQUEST,
                          "`method` must be a string, such as \"portfolio.summary\"");
    }
    if (!find_method(call,
                     (text){json_string_value(method), (uint32_t)json_string_length(method)})) {
        return false;
    }
    params_taken taken = rpc_method_takes(call->method);
    char error[PARAMS_ERROR_SIZE];
    if (!params_read(&taken, json_object_get(request, "params"), &call->params, error)) {
        return rpc_refuse(call, RPC_BAD_PARAMETER, "%s", error);
    }
    if (call->portfolio == NULL) {
        return rpc_refuse(call, RPC_FAILED,
                          "the daemon has lost its store and stops; its log says why");
    }
    return call->method->function(call);
}

/* What the writer ran into, as a refusal. */
static bool refuse_trouble(rpc_call *call) {
    if (call->out->trouble == JSON_TOO_LONG) {
        return rpc_refuse(
            call, RPC_REFUSED,
            "the answer is longer than %d MiB; ask for less at once, with a smaller `limit`, "
            "fewer `fields`, a shorter span or fewer requests in the batch",
            ANSWER_BYTES_MAX >> 20);
    }
    return rpc_refuse(call, RPC_FAILED,
                      "the daemon has no memory for the answer; ask for less at once");
}

static void answer_request(rpc_context *context, const json_t *request, json_writer *out) {
    rpc_call call = {.context = context,
                     .keeper = context->keeper,
                     .portfolio = context->keeper->portfolio,
                     .out = out,
                     .began = out->length};
    const json_t *id = json_object_get(request, "id");
    json_place before = json_here(out);
    open_answer(out, id);
    bool answered = perform(&call, request);
    if (answered) {
        json_close_object(out); /* the result */
        json_close_object(out);
    }
    if (out->trouble != JSON_FINE) {
        answered = refuse_trouble(&call);
    }
    if (!answered) {
        json_go_back(out, before);
        out->limit += REFUSALS_BYTES_MAX;
        write_refusal(out, id, call.code, call.message);
        out->limit -= REFUSALS_BYTES_MAX;
    }
}

static void answer_batch(rpc_context *context, const json_t *requests, json_writer *out) {
    size_t count = json_array_size(requests);
    if (count == 0 || count > BATCH_MAX) {
        char message[128];
        (void)snprintf(message, sizeof message, "a batch holds 1 to %d requests, this one %zu",
                       BATCH_MAX, count);
        write_refusal(out, NULL, RPC_NOT_A_REQUEST, message);
        return;
    }
    json_open_array(out);
    for (size_t i = 0; i < count; i++) {
        answer_request(context, json_array_get(requests, i), out);
    }
    out->limit += REFUSALS_BYTES_MAX;
    json_close_array(out);
    out->limit -= REFUSALS_BYTES_MAX;
}

static void refuse_text(const json_error_t *error, json_writer *out) {
    char message[JSON_ERROR_TEXT_LENGTH + 128];
    bool explained = error->text[0] != '\0'; /* jansson has no words for some failures of malloc */
    if (!explained || json_error_code(error) == json_error_out_of_memory) {
        write_refusal(out, NULL, RPC_FAILED,
                      "the daemon has no memory for the request; ask for less at once");
        return;
    }
    (void)snprintf(message, sizeof message,
                   "the frame is not JSON that can be read: line %d, column %d: %s", error->line,
                   error->column, error->text);
    write_refusal(out, NULL, RPC_NOT_JSON, message);
}

static void answer_frame(rpc_context *context, const char *bytes, size_t length, json_writer *out) {
    if (length > REQUEST_BYTES_MAX) {
        write_refusal(out, NULL, RPC_NOT_A_REQUEST,
                      "the request is longer than 1 MiB; ask for less at once");
        return;
    }
    json_error_t error;
    json_t *request = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (request == NULL) {
        refuse_text(&error, out);
    } else if (json_is_array(request)) {
        answer_batch(context, request, out);
    } else {
        answer_request(context, request, out);
    }
    json_decref(request);
}

char *rpc_answer(rpc_context *context, const char *bytes, size_t length, size_t *ret_length) {
    json_writer out;
    json_writer_init(&out, ANSWER_BYTES_MAX);
    answer_frame(context, bytes, length, &out);
    out.limit += REFUSALS_BYTES_MAX;
    return json_writer_take(&out, ret_length);
}

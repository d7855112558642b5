#include "daemon/rpc_call.h"

#include <stdarg.h>
#include <stdio.h>

#include "daemon/json_figures.h"
#include "daemon/log.h"

enum { PAGE_BYTES_MAX = 4 << 20 };

bool rpc_refuse(rpc_call *call, rpc_code code, const char *format, ...) {
    va_list values;
    va_start(values, format);
    (void)vsnprintf(call->message, sizeof call->message, format, values);
    va_end(values);
    call->code = code;
    return false;
}

bool rpc_refuse_store(rpc_call *call, store_status status, const char *error) {
    call->context->status = status;
    if (status == STORE_FULL) {
        return rpc_refuse(call, RPC_REFUSED, "the store cannot take more; try again later: %s",
                          error);
    }
    log_write(LEVEL_ERROR, "query_failed", log_string("method", call->method->name),
              log_string("why", error));
    return rpc_refuse(call, RPC_FAILED, "the store failed; the daemon's log says why: %s", error);
}

bool rpc_refuse_read(rpc_call *call, transaction *t) {
    const char *error = transaction_error(t);
    error = error[0] == '\0' ? "no memory" : error;
    log_write(LEVEL_ERROR, "query_failed", log_string("method", call->method->name),
              log_string("why", error));
    rpc_refuse(call, RPC_FAILED, "the store cannot be read; the daemon's log says more: %s", error);
    transaction_abort(t);
    return false;
}

json_writer *rpc_result(rpc_call *call) {
    json_writer *out = call->out;
    const bookkeeper *keeper = call->keeper;
    day today = keeper->portfolio->windows.today;
    bool begun = keeper->config->clock == CLOCK_WALL || today > DAY_MIN;
    json_key(out, "result");
    json_open_object(out);
    json_key(out, "as_of");
    json_day(out, begun ? today : DAY_NONE);
    json_key(out, "commit");
    json_count(out, keeper->commit);
    return out;
}

bool rpc_client(rpc_call *call, uint32_t *ret_client) {
    text id = rpc_text(call, PARAM_CLIENT);
    *ret_client = portfolio_find_client(call->portfolio, id);
    return *ret_client != NUMBER_NONE ||
           rpc_refuse(call, RPC_NOT_FOUND, "there is no client `%.*s`; client.search finds clients",
                      (int)id.length, id.bytes);
}

bool rpc_rep(rpc_call *call, uint32_t *ret_rep) {
    text id = rpc_text(call, PARAM_REP);
    *ret_rep = NUMBER_NONE;
    if (rpc_given(call, PARAM_REP)) {
        *ret_rep = portfolio_find_rep(call->portfolio, id);
        return *ret_rep != NUMBER_NONE ||
               rpc_refuse(call, RPC_NOT_FOUND, "there is no rep `%.*s`; rep.list names them",
                          (int)id.length, id.bytes);
    }
    return true;
}

const book *rpc_book(const rpc_call *call, uint32_t rep_number) {
    const portfolio *p = call->portfolio;
    return rep_number == NUMBER_NONE ? &p->total : &p->reps[rep_number].book;
}

bool rpc_page_is_full(const rpc_call *call) {
    return call->out->length - call->began > PAGE_BYTES_MAX || call->out->trouble != JSON_FINE;
}

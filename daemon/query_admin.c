#include "daemon/query.h"
#include "store/quarantine_table.h"

bool query_clock_advance(rpc_call *call) {
    bookkeeper *keeper = call->keeper;
    day to = (day)rpc_number(call, PARAM_DATE);
    day today = keeper->portfolio->windows.today;
    if (keeper->config->clock != CLOCK_EVENT) {
        return rpc_refuse(
            call, RPC_REFUSED,
            "days pass by themselves here (clock: wall); only with clock: event can they "
            "be moved on");
    }
    if (to < today) {
        char at[DAY_TEXT_SIZE];
        char asked[DAY_TEXT_SIZE];
        day_format(today, at);
        day_format(to, asked);
        return rpc_refuse(call, RPC_REFUSED,
                          "today is %s already and never goes back, to %s neither", at, asked);
    }
    store_status status = bookkeeper_advance(keeper, to);
    if (status != STORE_OK) {
        return rpc_refuse_store(call, status, keeper->error);
    }
    (void)rpc_result(call);
    return true;
}

/* false, refused: there is no refused event of that number. */
static bool is_kept(rpc_call *call, uint64_t number) {
    refused_event e;
    transaction *t = transaction_begin(call->keeper->store, true);
    lookup found = quarantine_table_get(t, number, &e);
    if (found == LOOKUP_FAILED) {
        return rpc_refuse_read(call, t);
    }
    transaction_abort(t);
    return found == LOOKUP_FOUND ||
           rpc_refuse(call, RPC_NOT_FOUND,
                      "there is no refused event %llu; ingest.rejected lists them",
                      (unsigned long long)number);
}

static bool read_choice(rpc_call *call, retry_choice *ret) {
    bool all = rpc_number(call, PARAM_ALL) == 1;
    int given = rpc_given(call, PARAM_NUMBER) + rpc_given(call, PARAM_SOURCE) +
                rpc_given(call, PARAM_REASON) + all;
    *ret = (retry_choice){.reason = REASON_NONE};
    if (given != 1) {
        return rpc_refuse(
            call, RPC_BAD_PARAMETER,
            "say which events to retry by one of `number`, `source`, `reason` or \"all\": true");
    }
    if (rpc_given(call, PARAM_NUMBER)) {
        ret->number = (uint64_t)rpc_number(call, PARAM_NUMBER);
        return is_kept(call, ret->number);
    }
    ret->source = rpc_text(call, PARAM_SOURCE);
    if (rpc_given(call, PARAM_REASON)) {
        ret->reason = (reason)(rpc_number(call, PARAM_REASON) + 1);
    }
    return true;
}

static void member_count(json_writer *out, const char *name, uint64_t count) {
    json_key(out, name);
    json_count(out, count);
}

bool query_ingest_retry(rpc_call *call) {
    retry_choice choice;
    retry_counts counts = {0};
    if (!read_choice(call, &choice)) {
        return false;
    }
    store_status status = bookkeeper_retry(call->keeper, &choice, call->context->now, &counts);
    if (status != STORE_OK) {
        return rpc_refuse_store(call, status, call->keeper->error);
    }
    json_writer *out = rpc_result(call);
    member_count(out, "retried", counts.retried);
    member_count(out, "accepted", counts.accepted);
    member_count(out, "duplicate", counts.duplicate);
    member_count(out, "rejected", counts.rejected);
    return true;
}

/* query_transitions.c - the recorded changes of phase and class: a client's, and all. */
#include "daemon/json_figures.h"
#include "daemon/lifecycle_section.h"
#include "daemon/query.h"
#include "daemon/rpc_cursor.h"
#include "store/transition_table.h"

/* Records looked at for one page; the cursor goes on from there. */
enum { RECORDS_LOOKED_AT_MAX = 20000 };

static void write_member(json_writer *out, const char *name, text value) {
    json_key(out, name);
    json_text_or_null(out, value);
}

static void write_cause(json_writer *out, const transition_cause *c) {
    json_key(out, "cause");
    json_open_object(out);
    json_key(out, "kind");
    json_word(out, cause_kind_name(c->kind));
    write_member(out, "type", c->type);
    write_member(out, "event", c->event);
    write_member(out, "document", c->document);
    json_close_object(out);
}

static void write_transition(json_writer *out, const transition *one) {
    json_open_object(out);
    json_key(out, "number");
    json_count(out, one->number);
    json_key(out, "client");
    json_text(out, one->client);
    json_key(out, "kind");
    json_word(out, transition_kind_name(one->kind));
    write_member(out, "from", one->from);
    write_member(out, "to", one->to);
    json_key(out, "date");
    json_day(out, one->day);
    json_key(out, "commit");
    json_count(out, one->commit);
    write_cause(out, &one->cause);
    json_key(out, "reasons");
    reasons_write(out, &one->reasons);
    json_close_object(out);
}

/* What is asked for. */
typedef struct wanted {
    const rpc_call *call;
    uint32_t rep_number; /* NUMBER_NONE: any */
} wanted;

static bool is_wanted(const wanted *w, const transition *one) {
    const rpc_call *call = w->call;
    const portfolio *p = call->portfolio;
    if ((rpc_given(call, PARAM_CHANGE) && one->kind != rpc_number(call, PARAM_CHANGE)) ||
        (rpc_given(call, PARAM_TO_PHASE) && !text_equal(one->to, rpc_text(call, PARAM_TO_PHASE))) ||
        (rpc_given(call, PARAM_FROM) && one->day < rpc_number(call, PARAM_FROM)) ||
        (rpc_given(call, PARAM_TO) && one->day > rpc_number(call, PARAM_TO))) {
        return false;
    }
    if (w->rep_number == NUMBER_NONE) {
        return true;
    }
    uint32_t client = directory_find(&p->names.clients, one->client);
    return client < p->account_count && portfolio_account(p, client)->profile.rep == w->rep_number;
}

/* Writes the page that begins at the record `number`, newest first; a chain when `chained`, else all records. */
static bool write_page(rpc_call *call, transaction *t, const wanted *w, uint64_t number,
                       bool chained) {
    json_writer *out = call->out;
    int64_t told = 0;
    json_key(out, "transitions");
    json_open_array(out);
    for (int looked = 0; number != 0 && looked < RECORDS_LOOKED_AT_MAX; looked++) {
        transition one;
        if (told == rpc_number(call, PARAM_LIMIT) || rpc_page_is_full(call)) {
            break;
        }
        if (transition_table_get(t, number, &one) != LOOKUP_FOUND) {
            return false;
        }
        if (is_wanted(w, &one)) {
            write_transition(out, &one);
            told++;
        }
        number = chained ? one.previous : number - 1;
    }
    json_close_array(out);
    cursor last = {.number = (int64_t)number};
    cursor_write(call, number == 0 ? NULL : &last);
    return true;
}

static bool answer_page(rpc_call *call, const wanted *w, uint64_t newest, bool chained) {
    cursor_room room;
    cursor after;
    bool given;
    if (!cursor_read(call, &room, &given, &after)) {
        return false;
    }
    uint64_t number = given ? (uint64_t)after.number : newest;
    transaction *t = transaction_begin(call->keeper->store, true);
    json_writer *out = rpc_result(call);
    if (chained) {
        json_key(out, "client");
        json_text(out, rpc_text(call, PARAM_CLIENT));
    }
    if (!write_page(call, t, w, number, chained)) {
        transaction_fail(t, STORE_DAMAGED, "transition %llu is not there",
                         (unsigned long long)number);
        return rpc_refuse_read(call, t);
    }
    transaction_abort(t);
    return true;
}

bool query_client_transitions(rpc_call *call) {
    uint32_t client;
    wanted w = {.call = call, .rep_number = NUMBER_NONE};
    return rpc_client(call, &client) &&
           answer_page(call, &w, portfolio_account(call->portfolio, client)->life.last, true);
}

bool query_portfolio_transitions(rpc_call *call) {
    wanted w = {.call = call};
    return rpc_rep(call, &w.rep_number) && answer_page(call, &w, call->keeper->transitions, false);
}

/* query_document.c - client.documents: what is on record that names a client, newest date first. */
#include "daemon/document_place.h"
#include "daemon/json_figures.h"
#include "daemon/query.h"

/* Index entries looked at for one page: a rare kind among many must not keep others waiting. */
enum { ENTRIES_LOOKED_AT_MAX = 5000 };

static void member_text(json_writer *out, const char *name, text value) {
    json_key(out, name);
    json_text_or_null(out, value);
}

/* A member that is null when the kind has no such field. */
static void member_flag(json_writer *out, const char *name, bool has, bool value) {
    json_key(out, name);
    if (has) {
        json_flag(out, value);
    } else {
        json_nothing(out);
    }
}

static void member_amount(json_writer *out, const char *name, bool has, int64_t value,
                          int decimals) {
    json_key(out, name);
    if (has) {
        json_amount(out, value, decimals);
    } else {
        json_nothing(out);
    }
}

static bool has_lines(document_kind kind) {
    return kind == KIND_QUOTE || kind == KIND_ORDER || kind == KIND_INVOICE ||
           kind == KIND_CREDIT_NOTE;
}

static void write_line(json_writer *out, const document_line *l, int decimals) {
    json_open_object(out);
    member_text(out, "sku", l->sku);
    json_key(out, "category");
    json_text(out, l->category);
    member_text(out, "order", l->order);
    json_key(out, "quantity");
    if (l->has_quantity) {
        json_quantity(out, l->quantity);
    } else {
        json_nothing(out);
    }
    member_amount(out, "amount", true, l->amount, decimals);
    member_amount(out, "cost", l->has_cost, l->cost, decimals);
    json_close_object(out);
}

/* The document's amount in its currency and in the base, converted line by line. */
static void write_amounts(json_writer *out, const document *d, const rules *r) {
    const body *b = &d->body;
    bool has = has_lines(d->kind) || (d->kind == KIND_CONTRACT && b->has_amount);
    int64_t amount = d->kind == KIND_CONTRACT ? b->amount : 0;
    int64_t base = 0;
    bool converts = d->kind != KIND_CONTRACT || contribution_amount(d, r, b->amount, &base);
    for (uint32_t i = 0; has_lines(d->kind) && i < b->line_count; i++) {
        int64_t line = 0;
        converts = contribution_amount(d, r, b->lines[i].amount, &line) && converts;
        amount += b->lines[i].amount;
        base += line;
    }
    json_key(out, "currency");
    if (d->kind == KIND_CONTACT) {
        json_nothing(out);
    } else {
        json_word(out, currency_code(b->currency));
    }
    member_amount(out, "amount", has, amount, currency_decimals(b->currency));
    member_amount(out, "amount_base", has && converts, base, currency_decimals(r->rates.base));
}

static void write_terms(json_writer *out, const document *d) {
    const body *b = &d->body;
    bool is_contract = d->kind == KIND_CONTRACT;
    json_key(out, "start");
    json_day(out, is_contract ? b->start : DAY_NONE);
    json_key(out, "end");
    json_day(out, is_contract ? b->end : DAY_NONE);
    member_flag(out, "auto_renew", is_contract, b->auto_renew);
    json_key(out, "notice_days");
    if (is_contract && b->notice_days >= 0) {
        json_whole(out, b->notice_days);
    } else {
        json_nothing(out);
    }
}

static void write_lines(json_writer *out, const document *d) {
    json_key(out, "lines");
    if (!has_lines(d->kind)) {
        json_nothing(out);
        return;
    }
    int decimals = currency_decimals(d->body.currency);
    json_open_array(out);
    for (uint32_t i = 0; i < d->body.line_count; i++) {
        write_line(out, &d->body.lines[i], decimals);
    }
    json_close_array(out);
}

static void write_document(json_writer *out, const document *d, const rules *r, day today) {
    const body *b = &d->body;
    json_open_object(out);
    json_key(out, "kind");
    json_word(out, document_kind_name(d->kind));
    member_text(out, "id", d->id);
    json_key(out, "date");
    json_day(out, b->date);
    json_key(out, "version");
    json_count(out, d->body_stamp.version);
    json_key(out, "state");
    json_word(out, verb_name(d->state));
    member_flag(out, "counted", true, document_counts(d, today));
    write_amounts(out, d, r);
    member_text(out, "rep", b->rep);
    member_text(out, "order", b->order);
    member_text(out, "invoice", b->invoice);
    member_text(out, "quote", b->quote);
    member_text(out, "contract", b->contract);
    member_flag(out, "deposit", d->kind == KIND_INVOICE, b->deposit);
    write_terms(out, d);
    member_text(out, "contact",
                d->kind == KIND_CONTACT ? text_of(contact_kind_name(b->contact)) : (text){NULL, 0});
    write_lines(out, d);
    json_close_object(out);
}

/* A page under way. */
typedef struct listing {
    rpc_call *call;
    transaction *t;
    uint32_t client;
    document_room room;
    indexed_document at; /* the last entry that is done with */
    bool more;
} listing;

static bool is_wanted(const rpc_call *call, document_kind kind) {
    bool any = !rpc_given(call, PARAM_KIND);
    return any ? kind != KIND_CLIENT : kind == rpc_number(call, PARAM_KIND) + KIND_QUOTE;
}

static bool write_entry(listing *l, const indexed_document *entry) {
    document d;
    const bookkeeper *keeper = l->call->keeper;
    lookup found =
        document_table_get(l->t, entry->kind, (text){entry->id, entry->id_length}, &l->room, &d);
    if (found == LOOKUP_FOUND && d.has_body) {
        write_document(l->call->out, &d, &keeper->config->rules, keeper->portfolio->windows.today);
    }
    return found != LOOKUP_FAILED;
}

static bool write_entries(listing *l) {
    int64_t told = 0;
    for (int looked = 0;; looked++) {
        indexed_document next = l->at;
        lookup found = document_index_older(l->t, l->client, &next);
        if (found != LOOKUP_FOUND) {
            return found == LOOKUP_ABSENT;
        }
        bool wanted = is_wanted(l->call, next.kind);
        bool full = told == rpc_number(l->call, PARAM_LIMIT) || rpc_page_is_full(l->call);
        if (looked == ENTRIES_LOOKED_AT_MAX || (wanted && full)) {
            l->more = true;
            return true;
        }
        l->at = next;
        told += wanted;
        if (wanted && !write_entry(l, &next)) {
            return false;
        }
    }
}

bool query_client_documents(rpc_call *call) {
    listing l = {.call = call};
    if (!rpc_client(call, &l.client) || !document_place_read(call, &l.at)) {
        return false;
    }
    store_status status = bookkeeper_tidy_client(call->keeper, l.client);
    if (status != STORE_OK) {
        return rpc_refuse_store(call, status, call->keeper->error);
    }
    l.t = transaction_begin(call->keeper->store, true);
    json_writer *out = rpc_result(call);
    json_key(out, "client");
    json_text(out, rpc_text(call, PARAM_CLIENT));
    json_key(out, "documents");
    json_open_array(out);
    bool read = write_entries(&l);
    json_close_array(out);
    document_room_finish(&l.room);
    if (!read) {
        return rpc_refuse_read(call, l.t);
    }
    transaction_abort(l.t);
    document_place_write(call, &l.at, l.more);
    return true;
}

/* query_explain_figure.c - which documents make a figure up, and what each adds to it. */
#include "daemon/document_place.h"
#include "daemon/figure_path.h"
#include "daemon/json_figures.h"
#include "daemon/query_explain.h"

enum { ENTRIES_LOOKED_AT_MAX = 20000 };

/* What documents add to it. */
typedef enum part {
    PART_REVENUE,
    PART_MARGIN,
    PART_QUANTITY,
    PART_ORDERS,
    PART_QUOTES,
    PART_CONTRACTS,
    PART_NONE
} part;

/* A figure as the documents in one or two spans of days. */
typedef struct made_of {
    part part;
    span spans[2];
} made_of;

static bool begins(const char *path, const char *start) {
    return strncmp(path, start, strlen(start)) == 0;
}

static part part_of(const char *path) {
    if (begins(path, "margin.")) {
        return PART_MARGIN;
    }
    if (begins(path, "quantity.")) {
        return PART_QUANTITY;
    }
    if (begins(path, "orders.")) {
        return PART_ORDERS;
    }
    if (begins(path, "quotes.")) {
        return PART_QUOTES;
    }
    if (begins(path, "contracts.")) {
        return PART_CONTRACTS;
    }
    bool recorded = begins(path, "client") || begins(path, "name") || begins(path, "potential") ||
                    begins(path, "since");
    return recorded ? PART_NONE : PART_REVENUE;
}

static bool ends(const char *path, const char *end) {
    size_t length = strlen(path);
    return length >= strlen(end) && strcmp(path + length - strlen(end), end) == 0;
}

/* All days where the figure is over all, or where the path does not say otherwise. */
static made_of made_of_path(const char *path, const windows *w) {
    const span all = {DAY_MIN - 1, w->today};
    const span none = {w->today, w->today};
    made_of m = {part_of(path), {all, none}};
    bool whole = ends(path, ".total") || ends(path, ".rate") || ends(path, ".coverage");
    if (ends(path, ".previous_12m")) {
        m.spans[0] = w->previous;
    } else if (ends(path, ".previous_year_to_date")) {
        m.spans[0] = w->previous_year;
    } else if (ends(path, ".year_to_date")) {
        m.spans[0] = w->year;
    } else if (ends(path, ".evolution")) {
        m.spans[0] = w->trailing;
        m.spans[1] = w->previous;
    } else if (ends(path, "_12m") || (m.part == PART_REVENUE && !whole)) {
        m.spans[0] = w->trailing;
    }
    return m;
}

/* What one posting adds to the part; false: nothing. */
static bool adds(part of, const posting *p, int64_t *ret_value) {
    switch (of) {
    case PART_REVENUE: *ret_value += p->sale.sums.revenue; break;
    case PART_MARGIN: *ret_value += p->sale.sums.margin; break;
    case PART_QUANTITY: *ret_value += p->sale.sums.quantity; break;
    case PART_ORDERS: *ret_value += p->activity.orders; return p->activity.orders != 0;
    case PART_QUOTES:
    case PART_CONTRACTS: *ret_value += 1; break;
    case PART_NONE: return false;
    }
    return true;
}

static posting_kind posting_of(part of) {
    static const posting_kind kinds[] = {
        [PART_REVENUE] = POSTING_SALE,  [PART_MARGIN] = POSTING_SALE,
        [PART_QUANTITY] = POSTING_SALE, [PART_ORDERS] = POSTING_ACTIVITY,
        [PART_QUOTES] = POSTING_QUOTE,  [PART_CONTRACTS] = POSTING_CONTRACT,
        [PART_NONE] = POSTING_KINDS,
    };
    return kinds[of];
}

/* A page under way. */
typedef struct breakdown {
    rpc_call *call;
    transaction *t;
    uint32_t client;
    made_of made;
    document_room room;
    posting_list postings;
    indexed_document at;
    int64_t told;
    bool more;
} breakdown;

static void write_row(breakdown *b, const document *d, int64_t value) {
    json_writer *out = b->call->out;
    json_open_object(out);
    json_key(out, "kind");
    json_word(out, document_kind_name(d->kind));
    json_key(out, "id");
    json_text(out, d->id);
    json_key(out, "date");
    json_day(out, d->body.date);
    json_key(out, "adds");
    if (b->made.part == PART_REVENUE || b->made.part == PART_MARGIN) {
        json_amount(out, value, currency_decimals(b->call->keeper->config->rules.rates.base));
    } else if (b->made.part == PART_QUANTITY) {
        json_quantity(out, value);
    } else {
        json_whole(out, value);
    }
    json_close_object(out);
    b->told++;
}

/* false: failed. */
static bool look_at(breakdown *b, const indexed_document *entry) {
    bookkeeper *keeper = b->call->keeper;
    document d;
    lookup found =
        document_table_get(b->t, entry->kind, (text){entry->id, entry->id_length}, &b->room, &d);
    if (found != LOOKUP_FOUND || !d.has_body) {
        return found != LOOKUP_FAILED;
    }
    b->postings.count = 0;
    if (!contribution_post(&d, &keeper->config->rules, &keeper->portfolio->names,
                           keeper->portfolio->windows.today, 1, &b->postings)) {
        return false;
    }
    int64_t value = 0;
    bool any = false;
    for (uint32_t i = 0; i < b->postings.count; i++) {
        const posting *p = &b->postings.items[i];
        any = (p->kind == posting_of(b->made.part) && adds(b->made.part, p, &value)) || any;
    }
    if (any) {
        write_row(b, &d, value);
    }
    return true;
}

static bool write_rows(breakdown *b) {
    for (int looked = 0;; looked++) {
        indexed_document next = b->at;
        lookup found = document_index_older(b->t, b->client, &next);
        if (found != LOOKUP_FOUND) {
            return found == LOOKUP_ABSENT;
        }
        if (looked == ENTRIES_LOOKED_AT_MAX || b->told == rpc_number(b->call, PARAM_LIMIT) ||
            rpc_page_is_full(b->call)) {
            b->more = true;
            return true;
        }
        b->at = next;
        bool in =
            span_holds(b->made.spans[0], next.date) || span_holds(b->made.spans[1], next.date);
        if (in && !look_at(b, &next)) {
            return false;
        }
    }
}

static void write_head(breakdown *b, size_t path) {
    json_writer *out = rpc_result(b->call);
    json_key(out, "client");
    json_text(out, rpc_text(b->call, PARAM_CLIENT));
    json_key(out, "figure");
    json_word(out, figure_path_name(path));
    json_key(out, "value");
    figure_path_write(out, path, b->call->portfolio, b->client);
    json_key(out, "documents");
    json_open_array(out);
}

bool explain_figure(rpc_call *call, uint32_t client) {
    size_t path = (size_t)rpc_number(call, PARAM_FIGURE);
    breakdown b = {.call = call, .client = client};
    if (!document_place_read(call, &b.at)) {
        return false;
    }
    store_status status = bookkeeper_tidy_client(call->keeper, client);
    if (status != STORE_OK) {
        return rpc_refuse_store(call, status, call->keeper->error);
    }
    b.made = made_of_path(figure_path_name(path), &call->portfolio->windows);
    b.t = transaction_begin(call->keeper->store, true);
    write_head(&b, path);
    bool read = b.made.part == PART_NONE || write_rows(&b);
    json_close_array(call->out);
    document_room_finish(&b.room);
    posting_list_finish(&b.postings);
    if (!read) {
        return rpc_refuse_read(call, b.t);
    }
    transaction_abort(b.t);
    document_place_write(call, &b.at, b.more);
    return true;
}

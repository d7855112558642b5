#include "tools/clientele_check/compare.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "store/billing_table.h"
#include "store/recovery.h"

static void differ(check_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void differ(check_report *report, const char *format, ...) {
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(sentence, sizeof sentence, format, arguments) > 0) {
        report->difference(report->context, sentence);
    }
    va_end(arguments);
    report->differences++;
}

static void compare_number(check_report *report, const char *whose, text id, const char *figure,
                           int64_t stored, int64_t computed) {
    if (stored != computed) {
        differ(report, "%s %.*s: %s is %" PRId64 " in the store, %" PRId64 " from its documents",
               whose, (int)id.length, id.bytes, figure, stored, computed);
    }
}

static void compare_tally(check_report *report, const char *whose, text id, const tally *a,
                          const tally *b) {
#define TALLY(field, meaning) compare_number(report, whose, id, #field, a->field, b->field);
#include "portfolio/tally.def"
#undef TALLY
}

static void compare_ledger(check_report *report, const char *whose, text id, const ledger *a,
                           const ledger *b) {
    uint64_t before = report->differences;
    compare_number(report, whose, id, "revenue.total", a->total.revenue, b->total.revenue);
    compare_number(report, whose, id, "revenue.trailing_12m", a->trailing.revenue,
                   b->trailing.revenue);
    compare_number(report, whose, id, "margin.total", a->total.margin, b->total.margin);
    compare_number(report, whose, id, "quantity.total", a->total.quantity, b->total.quantity);
    compare_number(report, whose, id, "orders.count", a->orders, b->orders);
    if (report->differences == before && !ledger_equal(a, b)) {
        differ(report,
               "%s %.*s: sales by day or category differ between the store and its documents",
               whose, (int)id.length, id.bytes);
    }
}

static void compare_profile(check_report *report, text id, const profile *a, const profile *b) {
    bool same = a->rep == b->rep && text_equal(a->name, b->name) &&
                text_equal(a->segment, b->segment) && text_equal(a->country, b->country) &&
                a->tag_count == b->tag_count && a->abandoned == b->abandoned &&
                a->since == b->since && a->has_potential == b->has_potential;
    for (uint32_t i = 0; same && i < a->tag_count; i++) {
        same = text_equal(a->tags[i], b->tags[i]);
    }
    if (!same) {
        differ(report, "client %.*s: its record differs between the store and its document",
               (int)id.length, id.bytes);
    }
}

static void compare_open_quotes(check_report *report, text id, const day_counts *a,
                                const day_counts *b) {
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) {
        same = a->items[i].day == b->items[i].day && a->items[i].count == b->items[i].count;
    }
    if (!same) {
        differ(report, "client %.*s: its open quotes differ between the store and its documents",
               (int)id.length, id.bytes);
    }
}

/* Loading notes who is in another phase by today than was recorded last. */
static void compare_phases(check_report *report, const portfolio *stored) {
    const lifecycle_rules *r = portfolio_lifecycle(stored);
    for (uint32_t i = 0; i < stored->phase_changes.count; i++) {
        const phase_change *c = &stored->phase_changes.items[i];
        text id = portfolio_client_id(stored, c->client);
        differ(report, "client %.*s: the last recorded phase is %s, its documents make it %s",
               (int)id.length, id.bytes, c->from == PHASE_NONE ? "none" : r->phases[c->from].name,
               r->phases[c->to].name);
    }
}

static void compare_account(check_report *report, text id, const account *a, const account *b) {
    compare_number(report, "client", id, "documents", a->documents, b->documents);
    compare_tally(report, "client", id, &a->tally, &b->tally);
    compare_ledger(report, "client", id, &a->ledger, &b->ledger);
    compare_profile(report, id, &a->profile, &b->profile);
    compare_open_quotes(report, id, &a->open_quotes, &b->open_quotes);
    if (a->contracts.count != b->contracts.count || a->next_end != b->next_end) {
        differ(report, "client %.*s: its contracts differ between the store and its documents",
               (int)id.length, id.bytes);
    }
}

static void compare_books(check_report *report, portfolio *stored, portfolio *computed) {
    for (uint32_t i = 0; i < computed->account_count; i++) {
        text id = portfolio_client_id(computed, i);
        if (i >= stored->account_count) {
            differ(report, "client %.*s is missing in the store", (int)id.length, id.bytes);
            continue;
        }
        compare_account(report, id, portfolio_account(stored, i), portfolio_account(computed, i));
        report->clients += portfolio_account(computed, i)->documents > 0;
    }
    for (uint32_t i = 0; i < computed->rep_count; i++) {
        text id = directory_name(&computed->names.reps, i);
        if (i >= stored->rep_count) {
            differ(report, "rep %.*s is missing in the store", (int)id.length, id.bytes);
            continue;
        }
        compare_number(report, "rep", id, "documents", stored->reps[i].documents,
                       computed->reps[i].documents);
        compare_tally(report, "rep", id, &stored->reps[i].book.tally,
                      &computed->reps[i].book.tally);
        compare_ledger(report, "rep", id, &stored->reps[i].book.ledger,
                       &computed->reps[i].book.ledger);
        compare_ledger(report, "sold by", id, &stored->reps[i].sold, &computed->reps[i].sold);
        report->reps++;
    }
    compare_tally(report, "portfolio", text_of("total"), &stored->total.tally,
                  &computed->total.tally);
    compare_ledger(report, "portfolio", text_of("total"), &stored->total.ledger,
                   &computed->total.ledger);
    if (!portfolio_verify(stored) || !portfolio_verify(computed)) {
        differ(report, "a sum is not the sum of its parts");
    }
}

static void compare_billing(check_report *report, transaction *t, const recomputed_orders *orders) {
    uint64_t rows = 0;
    for (uint32_t i = 0; i < orders->count; i++) {
        text id = directory_name(&orders->ids, i);
        const order_billing *computed = &orders->items[i];
        order_billing stored;
        if (billing_table_get(t, id, &stored) == LOOKUP_FAILED) {
            return;
        }
        rows += computed->client != NUMBER_NONE || computed->billed != 0;
        compare_number(report, "order", id, "ordered", stored.ordered, computed->ordered);
        compare_number(report, "order", id, "billed", stored.billed, computed->billed);
        compare_number(report, "order", id, "client number", stored.client, computed->client);
    }
    compare_number(report, "store", text_of("billing"), "rows",
                   (int64_t)transaction_entries(t, TABLE_BILLING), (int64_t)rows);
}

/* Entries that accounts have yet to write to their index, net. */
static int64_t index_to_come(const portfolio *p) {
    int64_t net = 0;
    for (uint32_t i = 0; i < p->account_count; i++) {
        const index_changes *c = &portfolio_account(p, i)->index_changes;
        record_reader r = record_reader_of((text){(const char *)c->bytes, c->length});
        while (r.at < r.end && !r.failed) {
            net += read_int32(&r);
            (void)read_int32(&r);
            (void)read_u8(&r);
            (void)read_text(&r);
        }
    }
    return net;
}

static void compare_lists(check_report *report, transaction *t, const portfolio *stored,
                          const recomputed *made, const store_state *state) {
    text store_name = text_of("total");
    compare_number(report, "store", store_name, "documents", (int64_t)state->documents,
                   (int64_t)made->documents);
    compare_number(report, "store", store_name, "documents to come",
                   (int64_t)transaction_entries(t, TABLE_PENDING), (int64_t)made->pending);
    compare_number(report, "store", store_name, "documents to come not listed", 0,
                   (int64_t)made->not_listed);
    compare_number(report, "store", store_name, "indexed documents",
                   (int64_t)transaction_entries(t, TABLE_INDEX) + index_to_come(stored),
                   (int64_t)made->indexed);
    compare_number(report, "store", store_name, "documents missing in an index", 0,
                   (int64_t)made->unindexed);
    compare_number(report, "store", store_name, "refused events",
                   (int64_t)transaction_entries(t, TABLE_QUARANTINE), (int64_t)state->quarantined);
}

static void check_values(transaction *t) {
    static const table all[] = {TABLE_SOURCES, TABLE_QUARANTINE, TABLE_JOURNAL, TABLE_META};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        walk *w = walk_open(t, all[i]);
        text key;
        text value;
        lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &value);
        while (found == LOOKUP_FOUND) {
            found = walk_next(w, &key, &value); /* every step tests a checksum */
        }
        walk_close(w);
    }
}

static void check_within(transaction *t, const config *c, check_report *report) {
    store_state state;
    names_stored ignored;
    recomputed made = {0};
    if (state_table_get(t, &state) == LOOKUP_ABSENT) {
        transaction_fail(t, STORE_FAILED, "the store has never been written");
    }
    if (transaction_status(t) == STORE_OK && (state.rebuilding || state.older)) {
        transaction_fail(t, STORE_FAILED,
                         "the store is being rebuilt; start clienteled to finish that");
    }
    if (transaction_status(t) == STORE_OK && state.fingerprint != config_fingerprint(c)) {
        transaction_fail(
            t, STORE_FAILED,
            "the configuration means other figures than the store was made with; give the daemon's "
            "own configuration, or start the daemon with this one first");
    }
    portfolio *stored =
        transaction_status(t) == STORE_OK ? recovery_load(t, &c->rules, &state, 1, &ignored) : NULL;
    if (stored != NULL && recompute(t, stored, &made, report->progress, report->context)) {
        report->documents = made.documents;
        compare_phases(report, stored);
        compare_books(report, stored, made.portfolio);
        compare_billing(report, t, &made.orders);
        compare_lists(report, t, stored, &made, &state);
        check_values(t);
    }
    recomputed_finish(&made);
    portfolio_destroy(stored);
}

bool check_store(store *s, const config *c, check_report *report,
                 char error[static STORE_ERROR_SIZE]) {
    transaction *t = transaction_begin(s, true);
    check_within(t, c, report);
    bool done = transaction_status(t) == STORE_OK;
    memcpy(error, transaction_error(t), STORE_ERROR_SIZE);
    transaction_abort(t);
    return done;
}

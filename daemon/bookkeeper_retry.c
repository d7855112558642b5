#include <string.h>

#include "daemon/bookkeeper_work.h"
#include "portfolio/limits.h"
#include "store/quarantine_table.h"

/* Refused events looked at in one transaction. */
enum { RETRY_EVENTS = 256 };

typedef struct retry {
    event_decoder *decoder;
    event_batch *batch;
    int64_t received;
    uint64_t below; /* numbers from here on are done */
    retry_counts counts;
} retry;

static bool is_chosen(const retry_choice *choice, const refused_event *e) {
    if (choice->number != 0) {
        return e->number == choice->number;
    }
    text source = e->source.length > 0 ? e->source : text_of(SOURCE_UNKNOWN);
    return (choice->source.length == 0 || text_equal(choice->source, source)) &&
           (choice->reason == REASON_NONE || choice->reason == e->reason);
}

/* Decodes a kept event as a message of its own; everything is copied into the batch. */
static bool decode_again(retry *r, const refused_event *e) {
    event_batch_clear(r->batch);
    char *name_space = event_batch_alloc(r->batch, NAMESPACE_BYTES_MAX);
    if (name_space == NULL || e->name_space.length > NAMESPACE_BYTES_MAX) {
        return false;
    }
    if (e->name_space.length > 0) {
        memcpy(name_space, e->name_space.bytes, e->name_space.length);
    }
    return event_batch_open_message(r->batch, NULL, (text){NULL, 0}, false) &&
           event_decode_message(r->decoder, e->raw.bytes, e->raw.length,
                                (text){name_space, e->name_space.length}, r->batch, NULL);
}

static void count_outcomes(retry *r) {
    for (size_t i = 0; i < event_batch_item_count(r->batch); i++) {
        const batch_item *item = event_batch_item(r->batch, i);
        r->counts.accepted += item->outcome == OUTCOME_ACCEPTED;
        r->counts.duplicate += item->outcome == OUTCOME_DUPLICATE;
        r->counts.rejected += item->outcome == OUTCOME_REJECTED;
    }
}

/* A kept event that is refused again stays as it is. */
static void retry_event(bookkeeper *self, transaction *t, retry *r, const refused_event *e) {
    if (e->raw.length == 0) {
        return; /* only its reason was kept */
    }
    if (!decode_again(r, e)) {
        transaction_fail(t, STORE_FAILED, "no memory");
        return;
    }
    r->counts.retried++;
    if (event_batch_item_count(r->batch) == 1 &&
        event_batch_item(r->batch, 0)->reason != REASON_NONE) {
        r->counts.rejected++;
        return;
    }
    self->work->state.quarantined--;
    self->work->state.quarantine_bytes -= e->raw.length;
    quarantine_table_delete(t, e->number);
    bookkeeper_take_batch(self, t, r->batch, r->received);
    count_outcomes(r);
}

/* One transaction's worth. *ret_done: nothing is left. */
static store_status retry_some(bookkeeper *self, const retry_choice *choice, retry *r,
                               bool *ret_done) {
    transaction *t = transaction_begin(self->store, false);
    self->work->state.commit++;
    lookup found = LOOKUP_FOUND;
    for (int looked = 0; looked < RETRY_EVENTS && found == LOOKUP_FOUND; looked++) {
        refused_event e;
        found = quarantine_table_older(t, r->below, &e);
        if (found == LOOKUP_FOUND) {
            r->below = e.number;
            if (is_chosen(choice, &e)) {
                retry_event(self, t, r, &e);
            } else if (choice->number != 0) {
                found = LOOKUP_ABSENT; /* that number is not there */
            }
        }
    }
    *ret_done = found != LOOKUP_FOUND || choice->number != 0;
    bookkeeper_write_books(self, t, RETRY_EVENTS);
    return bookkeeper_finish(self, t);
}

store_status bookkeeper_retry(bookkeeper *self, const retry_choice *choice, int64_t received,
                              retry_counts *ret_counts) {
    retry r = {.decoder = event_decoder_create(&self->config->decode),
               .batch = event_batch_create(),
               .received = received,
               .below = choice->number != 0 ? choice->number + 1 : UINT64_MAX};
    store_status status = r.decoder == NULL || r.batch == NULL ? STORE_FULL : STORE_OK;
    bool done = false;
    while (status == STORE_OK && !done) {
        status = retry_some(self, choice, &r, &done);
    }
    event_decoder_destroy(r.decoder);
    event_batch_destroy(r.batch);
    *ret_counts = r.counts;
    return status;
}

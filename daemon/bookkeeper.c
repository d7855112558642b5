#include "daemon/bookkeeper.h"

#include <stdio.h>
#include <stdlib.h>

#include "conf/zone.h"
#include "daemon/bookkeeper_work.h"
#include "portfolio/limits.h"
#include "store/journal_table.h"
#include "store/quarantine_table.h"
#include "store/recovery.h"

/* While busy, the store is tried again after this long, by writing and removing this much. */
enum { RETRY_NANOSECONDS = 1000000000, PROBE_BYTES = 1 << 20 };

/* Days passed, and about how many transitions recorded, in one transaction. */
enum { ADVANCE_DAYS = 64, ADVANCE_TRANSITIONS = 10000 };

static void unload(bookkeeper *self) {
    portfolio_destroy(self->portfolio);
    self->portfolio = NULL;
    sources_finish(&self->sources);
}

static void take_over_state(bookkeeper *self) {
    const store_state *s = &self->work->state;
    self->commit = s->commit;
    self->documents = s->documents;
    self->quarantined = s->quarantined;
    self->transitions = s->transitions;
}

static bool load_within(bookkeeper *self, transaction *t) {
    bookkeeper_work *w = self->work;
    if (state_table_get(t, &w->state) == LOOKUP_FAILED) {
        return false;
    }
    sources_init(&self->sources, w->seed);
    self->portfolio = recovery_load(t, &self->config->rules, &w->state, w->seed, &w->names_stored);
    return self->portfolio != NULL && sources_load(&self->sources, t);
}

bool bookkeeper_load(bookkeeper *self, char error[static STORE_ERROR_SIZE]) {
    bookkeeper_work *w = self->work;
    unload(self);
    record_writer_clear(&w->journal);
    w->wounded = false;
    w->sweep_client = w->sweep_rep = 0;
    w->sweep_began = w->trim_through = 0;
    transaction *t = transaction_begin(self->store, true);
    bool loaded = load_within(self, t);
    memcpy(error, transaction_error(t), STORE_ERROR_SIZE);
    transaction_abort(t);
    if (!loaded) {
        unload(self);
        return false;
    }
    take_over_state(self);
    return true;
}

/* Reads the state, or makes that of a store that has never been written. */
static bool begin_state(bookkeeper *self, day today, char error[static STORE_ERROR_SIZE]) {
    transaction *t = transaction_begin(self->store, false);
    store_state state = {0};
    if (state_table_get(t, &state) == LOOKUP_ABSENT) {
        state = (store_state){.today = self->config->clock == CLOCK_EVENT ? DAY_MIN : today,
                              .next_refusal = 1,
                              .fingerprint = config_fingerprint(self->config)};
        state_table_put(t, &self->work->scratch, &state);
    }
    self->work->state = state;
    return transaction_commit(t, error) == STORE_OK;
}

/* With clock: event today is the local date of the newest event: it may be a later one in another zone. */
static store_status follow_newest_event(bookkeeper *self) {
    int64_t newest = INT64_MIN;
    for (uint32_t i = 0; i < self->sources.count; i++) {
        int64_t time = self->sources.items[i].last_time;
        newest = time > newest ? time : newest;
    }
    return self->config->clock != CLOCK_EVENT || newest == INT64_MIN
               ? STORE_OK
               : bookkeeper_advance(self, zone_local_day(newest));
}

bookkeeper *bookkeeper_open(const config *c, day today, uint64_t seed,
                            char error[static STORE_ERROR_SIZE]) {
    bookkeeper *self = calloc(1, sizeof *self);
    bookkeeper_work *w = calloc(1, sizeof *w);
    if (self == NULL || w == NULL) {
        free(self);
        free(w);
        (void)snprintf(error, STORE_ERROR_SIZE, "no memory");
        return NULL;
    }
    self->config = c;
    self->work = w;
    w->seed = seed;
    w->journaling = true;
    self->store = store_open(c->state_dir, c->map_bytes, false, error);
    bool opened = self->store != NULL && begin_state(self, today, error);
    bool stale =
        w->state.rebuilding || w->state.older || w->state.fingerprint != config_fingerprint(c);
    opened = opened && (stale ? bookkeeper_rebuild(self, error) : bookkeeper_load(self, error));
    if (opened && follow_newest_event(self) != STORE_OK) {
        memcpy(error, self->error, STORE_ERROR_SIZE);
        opened = false;
    }
    if (!opened) {
        bookkeeper_abandon(self);
        return NULL;
    }
    return self;
}

void bookkeeper_abandon(bookkeeper *self) {
    if (self == NULL) {
        return;
    }
    unload(self);
    store_close(self->store);
    bookkeeper_work *w = self->work;
    document_room_finish(&w->room);
    posting_list_finish(&w->postings);
    free(w->bills.items);
    record_writer_finish(&w->scratch);
    record_writer_finish(&w->journal);
    free(w);
    free(self);
}

void bookkeeper_close(bookkeeper *self) {
    uint32_t left = self != NULL && self->portfolio != NULL;
    while (left > 0 && bookkeeper_tidy(self, 4096, &left) == STORE_OK) {}
    bookkeeper_abandon(self);
}

void bookkeeper_write_books(bookkeeper *self, transaction *t, uint32_t accounts) {
    bookkeeper_work *w = self->work;
    if (w->wounded || w->journal.failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    journal_table_put(t, w->state.commit, record_written(&w->journal));
    bookkeeper_write_behind(self, t, accounts);
    sources_save(&self->sources, t);
    state_table_put(t, &w->scratch, &w->state);
}

/* After a failure memory is ahead of the store: the one way back is to load again. */
static store_status recover(bookkeeper *self, store_status status) {
    char error[STORE_ERROR_SIZE];
    if (!bookkeeper_load(self, error)) {
        memcpy(self->error, error, sizeof error);
        return STORE_FAILED;
    }
    self->busy = true;
    return status == STORE_DAMAGED ? status : STORE_FULL;
}

store_status bookkeeper_finish(bookkeeper *self, transaction *t) {
    bool out_of_memory = self->work->wounded;
    store_status status = transaction_commit(t, self->error);
    if (status == STORE_OK) {
        record_writer_clear(&self->work->journal);
        take_over_state(self);
        return STORE_OK;
    }
    return status == STORE_FAILED && !out_of_memory ? STORE_FAILED : recover(self, status);
}

static bool probe_step(bookkeeper *self, bool put) {
    char error[STORE_ERROR_SIZE];
    const text key = {"probe", 5};
    transaction *t = transaction_begin(self->store, false);
    char *bytes = put ? calloc(1, PROBE_BYTES) : NULL;
    if (put && bytes != NULL) {
        transaction_put(t, TABLE_META, key, (text){bytes, PROBE_BYTES});
    } else {
        transaction_delete(t, TABLE_META, key);
    }
    free(bytes);
    return transaction_commit(t, error) == STORE_OK;
}

/* Whether a busy store can be written again; tried once a second. */
static bool still_busy(bookkeeper *self, int64_t now) {
    if (!self->busy) {
        return false;
    }
    if (now - self->work->tried >= RETRY_NANOSECONDS || now < self->work->tried) {
        self->work->tried = now;
        self->busy = !(probe_step(self, true) && probe_step(self, false));
    }
    return self->busy;
}

static void quarantine(bookkeeper *self, transaction *t, const batch_item *item, int64_t received) {
    store_state *state = &self->work->state;
    bool kept = state->quarantine_bytes + item->raw.length <= self->config->quarantine_bytes;
    refused_event e = {.number = state->next_refusal++,
                       .received = received,
                       .reason = item->reason,
                       .source = item->event.source,
                       .event_id = item->event.stamp.event_id,
                       .name_space = item->name_space,
                       .explanation = item->explanation,
                       .raw = kept ? item->raw : (text){NULL, 0},
                       .raw_bytes = item->raw.length};
    state->quarantine_bytes += e.raw.length;
    state->quarantined++;
    quarantine_table_put(t, &e);
}

static void count_item(bookkeeper *self, transaction *t, const batch_item *item, text feed,
                       int64_t received) {
    const event *e = &item->event;
    source_record *s = sources_record(&self->sources, e->source, e->epoch);
    if (s == NULL) {
        self->work->wounded = true;
        transaction_fail(t, STORE_FAILED, "no memory");
        return;
    }
    s->accepted += item->outcome == OUTCOME_ACCEPTED;
    s->duplicate += item->outcome == OUTCOME_DUPLICATE;
    s->rejected += item->outcome == OUTCOME_REJECTED;
    s->by_reason[item->reason] += item->outcome == OUTCOME_REJECTED;
    s->received = received;
    s->dirty = true;
    bookkeeper_note_sequence(self, s, e, feed, received);
    if (item->outcome == OUTCOME_REJECTED) {
        return;
    }
    if (e->stamp.time > s->last_time) {
        s->last_time = e->stamp.time;
    }
    if (e->has_sequence && (!s->numbered || e->sequence > s->last_sequence)) {
        s->last_sequence = e->sequence;
        s->numbered = true;
    }
}

static void take_item(bookkeeper *self, transaction *t, batch_item *item, text feed,
                      int64_t received) {
    if (item->reason == REASON_NONE) {
        if (self->config->clock == CLOCK_EVENT) { /* today is the local date of the newest event */
            bookkeeper_pass_days(self, t, zone_local_day(item->event.stamp.time));
        }
        item->outcome = bookkeeper_register(self, t, &item->event);
        bookkeeper_review_event(self, t, &item->event);
    } else {
        item->outcome = OUTCOME_REJECTED;
        quarantine(self, t, item, received);
    }
    count_item(self, t, item, feed, received);
}

void bookkeeper_take_batch(bookkeeper *self, transaction *t, event_batch *batch, int64_t received) {
    for (size_t i = 0; i < event_batch_item_count(batch) && transaction_status(t) == STORE_OK;
         i++) {
        batch_item *item = event_batch_item(batch, i);
        take_item(self, t, item, event_batch_message(batch, item->message)->feed, received);
    }
    (void)bookkeeper_hear(self, batch, received);
    if (transaction_status(t) == STORE_OK && !portfolio_settle(self->portfolio)) {
        self->work->wounded = true;
    }
    bookkeeper_record_classes(self, t, CAUSE_OTHERS);
}

store_status bookkeeper_commit(bookkeeper *self, event_batch *batch, int64_t received) {
    size_t count = event_batch_item_count(batch);
    if (self->documents + count > (uint64_t)DOCUMENTS_MAX) {
        (void)snprintf(self->error, sizeof self->error, "the store holds its most, %lld documents",
                       (long long)DOCUMENTS_MAX);
        return STORE_FULL;
    }
    if (still_busy(self, received)) {
        return STORE_FULL;
    }
    /* Heartbeats that tell nothing new need no commit. */
    if (count == 0 && event_batch_remark_count(batch) > 0 &&
        !bookkeeper_hear(self, batch, received) && !self->work->wounded) {
        (void)bookkeeper_tell_standings(self, batch);
        return STORE_OK;
    }
    transaction *t = transaction_begin(self->store, false);
    self->work->state.commit++;
    bookkeeper_take_batch(self, t, batch, received);
    bookkeeper_write_books(self, t,
                           (uint32_t)(count / 4)); /* single events leave it to idle moments */
    store_status status = bookkeeper_finish(self, t);
    if (status == STORE_OK) {
        (void)bookkeeper_tell_standings(self, batch);
    }
    return status;
}

store_status bookkeeper_advance(bookkeeper *self, day today) {
    if (today <= self->portfolio->windows.today) {
        return STORE_OK;
    }
    store_status status = STORE_OK;
    while (status == STORE_OK && self->portfolio->windows.today < today) {
        transaction *t = transaction_begin(self->store, false);
        uint64_t enough = self->work->state.transitions + ADVANCE_TRANSITIONS;
        self->work->state.commit++;
        for (int days = 0; days < ADVANCE_DAYS && self->work->state.transitions < enough &&
                           bookkeeper_pass_day(self, t, today);
             days++) {}
        bookkeeper_write_books(self, t, 0);
        status = bookkeeper_finish(self, t);
    }
    return status;
}

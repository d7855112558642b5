/* bookkeeper_sources.c - what is in and what is missing of each source; only what is committed counts. */
#include <stdlib.h>

#include "daemon/bookkeeper_work.h"
#include "ingest/replay_client.h"

static void run_out_of_memory(bookkeeper *self) {
    self->work->wounded = true;
}

/* The record whose own numbers these are; those that are counted together have none. */
static bool is_own(const source_record *s, text source) {
    return text_equal(s->source, source);
}

static void note_feed(bookkeeper *self, source_record *s, text feed) {
    if (feed.length > 0 && !sources_set_feed(&self->sources, s, feed)) {
        run_out_of_memory(self);
    }
}

/* Notices that a gap has opened or closed. */
static void follow(source_record *s, int64_t now) {
    bool missing = s->gap.missing_count > 0;
    if (missing && !s->resyncing) {
        s->resync_since = now;
        s->resync_from = s->gap.healed;
    }
    s->resyncing = missing;
    s->reported = false;
}

void bookkeeper_note_sequence(bookkeeper *self, source_record *s, const event *e, text feed,
                              int64_t now) {
    s->heard = now;
    if (!is_own(s, e->source)) {
        return;
    }
    note_feed(self, s, feed);
    if (!e->has_sequence) {
        return;
    }
    if (!sequence_gap_add(&s->gap, e->sequence)) {
        run_out_of_memory(self);
    }
    follow(s, now);
}

/* Whether the remark changed what is stored. */
static bool act_on(source_record *s, const batch_remark *r, bool *ret_changed) {
    sequence_gap before = s->gap;
    bool ended = s->ended;
    bool known = s->beginning_known;
    uint64_t trimmed = s->trimmed;
    bool room = true;
    switch (r->kind) {
    case REMARK_HEARTBEAT: room = sequence_gap_announce(&s->gap, r->sequence); break;
    case REMARK_TRIMMED:
        room = sequence_gap_trim(&s->gap, r->sequence);
        s->trimmed = r->sequence;
        break;
    case REMARK_BEGINNING: s->beginning_known = true; break;
    case REMARK_ABSENT: room = sequence_gap_give_up(&s->gap, r->sequence, r->until); break;
    case REMARK_SHORT: sequence_gap_take_back(&s->gap, r->sequence); break;
    case REMARK_ENDED:
        room = sequence_gap_trim(&s->gap, s->gap.last + 1);
        s->ended = true;
        break;
    }
    *ret_changed = s->gap.begun != before.begun || s->gap.last != before.last ||
                   s->gap.missing_count != before.missing_count ||
                   s->gap.unhealable != before.unhealable || s->ended != ended ||
                   s->beginning_known != known || s->trimmed != trimmed;
    return room;
}

bool bookkeeper_hear(bookkeeper *self, const event_batch *batch, int64_t now) {
    bool any = false;
    for (size_t i = 0; i < event_batch_remark_count(batch); i++) {
        const batch_remark *r = event_batch_remark(batch, i);
        uint32_t known = self->sources.count;
        source_record *s = sources_record(&self->sources, r->source, r->epoch);
        bool changed = false;
        if (s == NULL || (is_own(s, r->source) && !act_on(s, r, &changed))) {
            run_out_of_memory(self);
            return true;
        }
        s->heard = now;
        if (s->received == 0) {
            s->received = now;
        }
        s->dirty = s->dirty || changed || self->sources.count > known;
        note_feed(self, s, r->feed);
        follow(s, now);
        any = any || s->dirty;
    }
    return any;
}

static batch_standing standing_of(const bookkeeper *self, const source_record *s) {
    batch_standing standing = {.source = s->source,
                               .epoch = s->epoch,
                               .feed = sources_feed(&self->sources, s),
                               .last = s->gap.last,
                               .beginning_known = s->beginning_known,
                               .ended = s->ended};
    standing.from = sequence_gap_wanted(&s->gap, REPLAY_CREDIT_MAX, &standing.length);
    return standing;
}

bool bookkeeper_tell_standings(bookkeeper *self, event_batch *batch) {
    for (uint32_t i = 0; i < self->sources.count; i++) {
        source_record *s = &self->sources.items[i];
        if (s->reported || s->feed == NUMBER_NONE) {
            continue;
        }
        batch_standing standing = standing_of(self, s);
        if (!event_batch_add_standing(batch, &standing)) {
            return false; /* told with a later batch */
        }
        s->reported = true;
    }
    return true;
}

batch_standing *bookkeeper_standings(bookkeeper *self, size_t *ret_count) {
    batch_standing *all = calloc(self->sources.count + 1, sizeof *all);
    *ret_count = 0;
    for (uint32_t i = 0; i < self->sources.count && all != NULL; i++) {
        source_record *s = &self->sources.items[i];
        if (s->feed != NUMBER_NONE) {
            all[(*ret_count)++] = standing_of(self, s);
            s->reported = true;
        }
    }
    return all;
}

#include <stdlib.h>

#include "daemon/json_figures.h"
#include "daemon/query.h"
#include "daemon/rpc_cursor.h"
#include "daemon/source_state.h"
#include "store/quarantine_table.h"

enum { ENTRIES_LOOKED_AT_MAX = 1000, BODY_BYTES_SHOWN = 2000, GAPS_SHOWN = 10 };

static const char unknown_source[] = "(unknown)"; /* as source_table.h counts it */

typedef struct listed_source {
    const source_record *record;
} listed_source;

static int compare_sources(const void *left, const void *right) {
    const source_record *a = ((const listed_source *)left)->record;
    const source_record *b = ((const listed_source *)right)->record;
    int order = text_compare(a->source, b->source);
    return order != 0 ? order : text_compare(a->epoch, b->epoch);
}

static void member_count(json_writer *out, const char *name, uint64_t count) {
    json_key(out, name);
    json_count(out, count);
}

static void write_reasons(json_writer *out, const source_record *s) {
    json_key(out, "reasons");
    json_open_object(out);
    for (size_t i = 1; i < REASON_COUNT; i++) {
        if (s->by_reason[i] > 0) {
            member_count(out, reason_name((reason)i), s->by_reason[i]);
        }
    }
    json_close_object(out);
}

static void member_if(json_writer *out, const char *name, bool known, uint64_t count) {
    json_key(out, name);
    if (known) {
        json_count(out, count);
    } else {
        json_nothing(out);
    }
}

static void write_gaps(json_writer *out, const sequence_gap *g) {
    json_key(out, "gaps");
    json_open_array(out);
    for (uint32_t i = 0; i < g->count && i < GAPS_SHOWN; i++) {
        json_open_array(out);
        json_count(out, g->missing[i].from);
        json_count(out, g->missing[i].to);
        json_close_array(out);
    }
    json_close_array(out);
}

/* Since when a gap is being healed, how fast, and when that will be done at that speed. */
static void write_resync(json_writer *out, const source_record *s, int64_t now) {
    json_key(out, "resync");
    int64_t elapsed = now - s->resync_since;
    uint64_t healed = s->gap.healed - s->resync_from;
    if (!s->resyncing) {
        json_nothing(out);
        return;
    }
    uint64_t tenths = elapsed > 100000000 ? (uint64_t)elapsed / 100000000 : 1;
    uint64_t speed = healed * 10 / tenths;
    json_open_object(out);
    json_key(out, "since");
    json_instant(out, s->resync_since);
    member_count(out, "healed", healed);
    member_count(out, "rate", speed);
    json_key(out, "estimated_end");
    if (speed > 0 && s->gap.missing_count / speed < 1000000000) {
        json_instant(out, now + (int64_t)(s->gap.missing_count / speed) * 1000000000);
    } else {
        json_nothing(out);
    }
    json_close_object(out);
}

static void write_sequence(json_writer *out, const bookkeeper *keeper, const source_record *s,
                           int64_t now) {
    const sequence_gap *g = &s->gap;
    json_key(out, "feed");
    json_text_or_null(out, sources_feed(&keeper->sources, s));
    json_key(out, "state");
    json_word(out, source_state_name(source_state_of(keeper->config, &keeper->sources, s, now)));
    bool in = g->begun && s->numbered;
    member_if(out, "committed_to", in, sequence_gap_complete_to(g));
    member_if(out, "issued", g->begun, g->last);
    member_if(out, "lag", g->begun, g->last - sequence_gap_complete_to(g));
    member_count(out, "missing", g->missing_count);
    member_count(out, "gap_count", g->count);
    write_gaps(out, g);
    member_count(out, "healed", g->healed);
    member_count(out, "unhealable", g->unhealable);
    member_if(out, "trimmed_before", s->trimmed > 0, s->trimmed);
    write_resync(out, s, now);
    json_key(out, "heard");
    json_instant(out, s->heard != 0 ? s->heard : INT64_MIN);
}

static void write_source(json_writer *out, const bookkeeper *keeper, const source_record *s,
                         int64_t now) {
    json_open_object(out);
    json_key(out, "source");
    json_text(out, s->source);
    json_key(out, "epoch");
    json_text_or_null(out, s->epoch);
    json_key(out, "last_sequence");
    if (s->numbered) {
        json_count(out, s->last_sequence);
    } else {
        json_nothing(out);
    }
    member_count(out, "accepted", s->accepted);
    member_count(out, "duplicate", s->duplicate);
    member_count(out, "rejected", s->rejected);
    write_reasons(out, s);
    json_key(out, "last_time");
    json_instant(out, s->last_time);
    json_key(out, "received");
    json_instant(out, s->received);
    write_sequence(out, keeper, s, now);
    json_close_object(out);
}

bool query_ingest_sources(rpc_call *call) {
    const sources *all = &call->keeper->sources;
    listed_source *sorted = malloc((all->count + 1) * sizeof *sorted);
    if (sorted == NULL) {
        return rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the answer");
    }
    for (uint32_t i = 0; i < all->count; i++) {
        sorted[i].record = &all->items[i];
    }
    qsort(sorted, all->count, sizeof *sorted, compare_sources);
    json_writer *out = rpc_result(call);
    json_key(out, "sources");
    json_open_array(out);
    for (uint32_t i = 0; i < all->count; i++) {
        write_source(out, call->keeper, sorted[i].record, call->context->now);
    }
    json_close_array(out);
    free(sorted);
    return true;
}

/* The beginning of a refused event, whatever bytes it is; a character is not cut in two. */
static text body_shown(text raw) {
    if (raw.length > BODY_BYTES_SHOWN) {
        raw.length = BODY_BYTES_SHOWN;
        for (int back = 0; back < 3 && ((unsigned char)raw.bytes[raw.length] & 0xc0) == 0x80;
             back++) {
            raw.length--;
        }
    }
    return raw;
}

static void write_refused(json_writer *out, const refused_event *e) {
    json_open_object(out);
    member_count(out, "number", e->number);
    json_key(out, "received");
    json_instant(out, e->received);
    json_key(out, "source");
    json_text_or_null(out, e->source);
    json_key(out, "event");
    json_text_or_null(out, e->event_id);
    json_key(out, "reason");
    json_word(out, reason_name(e->reason));
    json_key(out, "message");
    json_text_or_null(out, e->explanation);
    member_count(out, "bytes", e->raw_bytes);
    json_key(out, "body");
    json_text_or_null(out, body_shown(e->raw));
    json_close_object(out);
}

static bool is_wanted(const rpc_call *call, const refused_event *e) {
    text source = e->source.length > 0 ? e->source : text_of(unknown_source);
    return (!rpc_given(call, PARAM_SOURCE) || text_equal(source, rpc_text(call, PARAM_SOURCE))) &&
           (!rpc_given(call, PARAM_REASON) ||
            (int64_t)e->reason == rpc_number(call, PARAM_REASON) + 1);
}

/* Writes those below *below, which becomes the number of the last one done with. */
static bool write_refusals(rpc_call *call, transaction *t, uint64_t *below, bool *ret_more) {
    int64_t told = 0;
    *ret_more = false;
    for (int looked = 0;; looked++) {
        refused_event e;
        lookup found = quarantine_table_older(t, *below, &e);
        if (found != LOOKUP_FOUND) {
            return found == LOOKUP_ABSENT;
        }
        bool wanted = is_wanted(call, &e);
        bool full = told == rpc_number(call, PARAM_LIMIT) || rpc_page_is_full(call);
        if (looked == ENTRIES_LOOKED_AT_MAX || (wanted && full)) {
            *ret_more = true;
            return true;
        }
        *below = e.number;
        if (wanted) {
            write_refused(call->out, &e);
            told++;
        }
    }
}

bool query_ingest_rejected(rpc_call *call) {
    cursor_room room;
    cursor after;
    bool given;
    if (!cursor_read(call, &room, &given, &after)) {
        return false;
    }
    uint64_t below = given ? (uint64_t)after.number : UINT64_MAX;
    bool more;
    transaction *t = transaction_begin(call->keeper->store, true);
    json_writer *out = rpc_result(call);
    json_key(out, "rejected");
    json_open_array(out);
    bool read = write_refusals(call, t, &below, &more);
    json_close_array(out);
    if (!read) {
        return rpc_refuse_read(call, t);
    }
    transaction_abort(t);
    cursor_write(call, more ? &(cursor){.number = (int64_t)below} : NULL);
    return true;
}

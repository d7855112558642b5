#include "daemon/source_state.h"

#include "daemon/log.h"

static const int64_t silence_nanoseconds = INT64_C(15000000000);

static const char *const state_names[] = {[SOURCE_UNNUMBERED] = "unnumbered",
                                          [SOURCE_COMPLETE] = "complete",
                                          [SOURCE_RESYNCHRONISING] = "resynchronising",
                                          [SOURCE_GAP] = "gap",
                                          [SOURCE_SILENT] = "silent",
                                          [SOURCE_ENDED] = "ended"};

const char *source_state_name(source_state state) {
    return state_names[state];
}

static bool has_replay(const config *c, text feed) {
    for (size_t i = 0; i < c->feed_count; i++) {
        if (text_equal(text_of(c->feeds[i].name), feed)) {
            return c->feeds[i].replay != NULL;
        }
    }
    return false;
}

source_state source_state_of(const config *c, const sources *all, const source_record *s,
                             int64_t now) {
    bool replayed = has_replay(c, sources_feed(all, s));
    if (!s->gap.begun) {
        return SOURCE_UNNUMBERED;
    }
    if (s->ended) {
        return SOURCE_ENDED;
    }
    if (s->gap.missing_count > 0 || (replayed && !s->beginning_known)) {
        return replayed ? SOURCE_RESYNCHRONISING : SOURCE_GAP;
    }
    return replayed && now - s->heard > silence_nanoseconds ? SOURCE_SILENT : SOURCE_COMPLETE;
}

bool source_state_any_resyncing(const config *c, const sources *all, int64_t now) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (source_state_of(c, all, &all->items[i], now) == SOURCE_RESYNCHRONISING) {
            return true;
        }
    }
    return false;
}

static void tell_of(log_level level, const char *what, const source_record *s) {
    log_write(level, what, log_text("source", s->source), log_text("epoch", s->epoch),
              log_number("committed_to", (int64_t)sequence_gap_complete_to(&s->gap)),
              log_number("missing", (int64_t)s->gap.missing_count),
              log_number("healed", (int64_t)s->gap.healed),
              log_number("unhealable", (int64_t)s->gap.unhealable));
}

/* An epoch that began after another one of its source. */
static bool is_new_epoch(const sources *all, uint32_t number) {
    for (uint32_t i = 0; i < number; i++) {
        if (text_equal(all->items[i].source, all->items[number].source)) {
            return true;
        }
    }
    return false;
}

void source_state_tell(const config *c, sources *all, int64_t now) {
    for (; all->told_count < all->count; all->told_count++) {
        if (is_new_epoch(all, all->told_count)) {
            tell_of(LEVEL_INFO, "feed_epoch", &all->items[all->told_count]);
        }
    }
    for (uint32_t i = 0; i < all->count; i++) {
        source_record *s = &all->items[i];
        bool open = s->gap.missing_count > 0;
        if (open && !s->told_gap) {
            bool heals = source_state_of(c, all, s, now) == SOURCE_RESYNCHRONISING;
            tell_of(LEVEL_WARNING, heals ? "feed_gap" : "feed_gap_without_replay", s);
        }
        if (s->gap.unhealable > s->told_unhealable) {
            tell_of(LEVEL_ERROR, "feed_unhealable", s);
        } else if (!open && s->told_gap) {
            tell_of(LEVEL_INFO, "feed_healed", s);
        }
        s->told_gap = open;
        s->told_unhealable = s->gap.unhealable;
    }
}

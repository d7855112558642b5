#include "store/source_table.h"

#include "portfolio/array.h"
#include "portfolio/limits.h"
#include "store/record.h"

void sources_init(sources *self, uint64_t seed) {
    *self = (sources){0};
    directory_init(&self->keys, seed);
    directory_init(&self->feeds, seed);
}

void sources_finish(sources *self) {
    directory_finish(&self->keys);
    directory_finish(&self->feeds);
    for (uint32_t i = 0; i < self->count; i++) {
        sequence_gap_finish(&self->items[i].gap);
    }
    free(self->items);
    *self = (sources){0};
}

/* source, 0x00, epoch; neither holds a control character. */
static text key_of(text source, text epoch, char room[static 2 * NAME_BYTES_MAX + 1]) {
    memcpy(room, source.bytes, source.length);
    room[source.length] = '\0';
    if (epoch.length > 0) {
        memcpy(room + source.length + 1, epoch.bytes, epoch.length);
    }
    return (text){room, source.length + 1 + epoch.length};
}

static source_record *record_of_key(sources *self, text key) {
    uint32_t number = directory_number(&self->keys, key);
    if (number == NUMBER_NONE) {
        return NULL;
    }
    if (number < self->count) {
        return &self->items[number];
    }
    if (!array_reserve((void **)&self->items, &self->room, number + 1, sizeof *self->items)) {
        return NULL;
    }
    text kept = directory_name(&self->keys, number);
    uint32_t length = (uint32_t)strnlen(kept.bytes, kept.length);
    source_record *record = &self->items[self->count++];
    *record = (source_record){
        .source = {kept.bytes, length}, .last_time = INT64_MIN, .feed = NUMBER_NONE};
    record->epoch = (text){kept.bytes + length + 1, kept.length - length - 1};
    return record;
}

source_record *sources_record(sources *self, text source, text epoch) {
    char room[2 * NAME_BYTES_MAX + 1];
    bool readable =
        source.length > 0 && source.length <= NAME_BYTES_MAX && epoch.length <= NAME_BYTES_MAX;
    text key = readable ? key_of(source, epoch, room)
                        : key_of(text_of(SOURCE_UNKNOWN), (text){NULL, 0}, room);
    if (directory_find(&self->keys, key) == NUMBER_NONE && self->count >= SOURCES_MAX) {
        key = key_of(text_of("(others)"), (text){NULL, 0}, room);
    }
    return record_of_key(self, key);
}

bool sources_set_feed(sources *self, source_record *record, text feed) {
    if (record->feed != NUMBER_NONE &&
        text_equal(directory_name(&self->feeds, record->feed), feed)) {
        return true;
    }
    uint32_t number = directory_number(&self->feeds, feed);
    record->feed = number;
    record->dirty = true;
    return number != NUMBER_NONE;
}

text sources_feed(const sources *self, const source_record *record) {
    return record->feed == NUMBER_NONE ? (text){NULL, 0}
                                       : directory_name(&self->feeds, record->feed);
}

/* The first byte of a record. The earliest version had HAS_LAST alone, and no gap. */
enum { HAS_LAST = 1, HAS_GAP = 2, KNOWS_BEGINNING = 4, HAS_ENDED = 8, HAS_BEGUN = 16 };

static void write_gap(record_writer *w, const sources *self, const source_record *s) {
    const sequence_gap *g = &s->gap;
    write_text(w, sources_feed(self, s));
    write_unsigned(w, s->trimmed);
    write_unsigned(w, g->first);
    write_unsigned(w, g->last);
    write_unsigned(w, g->healed);
    write_unsigned(w, g->unhealable);
    write_unsigned(w, g->count);
    for (uint32_t i = 0; i < g->count; i++) {
        write_unsigned(w, g->missing[i].from);
        write_unsigned(w, g->missing[i].to - g->missing[i].from);
    }
}

static void write_source(record_writer *w, const sources *self, const source_record *s) {
    write_unsigned(w, s->last_sequence);
    write_u8(w, (uint8_t)(HAS_GAP | (s->numbered ? HAS_LAST : 0) |
                          (s->beginning_known ? KNOWS_BEGINNING : 0) | (s->ended ? HAS_ENDED : 0) |
                          (s->gap.begun ? HAS_BEGUN : 0)));
    write_unsigned(w, s->accepted);
    write_unsigned(w, s->duplicate);
    write_unsigned(w, s->rejected);
    write_signed(w, s->last_time);
    write_signed(w, s->received);
    write_gap(w, self, s);
    for (int i = 0; i < REASON_COUNT; i++) {
        write_unsigned(w, s->by_reason[i]);
    }
}

static bool read_gap(record_reader *r, sources *self, source_record *s) {
    sequence_gap *g = &s->gap;
    text feed = read_text(r);
    if (!r->failed && feed.length > 0 && !sources_set_feed(self, s, feed)) {
        return false;
    }
    s->dirty = false;
    s->trimmed = read_unsigned(r);
    g->first = read_unsigned(r);
    g->last = read_unsigned(r);
    g->healed = read_unsigned(r);
    g->unhealable = read_unsigned(r);
    uint32_t count = read_count(r, SEQUENCE_RANGES_MAX);
    bool whole = !r->failed && g->last <= (uint64_t)INT64_MAX && g->first <= g->last + 1;
    for (uint32_t i = 0; i < count && whole; i++) {
        uint64_t from = read_unsigned(r);
        uint64_t more = read_unsigned(r);
        whole = !r->failed && from <= g->last && more <= g->last - from &&
                sequence_gap_load_range(g, (sequence_range){from, from + more});
    }
    return whole;
}

static bool read_source(text value, sources *self, source_record *s) {
    record_reader r = record_reader_of(value);
    s->last_sequence = read_unsigned(&r);
    unsigned flags = read_u8(&r);
    s->numbered = (flags & HAS_LAST) != 0;
    s->beginning_known = (flags & KNOWS_BEGINNING) != 0;
    s->ended = (flags & HAS_ENDED) != 0;
    s->gap.begun = s->numbered;
    s->accepted = read_unsigned(&r);
    s->duplicate = read_unsigned(&r);
    s->rejected = read_unsigned(&r);
    s->last_time = read_signed(&r);
    s->received = read_signed(&r);
    if ((flags & HAS_GAP) != 0) {
        s->gap.begun = (flags & HAS_BEGUN) != 0;
        if (!read_gap(&r, self, s)) {
            return false;
        }
    } else if (s->numbered) {
        s->gap.first = s->gap.last = s->last_sequence;
    }
    for (int i = 0; i < REASON_COUNT && r.at < r.end; i++) { /* later versions know more reasons */
        s->by_reason[i] = read_unsigned(&r);
    }
    return read_complete(&r);
}

/* Keys of the table: a source and epoch may be longer than LMDB's 511 bytes, so they are in the value. */
bool sources_load(sources *self, transaction *t) {
    walk *w = walk_open(t, TABLE_SOURCES);
    text key;
    text value;
    lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &value);
    while (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(value);
        text name = read_text(&r);
        bool whole = !r.failed && name.length > 0 && memchr(name.bytes, '\0', name.length) != NULL;
        source_record *record = whole ? record_of_key(self, name) : NULL;
        if (record == NULL || !read_source(read_rest(&r), self, record)) {
            transaction_fail(t, STORE_DAMAGED, "a source's counts cannot be read");
            break;
        }
        found = walk_next(w, &key, &value);
    }
    walk_close(w);
    self->told_count = self->count;
    for (uint32_t i = 0; i < self->count; i++) {
        self->items[i].told_unhealable = self->items[i].gap.unhealable;
    }
    return transaction_status(t) == STORE_OK;
}

void sources_save(sources *self, transaction *t) {
    unsigned char key[4];
    record_writer w = {0};
    for (uint32_t i = 0; i < self->count; i++) {
        source_record *s = &self->items[i];
        if (!s->dirty) {
            continue;
        }
        record_writer_clear(&w);
        write_text(&w, directory_name(&self->keys, i));
        write_source(&w, self, s);
        if (w.failed) {
            transaction_fail(t, STORE_FAILED, "no memory");
        }
        transaction_put(t, TABLE_SOURCES, key_of_u32(key, i), record_written(&w));
        s->dirty = false;
    }
    record_writer_finish(&w);
}

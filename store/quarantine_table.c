#include "store/quarantine_table.h"

#include "store/record.h"

void quarantine_table_put(transaction *t, const refused_event *e) {
    unsigned char key[8];
    record_writer w = {0};
    write_signed(&w, e->received);
    write_u8(&w, (uint8_t)e->reason);
    write_text(&w, e->source);
    write_text(&w, e->event_id);
    write_text(&w, e->name_space);
    write_text(&w, e->explanation);
    write_unsigned(&w, e->raw_bytes);
    write_text(&w, e->raw);
    if (w.failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    transaction_append(t, TABLE_QUARANTINE, key_of_u64(key, e->number), record_written(&w));
    record_writer_finish(&w);
}

void quarantine_table_delete(transaction *t, uint64_t number) {
    unsigned char key[8];
    transaction_delete(t, TABLE_QUARANTINE, key_of_u64(key, number));
}

static lookup decode(transaction *t, uint64_t number, text value, refused_event *ret) {
    record_reader r = record_reader_of(value);
    refused_event e = {
        .number = number, .received = read_signed(&r), .reason = (reason)read_u8(&r)};
    e.source = read_text(&r);
    e.event_id = read_text(&r);
    e.name_space = read_text(&r);
    e.explanation = read_text(&r);
    e.raw_bytes = read_unsigned(&r);
    e.raw = read_text(&r);
    if (!read_complete(&r) || e.reason >= REASON_COUNT) {
        transaction_fail(t, STORE_DAMAGED, "the refused event %llu cannot be read",
                         (unsigned long long)number);
        return LOOKUP_FAILED;
    }
    *ret = e;
    return LOOKUP_FOUND;
}

lookup quarantine_table_get(transaction *t, uint64_t number, refused_event *ret) {
    unsigned char key[8];
    text value;
    lookup found = transaction_get(t, TABLE_QUARANTINE, key_of_u64(key, number), &value);
    return found == LOOKUP_FOUND ? decode(t, number, value, ret) : found;
}

lookup quarantine_table_older(transaction *t, uint64_t below, refused_event *ret) {
    unsigned char room[8];
    walk *w = walk_open(t, TABLE_QUARANTINE);
    text key;
    text value;
    lookup found =
        w == NULL ? LOOKUP_FAILED : walk_before(w, key_of_u64(room, below), &key, &value);
    if (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(key);
        found = decode(t, read_key_u64(&r), value, ret);
    }
    walk_close(w);
    return found;
}

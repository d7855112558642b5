#include "store/pending_table.h"

static text key_of(transaction *t, record_writer *scratch, day d, document_kind kind, text id) {
    record_writer_clear(scratch);
    write_key_day(scratch, d);
    write_u8(scratch, (uint8_t)kind);
    write_bytes(scratch, id.bytes, id.length);
    if (scratch->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    return record_written(scratch);
}

void pending_table_put(transaction *t, record_writer *scratch, day d, document_kind kind, text id) {
    transaction_put(t, TABLE_PENDING, key_of(t, scratch, d, kind, id), (text){NULL, 0});
}

void pending_table_delete(transaction *t, record_writer *scratch, day d, document_kind kind,
                          text id) {
    transaction_delete(t, TABLE_PENDING, key_of(t, scratch, d, kind, id));
}

static lookup read_first(walk *w, transaction *t, indexed_document *ret) {
    text key;
    text value;
    lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &value);
    if (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(key);
        ret->date = read_key_day(&r);
        ret->kind = (document_kind)read_u8(&r);
        text id = read_rest(&r);
        if (r.failed || ret->kind >= KIND_COUNT || id.length == 0 || id.length > sizeof ret->id) {
            transaction_fail(t, STORE_DAMAGED, "an entry of the documents to come cannot be read");
            found = LOOKUP_FAILED;
        } else {
            memcpy(ret->id, id.bytes, id.length);
            ret->id_length = id.length;
        }
    }
    return found;
}

lookup pending_table_first(transaction *t, indexed_document *ret) {
    walk *w = walk_open(t, TABLE_PENDING);
    lookup found = read_first(w, t, ret);
    walk_close(w);
    return found;
}

lookup pending_table_take(transaction *t, day through, indexed_document *ret) {
    walk *w = walk_open(t, TABLE_PENDING);
    lookup found = read_first(w, t, ret);
    if (found == LOOKUP_FOUND && ret->date > through) {
        found = LOOKUP_ABSENT;
    } else if (found == LOOKUP_FOUND) {
        walk_delete(w);
    }
    walk_close(w);
    return found;
}

#include "store/document_table.h"

#include "portfolio/array.h"
#include "store/document_record.h"

void document_room_finish(document_room *self) {
    free(self->record);
    free(self->lines);
    free(self->tags);
    *self = (document_room){0};
}

/* kind, id: ids are kept raw, so that those which grow lie side by side. */
enum { DOCUMENT_KEY_MAX = 1 + 256 };

static text key_of(document_kind kind, text id, char room[static DOCUMENT_KEY_MAX]) {
    room[0] = (char)kind;
    memcpy(room + 1, id.bytes, id.length);
    return (text){room, id.length + 1};
}

static lookup decode(transaction *t, text value, document_room *room, document *d) {
    if (!array_reserve((void **)&room->record, &room->record_room, value.length, 1)) {
        transaction_fail(t, STORE_FAILED, "no memory");
        return LOOKUP_FAILED;
    }
    memcpy(room->record, value.bytes, value.length);
    if (!document_record_read((text){room->record, value.length}, room, d)) {
        transaction_fail(t, STORE_DAMAGED, "the stored %s `%.*s` cannot be read",
                         document_kind_name(d->kind), (int)d->id.length, d->id.bytes);
        return LOOKUP_FAILED;
    }
    return LOOKUP_FOUND;
}

lookup document_table_get(transaction *t, document_kind kind, text id, document_room *room,
                          document *ret_document) {
    char key[DOCUMENT_KEY_MAX];
    text value;
    *ret_document = (document){.kind = kind, .id = id};
    lookup found = transaction_get(t, TABLE_DOCUMENTS, key_of(kind, id, key), &value);
    return found == LOOKUP_FOUND ? decode(t, value, room, ret_document) : found;
}

void document_table_put(transaction *t, record_writer *scratch, const document *d) {
    char key[DOCUMENT_KEY_MAX];
    record_writer_clear(scratch);
    document_record_write(scratch, d);
    if (scratch->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    transaction_put(t, TABLE_DOCUMENTS, key_of(d->kind, d->id, key), record_written(scratch));
}

lookup document_table_next(transaction *t, char after[static DOCUMENT_AFTER_SIZE],
                           uint32_t *after_length, document_room *room, document *ret_document) {
    walk *w = walk_open(t, TABLE_DOCUMENTS);
    if (w == NULL) {
        return LOOKUP_FAILED;
    }
    text key;
    text value;
    lookup found = walk_from(w, (text){after, *after_length}, &key, &value);
    if (found == LOOKUP_FOUND && text_equal(key, (text){after, *after_length})) {
        found = walk_next(w, &key, &value);
    }
    if (found == LOOKUP_FOUND) {
        if (key.length < 2 || key.length > DOCUMENT_AFTER_SIZE ||
            (unsigned char)key.bytes[0] >= KIND_COUNT) {
            transaction_fail(t, STORE_DAMAGED, "a stored document has a key of %u bytes",
                             key.length);
            found = LOOKUP_FAILED;
        } else {
            memcpy(after, key.bytes, key.length);
            *after_length = key.length;
            *ret_document =
                (document){.kind = (document_kind)after[0], .id = {after + 1, key.length - 1}};
            found = decode(t, value, room, ret_document);
        }
    }
    walk_close(w);
    return found;
}

static void index_key(record_writer *w, uint32_t client, day date, document_kind kind, text id) {
    record_writer_clear(w);
    write_key_u32(w, client);
    write_key_day(w, date);
    write_u8(w, (uint8_t)kind);
    write_bytes(w, id.bytes, id.length);
}

void document_index_set(transaction *t, record_writer *scratch, uint32_t client,
                        const document_reference *r) {
    index_key(scratch, client, r->date, r->kind, r->id);
    if (scratch->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    } else if (r->times > 0) {
        transaction_put(t, TABLE_INDEX, record_written(scratch), (text){NULL, 0});
    } else {
        transaction_delete(t, TABLE_INDEX, record_written(scratch));
    }
}

lookup document_index_older(transaction *t, uint32_t client, indexed_document *at) {
    record_writer w = {0};
    if (at->date == DAY_NONE) {
        write_key_u32(&w, client + 1);
    } else {
        index_key(&w, client, at->date, at->kind, (text){at->id, at->id_length});
    }
    if (w.failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    walk *entries = walk_open(t, TABLE_INDEX);
    text key;
    text value;
    lookup found =
        entries == NULL ? LOOKUP_FAILED : walk_before(entries, record_written(&w), &key, &value);
    if (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(key);
        uint32_t owner = read_key_u32(&r);
        at->date = read_key_day(&r);
        at->kind = (document_kind)read_u8(&r);
        text id = read_rest(&r);
        if (r.failed || at->kind >= KIND_COUNT || id.length == 0 || id.length > sizeof at->id) {
            transaction_fail(t, STORE_DAMAGED, "an entry of the document index cannot be read");
            found = LOOKUP_FAILED;
        } else {
            memcpy(at->id, id.bytes, id.length);
            at->id_length = id.length;
            found = owner == client ? LOOKUP_FOUND : LOOKUP_ABSENT;
        }
    }
    walk_close(entries);
    record_writer_finish(&w);
    return found;
}

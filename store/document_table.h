/* document_table.h - the documents, and the index of each client's documents by date. */
#ifndef STORE_DOCUMENT_TABLE_H
#define STORE_DOCUMENT_TABLE_H

#include "portfolio/posting.h"
#include "store/record.h"
#include "store/store.h"

/* Memory that a decoded document's lines and tags live in; grows, is reused, freed by the owner. */
typedef struct document_room {
    char *record; /* a copy of the record, which texts point into */
    uint32_t record_room;
    document_line *lines;
    uint32_t line_room;
    text *tags;
    uint32_t tag_room;
} document_room;
void document_room_finish(document_room *self);

/* Reads a document into *ret_document (kind and id set too), its texts in `room` and in `id`. ABSENT: an empty
 * document of that kind and id. */
lookup document_table_get(transaction *t, document_kind kind, text id, document_room *room,
                          document *ret_document);
void document_table_put(transaction *t, record_writer *scratch, const document *d);

enum { DOCUMENT_AFTER_SIZE = 260 };
/* The next document in key order; `after` is the key to go on from (length 0 to begin), updated. For long scans in
 * several transactions. The document's id points into `after`. */
lookup document_table_next(transaction *t, char after[static DOCUMENT_AFTER_SIZE],
                           uint32_t *after_length, document_room *room, document *ret_document);

/* Enters a reference in its client's index (times 1) or takes it out (-1). */
void document_index_set(transaction *t, record_writer *scratch, uint32_t client,
                        const document_reference *r);

/* One entry of a client's index. */
typedef struct indexed_document {
    day date;
    document_kind kind;
    char id[256];
    uint32_t id_length;
} indexed_document;

/* The next older document of the client after `*at` (newest date first; within a date by kind, then id, descending).
 * Begin with at->date = DAY_NONE. */
lookup document_index_older(transaction *t, uint32_t client, indexed_document *at);

#endif

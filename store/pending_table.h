/* pending_table.h - the documents dated after today, by day: they count when their day comes. */
#ifndef STORE_PENDING_TABLE_H
#define STORE_PENDING_TABLE_H

#include "store/document_table.h"

void pending_table_put(transaction *t, record_writer *scratch, day d, document_kind kind, text id);
void pending_table_delete(transaction *t, record_writer *scratch, day d, document_kind kind,
                          text id);

/* The earliest entry. ABSENT: there is none. */
lookup pending_table_first(transaction *t, indexed_document *ret);
/* Takes the earliest entry out when it is dated by `through`. ABSENT: there is none. */
lookup pending_table_take(transaction *t, day through, indexed_document *ret);

#endif

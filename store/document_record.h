/* document_record.h - a document as bytes: layout version, state register, body register.
 *
 * Kind and id are the key and not repeated in the value. */
#ifndef STORE_DOCUMENT_RECORD_H
#define STORE_DOCUMENT_RECORD_H

#include "store/document_table.h"
#include "store/record.h"

void document_record_write(record_writer *w, const document *d);

/* Fills *d but for kind and id; texts point into `bytes`, lines and tags into room. false: damaged or no memory. */
bool document_record_read(text bytes, document_room *room, document *d);

#endif

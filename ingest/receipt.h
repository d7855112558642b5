/* receipt.h - what an acknowledged sender is told about its message, as JSON. */
#ifndef INGEST_RECEIPT_H
#define INGEST_RECEIPT_H

#include "ingest/event_batch.h"

/* A text that grows; the memory is kept for the next receipt. */
typedef struct receipt {
    char *bytes;
    size_t length, room;
} receipt;

void receipt_finish(receipt *self);

/* Each of these replaces the text. false: no memory. */

/* {"accepted":n,"duplicate":n,"rejected":[{"index":i,"id":"...","reason":"name: sentence"}]} */
bool receipt_outcomes(receipt *self, event_batch *batch, const batch_message *message);
/* {"busy":"sentence"} or {"error":"sentence"}; the sentence may hold any bytes. */
bool receipt_sentence(receipt *self, const char *key, text sentence);

#endif

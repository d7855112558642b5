/* source_table.h - what has come from each source: counts by outcome and reason, the last sequence.
 *
 * Held in memory, written with the commit that changes it. */
#ifndef STORE_SOURCE_TABLE_H
#define STORE_SOURCE_TABLE_H

#include "portfolio/directory.h"
#include "portfolio/reason.h"
#include "store/store.h"

#define SOURCE_UNKNOWN "(unknown)" /* stands for a source that could not be read */
enum { SOURCES_MAX = 10000 };      /* beyond, new ones are counted together as "(others)" */

typedef struct source_record {
    text source;
    text epoch;
    uint64_t last_sequence; /* the highest; 0 when never numbered */
    bool numbered;
    uint64_t accepted, duplicate, rejected;
    uint64_t by_reason[REASON_COUNT];
    int64_t last_time; /* of its newest event, nanoseconds; INT64_MIN: none */
    int64_t received;  /* when the last one came, nanoseconds */
    bool dirty;
} source_record;

typedef struct sources {
    directory keys; /* source, 0x00, epoch */
    source_record *items;
    uint32_t count, room;
} sources;

void sources_init(sources *self, uint64_t seed);
void sources_finish(sources *self);
/* The record of a source and epoch, made when new. NULL: no memory. */
source_record *sources_record(sources *self, text source, text epoch);
/* Reads all records. false: the transaction's error is set. */
bool sources_load(sources *self, transaction *t);
/* Writes the dirty ones and marks them clean. */
void sources_save(sources *self, transaction *t);

#endif

/* source_table.h - what has come from each source: counts by outcome and reason, the sequence numbers that are in.
 *
 * Held in memory, written with the commit that changes it. */
#ifndef STORE_SOURCE_TABLE_H
#define STORE_SOURCE_TABLE_H

#include "portfolio/directory.h"
#include "portfolio/reason.h"
#include "portfolio/sequence_gap.h"
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
    sequence_gap gap;  /* of what is committed */
    uint32_t feed;     /* the one it last came by, in `feeds`; NUMBER_NONE: none */
    bool
        beginning_known; /* all that its log held before the first number seen has been asked for */
    bool ended;          /* the source writes another epoch's log now, and this one's is gone */
    uint64_t trimmed;    /* its log once began here; 0: never told */

    /* not stored */
    int64_t heard; /* when an event or heartbeat came, nanoseconds; 0: not since the start */
    bool reported; /* its standing has been told to the ingest thread */
    bool resyncing;
    int64_t resync_since; /* when it became so, nanoseconds */
    uint64_t resync_from; /* gap.healed then */
    bool told_gap;        /* as last written to the log */
    uint64_t told_unhealable;
    bool dirty;
} source_record;

typedef struct sources {
    directory keys;  /* source, 0x00, epoch */
    directory feeds; /* their names */
    source_record *items;
    uint32_t count, room;
    uint32_t
        told_count; /* the first ones, whose beginning the log has told, or which were loaded */
} sources;

void sources_init(sources *self, uint64_t seed);
void sources_finish(sources *self);
/* The record of a source and epoch, made when new. NULL: no memory. */
source_record *sources_record(sources *self, text source, text epoch);
/* The record came by this feed. false: no memory. */
bool sources_set_feed(sources *self, source_record *record, text feed);
/* Absent when it came by none. */
text sources_feed(const sources *self, const source_record *record);
/* Reads all records. false: the transaction's error is set. */
bool sources_load(sources *self, transaction *t);
/* Writes the dirty ones and marks them clean. */
void sources_save(sources *self, transaction *t);

#endif

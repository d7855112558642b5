/* quarantine_table.h - refused events, kept whole with the reason, newest number last. */
#ifndef STORE_QUARANTINE_TABLE_H
#define STORE_QUARANTINE_TABLE_H

#include "portfolio/reason.h"
#include "store/store.h"

typedef struct refused_event {
    uint64_t number;
    int64_t received; /* nanoseconds since 1970 UTC */
    reason reason;
    text source; /* as far as it could be read; absent: unknown */
    text event_id;
    text name_space; /* of the feed it came by, for the retry */
    text explanation;
    text raw; /* absent when the quarantine was full */
    uint64_t raw_bytes;
} refused_event;

void quarantine_table_put(transaction *t, const refused_event *e);
void quarantine_table_delete(transaction *t, uint64_t number);
lookup quarantine_table_get(transaction *t, uint64_t number, refused_event *ret);
/* The newest with a number below `below`; texts live until the transaction's next put or its end. */
lookup quarantine_table_older(transaction *t, uint64_t below, refused_event *ret);

#endif

/* state_table.h - one record: how far the store has come. Written with every commit. */
#ifndef STORE_STATE_TABLE_H
#define STORE_STATE_TABLE_H

#include "portfolio/calendar.h"
#include "store/record.h"
#include "store/store.h"

typedef struct store_state {
    uint64_t commit; /* number of the last commit */
    day today; /* the business day the figures are for; DAY_MIN: no event yet with clock: event */
    uint64_t documents;        /* on record */
    uint64_t quarantined;      /* refused events kept */
    uint64_t quarantine_bytes; /* of their raw text */
    uint64_t next_refusal;     /* number of the next refused event */
    uint64_t fingerprint;      /* of the configuration that the figures were made with */
    bool rebuilding;           /* derived tables are being made anew from the documents */
    uint64_t transitions;      /* recorded so far: the last one's number */
    uint64_t covered;          /* all accounts hold their changes of commits up to here */
    bool older; /* written before the two above were kept: derived records are to be made anew */
} store_state;

lookup state_table_get(transaction *t, store_state *ret_state);
void state_table_put(transaction *t, record_writer *scratch, const store_state *state);

#endif

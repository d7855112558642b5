/* recompute.h - a portfolio made anew from the stored documents alone, beside the one that the store holds. */
#ifndef TOOLS_CLIENTELE_CHECK_RECOMPUTE_H
#define TOOLS_CLIENTELE_CHECK_RECOMPUTE_H

#include "portfolio/order_backlog.h"
#include "portfolio/portfolio.h"
#include "store/state_table.h"

/* Billing by order, computed from the documents. */
typedef struct recomputed_orders {
    directory ids;
    order_billing *items;
    uint32_t count, room;
} recomputed_orders;

typedef struct recomputed {
    portfolio *portfolio; /* its names have the numbers of the stored one */
    recomputed_orders orders;
    uint64_t documents;
    uint64_t pending;    /* documents dated after today */
    uint64_t indexed;    /* documents that belong in a client's index */
    uint64_t unindexed;  /* of these, missing there though their client's entries are all written */
    uint64_t not_listed; /* pending ones missing in the store's list of documents to come */
} recomputed;

/* Called after every so many documents; may be NULL. */
typedef void recompute_progress(void *context, uint64_t documents);

/* Folds all documents by the rules and the day of `stored`, which gives names their numbers and tells which accounts have
 * index entries to come.
 * false: the transaction's error is set. */
bool recompute(transaction *t, const portfolio *stored, recomputed *ret,
               recompute_progress *progress, void *context);
void recomputed_finish(recomputed *self);

#endif

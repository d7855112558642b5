/* posting.h - what a document adds to one client's account: the portfolio's double-entry bookkeeping.
 *
 * Taking a document's old postings back (sign -1) and adding its new ones moves every figure by exactly the
 * difference. They are made in commit order: what is taken back was added before; PROFILE and CONTRACT replace.
 * Texts in a posting are borrowed from the document it was made of. */
#ifndef PORTFOLIO_POSTING_H
#define PORTFOLIO_POSTING_H

#include "portfolio/account.h"
#include "portfolio/document.h"
#include "portfolio/ledger.h"

typedef enum posting_kind {                   /* stored: append only */
                            POSTING_DOCUMENT, /* the document is on record, or no longer */
                            POSTING_SALE,     /* invoiced or credited lines of one category */
                            POSTING_ACTIVITY, /* an order, invoice or contact on a day */
                            POSTING_QUOTE,    /* a quote and its state */
                            POSTING_BACKLOG,  /* ordered and not yet billed */
                            POSTING_CONTRACT, /* put */
                            POSTING_CONTRACT_REMOVED, /* by id */
                            POSTING_PROFILE,          /* the client's record, replaced */
                            POSTING_KINDS
} posting_kind;

typedef struct quote_counts {
    int64_t sent, accepted, declined, expired, open;
    int64_t open_amount;
} quote_counts;

typedef struct document_reference {
    int32_t times; /* 1 or -1 */
    day date;
    document_kind kind;
    text id;
} document_reference;

typedef struct posting {
    posting_kind kind;
    uint32_t client;
    uint32_t rep;   /* who sold it: DOCUMENT, SALE, ACTIVITY; NUMBER_NONE: nobody named */
    day quote_date; /* QUOTE */
    union {
        document_reference document;
        sale sale;
        activity activity;
        quote_counts quote;
        int64_t backlog;
        contract contract;
        profile profile;
    };
} posting;

typedef struct posting_list {
    posting *items;
    uint32_t count, room;
} posting_list;

/* A new zeroed posting at the end; NULL: no memory. */
posting *posting_list_add(posting_list *self, posting_kind kind, uint32_t client, uint32_t rep);
void posting_list_finish(posting_list *self);

/* The parts of a posting that books add up too: sales and activity; quotes and backlog. Other kinds do nothing. */
bool ledger_post(ledger *self, const windows *w, const posting *p);
void tally_post(tally *self, const posting *p);

/* Applies a posting to the client's own account; w is for the ledger's as_of. false: no memory. */
bool account_post(account *self, const windows *w, const posting *p);

#endif

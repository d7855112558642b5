/* contribution.h - what a document adds to figures, as postings (contract: indicators).
 *
 * A pure function of the document, the rules, the names' numbers and today. */
#ifndef PORTFOLIO_CONTRIBUTION_H
#define PORTFOLIO_CONTRIBUTION_H

#include "portfolio/posting.h"

/* The numbers given to names; new names get one. */
typedef struct names {
    directory clients;
    directory reps;
    directory categories;
} names;

/* Appends the document's postings times sign. A document dated after today is on record but adds nothing.
 * false: no memory, or (for stored documents only) a currency that has lost its rate. */
bool contribution_post(const document *d, const rules *r, names *n, day today, int sign,
                       posting_list *out);

/* An amount of the document in minor units of the base, converted at its date. */
bool contribution_amount(const document *d, const rules *r, int64_t minor, int64_t *ret_base);

/* What an order has, and invoices take from it. */
typedef struct order_bill {
    text order;
    int placed;      /* by the order itself: 1, or -1 when taken back; 0: by an invoice */
    uint32_t client; /* the order's: whose it is */
    int64_t ordered; /* the order's: base currency */
    int64_t billed;  /* an invoice's: base currency */
} order_bill;

typedef struct order_bills {
    order_bill *items;
    uint32_t count, room;
} order_bills;

/* The bills of an order or an invoice that counts today, times sign; none for other kinds. */
bool contribution_bills(const document *d, const rules *r, names *n, day today, int sign,
                        order_bills *out);

#endif

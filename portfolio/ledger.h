/* ledger.h - sales by day and category, activity by day, and their sums over today's windows.
 *
 * One ledger each for a client, a rep's portfolio, a rep's own sales and the whole portfolio.
 *
 * Unit    money in minor units of the base currency, quantities in thousandths.
 * Holds   only days <= today: a document dated later is added when its day comes.
 * Sums    always equal what ledger_verify recomputes from the entries.
 * Cost    O(log n) to find an entry, O(n) to open a new one in the middle; entries mostly arrive at the end.
 * Errors  functions that add return false without memory; the ledger is then unusable but for finish. */
#ifndef PORTFOLIO_LEDGER_H
#define PORTFOLIO_LEDGER_H

#include "portfolio/windows.h"

typedef struct sums {
    int64_t revenue;
    int64_t costed; /* the revenue of lines with a known cost */
    int64_t margin; /* costed less cost */
    int64_t quantity;
} sums;

/* What was invoiced and credited on one day in one category. */
typedef struct sale {
    day day;
    uint32_t category;
    int64_t lines; /* document lines in it; the entry goes when none is left */
    sums sums;
} sale;

/* How many documents of each kind one day has; the entry goes when all are 0. */
typedef struct activity {
    day day;
    int32_t orders;
    int32_t invoices; /* deposit invoices left out */
    int32_t contacts;
} activity;

typedef struct category_sums {
    uint32_t category;
    int64_t lines;
    sums total;
    sums trailing;
} category_sums;

typedef struct ledger {
    day as_of; /* the windows' day that the sums below are for */

    sale *sales; /* by day, then category */
    uint32_t sale_count, sale_room;
    activity *days; /* by day */
    uint32_t day_count, day_room;
    category_sums *categories; /* by category number */
    uint32_t category_count, category_room;

    sums total;
    sums trailing;
    int64_t revenue_previous;
    int64_t revenue_year;
    int64_t revenue_previous_year;
    int64_t orders;
    int64_t orders_trailing;
    int64_t purchase_days;
    int64_t purchase_days_trailing;
    int64_t purchase_days_previous;
} ledger;

void ledger_init(ledger *self, day today);
void ledger_finish(ledger *self);

/* Adds (or, with negative values, takes back) sales. w must be for as_of, s->day <= as_of. */
bool ledger_add_sale(ledger *self, const windows *w, const sale *s);
bool ledger_add_activity(ledger *self, const windows *w, const activity *a);

/* Adds all entries of `other` times sign (1 or -1). Both at the same as_of. */
bool ledger_merge(ledger *self, const windows *w, const ledger *other, int sign);

/* Moves the windows from as_of to now->today, which is not earlier; touches only what enters or leaves. */
void ledger_roll(ledger *self, const windows *before, const windows *now);

/* The next day on which a sum changes without an event; DAY_NONE when none ever does. */
day ledger_next_change(const ledger *self, const windows *w);

/* The revenue of the span's days. */
int64_t ledger_revenue_in(const ledger *self, span s);

/* First and last purchase day; DAY_NONE when there is none. */
day ledger_first_purchase(const ledger *self, bool invoices);
day ledger_last_purchase(const ledger *self, bool invoices);
/* Days since 1970 of the last contact; DAY_NONE when there is none. */
day ledger_last_contact(const ledger *self);

/* The sums of a category; NULL: no line in it, at any time. */
const category_sums *ledger_category(const ledger *self, uint32_t category);

/* Number of categories with positive trailing revenue. */
uint32_t ledger_diversity(const ledger *self);

/* O(n): whether order and every sum equal a plain recomputation. For tests and clientele-check. */
bool ledger_verify(const ledger *self, const windows *w);
/* Whether entries and sums of both are the same. */
bool ledger_equal(const ledger *a, const ledger *b);

#endif

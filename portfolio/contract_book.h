/* contract_book.h - the contracts of one client: which are active, which ends next. */
#ifndef PORTFOLIO_CONTRACT_BOOK_H
#define PORTFOLIO_CONTRACT_BOOK_H

#include "portfolio/calendar.h"
#include "portfolio/text.h"

typedef struct contract {
    text id; /* owned by the book */
    day start;
    day end;        /* DAY_NONE: open-ended */
    day terminated; /* DAY_NONE: not terminated */
    bool auto_renew;
    int32_t notice_days; /* -1: not given */
} contract;

typedef struct contract_book {
    contract *items; /* by id */
    uint32_t count, room;
} contract_book;

void contract_book_finish(contract_book *self);

/* Adds or replaces the contract of that id; the id is copied. false: no memory. */
bool contract_book_put(contract_book *self, const contract *c);
void contract_book_remove(contract_book *self, text id);

/* start <= today, not terminated by today, and no end, end >= today or auto_renew. */
bool contract_is_active(const contract *c, day today);

/* The last day of a contract that has ended by today, its start or not yet; DAY_NONE: it has not ended. Terminated: the
 * day of that, or the end before it. */
day contract_ended(const contract *c, day today);

int64_t contract_book_active(const contract_book *self, day today);
/* The nearest end, today or later, of an active contract; DAY_NONE when there is none. */
day contract_book_next_end(const contract_book *self, day today);
/* The next day, after today, on which one of the two above can change; DAY_NONE: never. */
day contract_book_next_change(const contract_book *self, day today);

#endif

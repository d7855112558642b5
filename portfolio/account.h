/* account.h - one client: its profile, its ledger, its contracts and what follows from them today. */
#ifndef PORTFOLIO_ACCOUNT_H
#define PORTFOLIO_ACCOUNT_H

#include "portfolio/contract_book.h"
#include "portfolio/day_counts.h"
#include "portfolio/directory.h"
#include "portfolio/event.h"
#include "portfolio/ledger.h"
#include "portfolio/tally.h"

/* What the CRM's record says. Texts are owned by the account, in one allocation. */
typedef struct profile {
    uint32_t rep; /* number in the portfolio's reps; NUMBER_NONE: nobody's */
    text name;    /* absent: unknown or erased */
    text segment;
    text country;
    text *tags;
    uint32_t tag_count;
    int64_t potential; /* base currency, when has_potential */
    bool has_potential;
    bool abandoned;
    day since;
    void *memory;
} profile;

/* Bytes of (added or removed) entries for the store's index of a client's documents, not yet written there. */
typedef struct index_changes {
    unsigned char *bytes;
    uint32_t length, room;
} index_changes;

enum { PHASES_MAX = 16, PHASE_NONE = 255 };

/* Which phase the client was told to be in last (portfolio/lifecycle.h). */
typedef struct life {
    uint8_t phase;   /* number in the rules; PHASE_NONE: not told yet, or by other rules */
    uint8_t counted; /* the phase that the books count it in; PHASE_NONE: in none */
    day since;       /* the day of that change; DAY_NONE: none is recorded */
    uint64_t last;   /* number of its last recorded transition; 0: none */
} life;

typedef struct account {
    profile profile;
    ledger ledger;
    contract_book contracts;
    day_counts open_quotes; /* by their dates */
    life life;
    int64_t documents; /* on record that name the client; 0: not known */
    tally tally;       /* kept: backlog and quotes; the rest follows from the above */
    day next_end;      /* of contracts; counted in the books */
    day queued;        /* the day this account stands in the due list for; DAY_NONE: for none */
    uint64_t upto;     /* the last commit its stored record covers */
    index_changes index_changes;
} account;

/* Copies a profile's texts into memory of its own. false: no memory, *to untouched. */
bool profile_copy(profile *to, const profile *from);
void profile_finish(profile *self);

void account_init(account *self, day today);
void account_finish(account *self);

/* Computes the derived fields of tally and next_end for today's windows; the ledger must be rolled to today. */
void account_derive(account *self, const windows *w);

/* The next day on which anything of the account changes without an event; DAY_NONE: never. */
day account_next_change(const account *self, const windows *w);

#endif

#include "portfolio/portfolio.h"

static bool book_equal(const book *a, const book *b) {
    bool same = a->ends.count == b->ends.count;
    for (uint32_t i = 0; same && i < a->ends.count; i++) {
        same = a->ends.items[i].day == b->ends.items[i].day &&
               a->ends.items[i].count == b->ends.items[i].count;
    }
    same = same && memcmp(a->phases, b->phases, sizeof a->phases) == 0;
    return same && tally_equal(&a->tally, &b->tally) && ledger_equal(&a->ledger, &b->ledger);
}

/* Adds up again what book `rep` (NUMBER_NONE: the total) should hold. */
static bool sum_plainly(portfolio *self, uint32_t rep_number, book *out) {
    for (uint32_t i = 0; i < self->account_count; i++) {
        account *a = portfolio_account(self, i);
        if (rep_number != NUMBER_NONE && a->profile.rep != rep_number) {
            continue;
        }
        tally_add(&out->tally, &a->tally, 1);
        if (a->life.counted != PHASE_NONE) {
            out->phases[a->life.counted]++;
        }
        if ((a->next_end != DAY_NONE && !day_counts_add(&out->ends, a->next_end, 1)) ||
            !ledger_merge(&out->ledger, &self->windows, &a->ledger, 1)) {
            return false;
        }
    }
    return true;
}

static bool verify_book(portfolio *self, uint32_t rep_number) {
    book plain = {0};
    ledger_init(&plain.ledger, self->windows.today);
    const book *kept = rep_number == NUMBER_NONE ? &self->total : &self->reps[rep_number].book;
    bool same = sum_plainly(self, rep_number, &plain) && book_equal(kept, &plain);
    ledger_finish(&plain.ledger);
    day_counts_finish(&plain.ends);
    return same;
}

/* Whether the client is told to be in the phase it is in, counted in it, and due when that can change. */
static bool verify_phase(const portfolio *self, const account *a) {
    if (self->phases_wait) {
        return true;
    }
    const lifecycle_rules *r = portfolio_lifecycle(self);
    indicators i = lifecycle_indicators(a, &self->windows);
    day next = lifecycle_next_change(r, &i);
    bool known = a->documents > 0;
    return (!known || a->life.phase == lifecycle_classify(r, &i)) &&
           a->life.counted == (known ? a->life.phase : PHASE_NONE) &&
           (next == DAY_NONE || (a->queued != DAY_NONE && a->queued <= next));
}

static bool verify_account(const portfolio *self, account *a) {
    tally kept = a->tally;
    day next_end = a->next_end;
    portfolio_refresh(self, a);
    account_derive(a, &self->windows);
    day next = account_next_change(a, &self->windows);
    bool scheduled = next == DAY_NONE || (a->queued != DAY_NONE && a->queued <= next);
    return tally_equal(&kept, &a->tally) && next_end == a->next_end && scheduled &&
           verify_phase(self, a) && ledger_verify(&a->ledger, &self->windows);
}

bool portfolio_verify(portfolio *self) {
    for (uint32_t i = 0; i < self->account_count; i++) {
        if (!verify_account(self, portfolio_account(self, i))) {
            return false;
        }
    }
    for (uint32_t i = 0; i < self->rep_count; i++) {
        if (!verify_book(self, i) || !ledger_verify(&self->reps[i].sold, &self->windows)) {
            return false;
        }
    }
    return verify_book(self, NUMBER_NONE);
}

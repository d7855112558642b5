#include "store/recovery.h"

#include "store/journal_table.h"
#include "store/transition_table.h"

portfolio *recovery_load(transaction *t, const rules *r, const store_state *state, uint64_t seed,
                         names_stored *ret_stored) {
    portfolio *p = portfolio_create(r, state->today, seed);
    if (p == NULL) {
        transaction_fail(t, STORE_FAILED, "no memory");
        return NULL;
    }
    p->phases_wait = state->rebuilding;
    bool loaded = account_tables_load(t, p, ret_stored) && journal_table_replay(t, p) &&
                  (state->rebuilding ? transition_table_take_up(t, p)
                                     : transition_table_replay(t, p, state->covered));
    if (loaded && !portfolio_sum_up(p)) {
        transaction_fail(t, STORE_FAILED, "no memory");
        loaded = false;
    }
    if (!loaded) {
        portfolio_destroy(p);
        return NULL;
    }
    return p;
}

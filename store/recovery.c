#include "store/recovery.h"

#include "store/journal_table.h"

portfolio *recovery_load(transaction *t, const rules *r, day today, uint64_t seed,
                         names_stored *ret_stored) {
    portfolio *p = portfolio_create(r, today, seed);
    if (p == NULL) {
        transaction_fail(t, STORE_FAILED, "no memory");
        return NULL;
    }
    bool loaded = account_tables_load(t, p, ret_stored) && journal_table_replay(t, p);
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

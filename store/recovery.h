/* recovery.h - from the store to a portfolio: stored accounts, then the journal since. The only way in, at start and
 * after a commit that failed. */
#ifndef STORE_RECOVERY_H
#define STORE_RECOVERY_H

#include "store/account_table.h"
#include "store/state_table.h"

/* While the state says rebuilding, only what was told of the clients' phases is loaded beside the tables.
 * NULL: the transaction's error is set. The portfolio is the caller's. */
portfolio *recovery_load(transaction *t, const rules *r, const store_state *state, uint64_t seed,
                         names_stored *ret_stored);

#endif

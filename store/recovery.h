/* recovery.h - from the store to a portfolio: stored accounts, then the journal since. The only way in, at start and
 * after a commit that failed. */
#ifndef STORE_RECOVERY_H
#define STORE_RECOVERY_H

#include "store/account_table.h"
#include "store/state_table.h"

/* NULL: the transaction's error is set. The portfolio is the caller's. */
portfolio *recovery_load(transaction *t, const rules *r, day today, uint64_t seed,
                         names_stored *ret_stored);

#endif

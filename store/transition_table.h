/* transition_table.h - the history of changes of phase and class: appended, never changed.
 *
 * By number from 1. A client's own are chained from its account's `life.last` by `previous`, newest first. */
#ifndef STORE_TRANSITION_TABLE_H
#define STORE_TRANSITION_TABLE_H

#include "portfolio/portfolio.h"
#include "store/record.h"
#include "store/store.h"

/* The number must be beyond the last. */
void transition_table_put(transaction *t, record_writer *scratch, const transition *one);

/* Texts point into the store, as transaction_get's do. */
lookup transition_table_get(transaction *t, uint64_t number, transition *ret);

/* Brings the accounts' `life` up to what was recorded in commits after `covered`, where their own records are older.
 * false: the transaction's error is set. */
bool transition_table_replay(transaction *t, portfolio *p, uint64_t covered);

/* Gives names numbers, and accounts their `life`, for all that is recorded: before a rebuild. */
bool transition_table_take_up(transaction *t, portfolio *p);

#endif

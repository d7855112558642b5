/* account_table.h - stored accounts of clients, own sales of reps, and the names behind their numbers. */
#ifndef STORE_ACCOUNT_TABLE_H
#define STORE_ACCOUNT_TABLE_H

#include "portfolio/portfolio.h"
#include "store/record.h"
#include "store/store.h"

/* Writes the account, as of its `upto`, and the changes of its document index, which are then forgotten. */
void account_table_put(transaction *t, record_writer *scratch, uint32_t client, account *a);
void seller_table_put(transaction *t, record_writer *scratch, uint32_t rep_number, const rep *r);

/* Keeps a reference for the index until the account is written next. false: no memory. */
bool account_index_later(account *a, const document_reference *r);

/* How many names of each list are stored. */
typedef struct names_stored {
    uint32_t clients, reps, categories;
} names_stored;

/* Writes the names that are not stored yet and updates the counts. */
void name_table_put(transaction *t, record_writer *scratch, const names *n, names_stored *stored);

/* Loads names, accounts and own sales into an empty portfolio. false: the transaction's error is set. */
bool account_tables_load(transaction *t, portfolio *p, names_stored *ret_stored);

#endif

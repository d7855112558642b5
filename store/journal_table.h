/* journal_table.h - the postings of each commit, kept until every account that they touch is written. */
#ifndef STORE_JOURNAL_TABLE_H
#define STORE_JOURNAL_TABLE_H

#include "portfolio/portfolio.h"
#include "store/record.h"
#include "store/store.h"

/* Postings are gathered with posting_record_write and put under their commit's number. */
void journal_table_put(transaction *t, uint64_t commit, text postings);
/* Forgets up to `most` commits numbered `through` or less, the oldest first. */
void journal_table_trim(transaction *t, uint64_t through, uint32_t most);
/* Folds the journal into accounts and own sales that are behind it. false: the transaction's error is set. */
bool journal_table_replay(transaction *t, portfolio *p);

#endif

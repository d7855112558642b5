/* account_record.h - accounts, own sales of reps and postings as bytes.
 *
 * Only what cannot be derived is stored: sums and windows are computed from the entries when reading. */
#ifndef STORE_ACCOUNT_RECORD_H
#define STORE_ACCOUNT_RECORD_H

#include "portfolio/limits.h"
#include "portfolio/portfolio.h"
#include "store/record.h"

void account_record_write(record_writer *w, const account *a);
/* Fills an account fresh from account_init. false: damaged, or no memory. */
bool account_record_read(text bytes, const portfolio *p, account *a);

void seller_record_write(record_writer *w, const rep *r);
bool seller_record_read(text bytes, const portfolio *p, rep *r);

void posting_record_write(record_writer *w, const posting *p);
/* Texts of the posting point into the record, tags into `tags`. false: damaged, or not a posting that this portfolio
 * can hold. */
bool posting_record_read(record_reader *r, const portfolio *from, text tags[static TAGS_MAX],
                         posting *ret);

#endif

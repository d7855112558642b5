/* billing_table.h - per order id: what was ordered, and what invoices bill to it, whichever came first. */
#ifndef STORE_BILLING_TABLE_H
#define STORE_BILLING_TABLE_H

#include "portfolio/order_backlog.h"
#include "store/record.h"
#include "store/store.h"

/* ABSENT gives nothing ordered, nothing billed. */
lookup billing_table_get(transaction *t, text order, order_billing *ret);
/* A row that says nothing is deleted. */
void billing_table_put(transaction *t, record_writer *scratch, text order, const order_billing *b);
bool billing_record_read(text value, order_billing *ret);

#endif

/* order_backlog.h - what an order still has to be billed (contract: backlog). */
#ifndef PORTFOLIO_ORDER_BACKLOG_H
#define PORTFOLIO_ORDER_BACKLOG_H

#include <stdint.h>

/* One order id: what was ordered, and what invoices bill to it, whichever came first. Base currency. */
typedef struct order_billing {
    uint32_t client; /* whose order it is; NUMBER_NONE while no order counts */
    int64_t ordered;
    int64_t billed;
} order_billing;

/* Ordered less billed, never below 0; 0 without an order. */
int64_t order_backlog(const order_billing *b);

#endif

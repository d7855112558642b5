#include "portfolio/order_backlog.h"

#include "portfolio/directory.h"

int64_t order_backlog(const order_billing *b) {
    return b->client != NUMBER_NONE && b->ordered > b->billed ? b->ordered - b->billed : 0;
}

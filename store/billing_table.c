#include "store/billing_table.h"

#include "portfolio/directory.h"

bool billing_record_read(text value, order_billing *ret) {
    record_reader r = record_reader_of(value);
    uint64_t client = read_unsigned(&r);
    ret->client = client == 0 ? NUMBER_NONE : (uint32_t)(client - 1);
    ret->ordered = read_signed(&r);
    ret->billed = read_signed(&r);
    return read_complete(&r) && client <= UINT32_MAX;
}

lookup billing_table_get(transaction *t, text order, order_billing *ret) {
    text value;
    *ret = (order_billing){.client = NUMBER_NONE};
    lookup found = transaction_get(t, TABLE_BILLING, order, &value);
    if (found == LOOKUP_FOUND && !billing_record_read(value, ret)) {
        transaction_fail(t, STORE_DAMAGED, "the billing of order `%.*s` cannot be read",
                         (int)order.length, order.bytes);
        return LOOKUP_FAILED;
    }
    return found;
}

void billing_table_put(transaction *t, record_writer *scratch, text order, const order_billing *b) {
    if (b->client == NUMBER_NONE && b->billed == 0) {
        transaction_delete(t, TABLE_BILLING, order);
        return;
    }
    record_writer_clear(scratch);
    write_unsigned(scratch, b->client == NUMBER_NONE ? 0 : (uint64_t)b->client + 1);
    write_signed(scratch, b->ordered);
    write_signed(scratch, b->billed);
    if (scratch->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    transaction_put(t, TABLE_BILLING, order, record_written(scratch));
}

#include "store/state_table.h"

enum { FLAG_REBUILDING = 1, FLAG_PHASES = 2 };

static const text state_key = {"state", 5};

lookup state_table_get(transaction *t, store_state *ret_state) {
    text value;
    lookup found = transaction_get(t, TABLE_META, state_key, &value);
    if (found != LOOKUP_FOUND) {
        return found;
    }
    record_reader r = record_reader_of(value);
    store_state s;
    s.commit = read_unsigned(&r);
    s.today = read_int32(&r);
    s.documents = read_unsigned(&r);
    s.quarantined = read_unsigned(&r);
    s.quarantine_bytes = read_unsigned(&r);
    s.next_refusal = read_unsigned(&r);
    s.fingerprint = read_unsigned(&r);
    uint8_t flags = read_u8(&r);
    s.rebuilding = flags & FLAG_REBUILDING;
    s.older = (flags & FLAG_PHASES) == 0;
    s.transitions = s.older ? 0 : read_unsigned(&r);
    s.covered = s.older ? 0 : read_unsigned(&r);
    if (!read_complete(&r)) {
        transaction_fail(t, STORE_DAMAGED, "the store's state record cannot be read");
        return LOOKUP_FAILED;
    }
    *ret_state = s;
    return LOOKUP_FOUND;
}

void state_table_put(transaction *t, record_writer *scratch, const store_state *state) {
    record_writer_clear(scratch);
    write_unsigned(scratch, state->commit);
    write_signed(scratch, state->today);
    write_unsigned(scratch, state->documents);
    write_unsigned(scratch, state->quarantined);
    write_unsigned(scratch, state->quarantine_bytes);
    write_unsigned(scratch, state->next_refusal);
    write_unsigned(scratch, state->fingerprint);
    write_u8(scratch, (uint8_t)(FLAG_PHASES | (state->rebuilding ? FLAG_REBUILDING : 0)));
    write_unsigned(scratch, state->transitions);
    write_unsigned(scratch, state->covered);
    if (scratch->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    transaction_put(t, TABLE_META, state_key, record_written(scratch));
}

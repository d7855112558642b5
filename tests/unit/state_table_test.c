/* state_table_test.c - the one record of how far the store has come. */
#include "tests/unit/support/hostile.h"
#include "tests/unit/support/temporary_store.h"

#include "store/state_table.h"

static const store_state full = {.commit = UINT64_MAX,
                                 .today = DAY_MIN,
                                 .documents = 1,
                                 .quarantined = 2,
                                 .quarantine_bytes = UINT64_C(1) << 40,
                                 .next_refusal = 3,
                                 .fingerprint = UINT64_C(0xfedcba9876543210),
                                 .rebuilding = true};

static bool same(const store_state *a, const store_state *b) {
    return a->commit == b->commit && a->today == b->today && a->documents == b->documents &&
           a->quarantined == b->quarantined && a->quarantine_bytes == b->quarantine_bytes &&
           a->next_refusal == b->next_refusal && a->fingerprint == b->fingerprint &&
           a->rebuilding == b->rebuilding;
}

static void test_round_trip(void **state) {
    temporary_store *s = *state;
    store_state got = full;
    assert_int_equal(state_table_get(s->t, &got), LOOKUP_ABSENT);
    assert_true(same(&got, &full));
    const store_state zero = {0};
    const store_state *const states[] = {&full, &zero, &full};
    for (int i = 0; i < 3; i++) {
        state_table_put(s->t, &s->scratch, states[i]);
        temporary_store_reopen(s);
        assert_int_equal(state_table_get(s->t, &got), LOOKUP_FOUND);
        assert_true(same(&got, states[i]));
    }
}

/* Stores the bytes with a true seal and reads them as a state. */
static bool read_state(void *context, text record) {
    temporary_store *s = context;
    store_state got = full;
    transaction_put(s->t, TABLE_META, text_of("state"), record);
    bool taken = state_table_get(s->t, &got) == LOOKUP_FOUND;
    if (!taken) {
        assert_true(same(&got, &full)); /* untouched */
        expect_damaged(s);
    }
    return taken;
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    state_table_put(s->t, &s->scratch, &full);
    record_writer kept = {0};
    write_bytes(&kept, s->scratch.bytes, s->scratch.length);
    expect_cuts_refused(record_written(&kept), read_state, s);
    expect_flips_harmless(record_written(&kept), read_state, s);
    record_writer_finish(&kept);
}

int main(void) {
    const struct CMUnitTest tests[] = {STORE_TEST(test_round_trip), STORE_TEST(test_damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

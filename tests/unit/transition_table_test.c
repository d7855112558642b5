/* transition_table_test.c - records whole; accounts catch up with what was recorded after their own record. */
#include "tests/unit/support/temporary_store.h"

#include "store/transition_table.h"
#include "tests/unit/support/sample.h"

static transition sample(uint64_t number, const char *client, const char *to) {
    transition one = {.number = number,
                      .previous = number - 1,
                      .commit = 10 * number,
                      .client = text_of(client),
                      .to = text_of(to),
                      .day = day_of("2026-03-11"),
                      .cause = {.kind = CAUSE_EVENT,
                                .type = text_of("order.placed"),
                                .event = text_of("e-1"),
                                .document = text_of("CMD-1")}};
    one.reasons.count = 1;
    one.reasons.items[0] =
        (reason_told){MEASURE_SILENCE, COMPARE_AT_LEAST, 46000000, 45000000, 2500000};
    return one;
}

static void test_round_trip(void **state) {
    temporary_store *s = *state;
    transition one = sample(1, "C-1", "lost");
    transition got;
    transition_table_put(s->t, &s->scratch, &one);
    temporary_store_reopen(s);
    assert_int_equal(transition_table_get(s->t, 1, &got), LOOKUP_FOUND);
    assert_true(got.number == 1 && got.previous == 0 && got.commit == 10 && got.day == one.day);
    assert_true(text_equal(got.client, one.client) && text_equal(got.to, one.to));
    assert_true(got.from.length == 0 && got.kind == TRANSITION_PHASE);
    assert_true(got.cause.kind == CAUSE_EVENT && text_equal(got.cause.type, one.cause.type) &&
                text_equal(got.cause.event, one.cause.event) &&
                text_equal(got.cause.document, one.cause.document));
    assert_int_equal(got.reasons.count, 1);
    assert_true(got.reasons.items[0].value == 46000000 && got.reasons.items[0].cadence == 2500000);
    assert_int_equal(transition_table_get(s->t, 2, &got), LOOKUP_ABSENT);
}

/* A portfolio that knows C-1 and C-2. */
static portfolio *two_clients(const rules *r) {
    portfolio *p = portfolio_create(r, day_of("2026-03-31"), 1);
    assert_non_null(p);
    assert_int_equal(directory_number(&p->names.clients, text_of("C-1")), 0);
    assert_int_equal(directory_number(&p->names.clients, text_of("C-2")), 1);
    assert_true(portfolio_make_room(p));
    return p;
}

static void test_replay(void **state) {
    temporary_store *s = *state;
    rules r = sample_rules();
    const transition all[] = {sample(1, "C-1", "prospect"), sample(2, "C-2", "childhood"),
                              sample(3, "C-1", "old_age")};
    for (size_t i = 0; i < 3; i++)
        transition_table_put(s->t, &s->scratch, &all[i]);
    portfolio *p = two_clients(&r);
    portfolio_account(p, 1)->upto = 20; /* its record has the second one */
    assert_true(transition_table_replay(s->t, p, 0));
    assert_int_equal(portfolio_account(p, 0)->life.last, 3);
    assert_int_equal(portfolio_account(p, 0)->life.phase, 3);
    assert_int_equal(portfolio_account(p, 0)->life.since, all[2].day);
    assert_int_equal(portfolio_account(p, 1)->life.last, 0);
    assert_int_equal(p->dirty_count, 1);
    portfolio_destroy(p);
    p = two_clients(&r);
    assert_true(transition_table_replay(s->t, p, 20)); /* what is covered is not looked at */
    assert_int_equal(portfolio_account(p, 0)->life.last, 3);
    assert_int_equal(portfolio_account(p, 1)->life.last, 0);
    portfolio_destroy(p);
}

static void test_take_up_gives_names_numbers(void **state) {
    temporary_store *s = *state;
    rules r = sample_rules();
    transition one = sample(1, "C-9", "a phase of other rules");
    transition_table_put(s->t, &s->scratch, &one);
    portfolio *p = two_clients(&r);
    assert_true(transition_table_take_up(s->t, p));
    assert_int_equal(p->account_count, 3);
    assert_int_equal(portfolio_account(p, 2)->life.phase, PHASE_NONE);
    assert_int_equal(portfolio_account(p, 2)->life.last, 1);
    portfolio_destroy(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {STORE_TEST(test_round_trip), STORE_TEST(test_replay),
                                       STORE_TEST(test_take_up_gives_names_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

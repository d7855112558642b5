/* action_plan_test.c - what is due first: the plan of the phase, an open quote, a contract that ends. */
#include "portfolio/action_plan.h"

#include "tests/unit/support/sample.h"

static rules figures;

static portfolio *one_client(account **ret_account, uint8_t phase, const char *since) {
    figures = sample_rules();
    portfolio *p = portfolio_create(&figures, day_of("2026-03-31"), 1);
    assert_non_null(p);
    assert_int_equal(directory_number(&p->names.clients, text_of("C-1")), 0);
    assert_true(portfolio_make_room(p));
    *ret_account = portfolio_account(p, 0);
    (*ret_account)->documents = 1;
    (*ret_account)->life.phase = phase;
    (*ret_account)->life.since = day_of(since);
    return p;
}

static void expect_action(const portfolio *p, action_kind kind, const char *what, const char *due) {
    action next = {.due = DAY_NONE};
    assert_true(action_next(p, 0, &next));
    assert_int_equal(next.kind, kind);
    assert_true(text_equal(next.what, text_of(what)));
    assert_int_equal(next.due, day_of(due));
}

static void touch(portfolio *p, const char *date) {
    activity contact = {.day = day_of(date), .contacts = 1};
    assert_true(ledger_add_activity(&portfolio_account(p, 0)->ledger, &p->windows, &contact));
}

static uint8_t phase_of(const char *name) {
    return lifecycle_find(&lifecycle_defaults, text_of(name));
}

static void test_repeated(void **state) {
    (void)state;
    account *a;
    portfolio *p = one_client(&a, phase_of("childhood"), "2026-03-01");
    expect_action(p, ACTION_PLAN, "close follow-up", "2026-03-31"); /* class C: 30 days */
    touch(p, "2026-02-20");
    expect_action(p, ACTION_PLAN, "close follow-up", "2026-03-22");
    portfolio_destroy(p);
}

static void test_once_and_then(void **state) {
    (void)state;
    account *a;
    action next;
    portfolio *p = one_client(&a, phase_of("old_age"), "2026-03-11");
    touch(p, "2026-03-10");
    expect_action(p, ACTION_PLAN, "retention offer", "2026-03-18");
    touch(p, "2026-03-15");
    expect_action(p, ACTION_PLAN, "decide: renew or abandon", "2026-04-14");
    a->life.phase = phase_of("lost");
    assert_false(action_next(p, 0, &next)); /* one attempt, and it was made */
    a->documents = 0;
    a->life.phase = phase_of("childhood");
    assert_false(action_next(p, 0, &next)); /* not known any more */
    portfolio_destroy(p);
}

static void test_quotes(void **state) {
    (void)state;
    account *a;
    action next;
    portfolio *p = one_client(&a, phase_of("prospect"), "2026-03-01");
    assert_false(action_next(p, 0, &next));
    assert_true(day_counts_add(&a->open_quotes, day_of("2026-03-20"), 1));
    assert_true(day_counts_add(&a->open_quotes, day_of("2026-03-05"), 1));
    expect_action(p, ACTION_QUOTE, "chase the open quote", "2026-03-12");
    touch(p, "2026-03-10");
    expect_action(p, ACTION_QUOTE, "chase the open quote", "2026-03-17");
    a->profile.abandoned = true;
    assert_false(action_next(p, 0, &next));
    portfolio_destroy(p);
}

static void test_contracts(void **state) {
    (void)state;
    account *a;
    portfolio *p = one_client(&a, phase_of("adulthood"), "2026-03-01");
    contract k = {.id = text_of("K-1"),
                  .start = day_of("2025-01-01"),
                  .end = day_of("2026-05-15"),
                  .terminated = DAY_NONE,
                  .notice_days = -1};
    assert_true(contract_book_put(&a->contracts, &k));
    expect_action(p, ACTION_CONTRACT, "decide on the contract: renew or abandon", "2026-03-16");
    k.notice_days = 10;
    assert_true(contract_book_put(&a->contracts, &k));
    expect_action(p, ACTION_CONTRACT, "decide on the contract: renew or abandon", "2026-05-05");
    k.terminated = day_of("2026-05-01"); /* decided */
    assert_true(contract_book_put(&a->contracts, &k));
    expect_action(p, ACTION_PLAN, "keep in touch", "2026-08-28");
    portfolio_destroy(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeated), cmocka_unit_test(test_once_and_then),
        cmocka_unit_test(test_quotes), cmocka_unit_test(test_contracts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

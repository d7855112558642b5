/* lifecycle_test.c - the contract's table at its borders; random lives day by day against jumps to the next change. */
#include "portfolio/lifecycle.h"

#include "tests/unit/support/sample.h"

static rules figures;

/* An account with purchase days (order and invoice of that amount) and contracts, as of `today`. */
typedef struct trial_client {
    account account;
    windows windows;
} trial_client;

static void begin_client(trial_client *c, day today) {
    figures = sample_rules();
    c->windows = windows_at(&figures, today);
    account_init(&c->account, today);
    c->account.documents = 1;
}

static void buy(trial_client *c, day d, int64_t amount) {
    sale s = {.day = d, .lines = 1, .sums = {.revenue = amount}};
    activity a = {.day = d, .orders = 1, .invoices = 1};
    assert_true(ledger_add_sale(&c->account.ledger, &c->windows, &s));
    assert_true(ledger_add_activity(&c->account.ledger, &c->windows, &a));
}

static const char *phase_of(const trial_client *c) {
    indicators i = lifecycle_indicators(&c->account, &c->windows);
    return lifecycle_defaults.phases[lifecycle_classify(&lifecycle_defaults, &i)].name;
}

/* The phase on a day, everything computed anew: the definition that jumps are held against. */
static const char *phase_on(const trial_client *c, day d) {
    windows w = windows_at(&figures, d);
    indicators i = lifecycle_foresee(&c->account, &w);
    return lifecycle_defaults.phases[lifecycle_classify(&lifecycle_defaults, &i)].name;
}

static void test_no_purchase(void **state) {
    (void)state;
    trial_client c;
    begin_client(&c, day_of("2026-03-01"));
    assert_string_equal(phase_of(&c), "prospect");
    c.account.profile.abandoned = true;
    assert_string_equal(phase_of(&c), "abandoned");
    account_finish(&c.account);
}

static void test_silence(void **state) {
    (void)state;
    trial_client c;
    day first = day_of("2026-01-05");
    begin_client(&c, first + 20);
    for (int i = 0; i < 3; i++) {
        buy(&c, first + 10 * i, 100);
    }
    assert_string_equal(phase_on(&c, first + 20 + 44), "childhood");
    assert_string_equal(phase_on(&c, first + 20 + 45), "old_age");
    assert_string_equal(phase_on(&c, first + 20 + 179), "old_age");
    assert_string_equal(phase_on(&c, first + 20 + 180), "lost");
    uint8_t then;
    assert_int_equal(
        lifecycle_next_review(&lifecycle_defaults, &c.account, &figures, &c.windows, &then),
        first + 20 + 45);
    assert_string_equal(lifecycle_defaults.phases[then].name, "old_age");
    account_finish(&c.account);
}

/* A cadence of 61 / 2 days: 2.5 times is 76.25, 6 times 183: a fraction that no whole number meets. */
static void test_cadence_is_exact(void **state) {
    (void)state;
    trial_client c;
    day first = day_of("2025-03-01");
    begin_client(&c, first + 61);
    buy(&c, first, 100);
    buy(&c, first + 1, 100);
    buy(&c, first + 61, 100);
    assert_string_equal(phase_on(&c, first + 61 + 76), "childhood");
    assert_string_equal(phase_on(&c, first + 61 + 77), "old_age");
    assert_string_equal(phase_on(&c, first + 61 + 182), "old_age");
    assert_string_equal(phase_on(&c, first + 61 + 183), "lost");
    windows w = windows_at(&figures, first + 61 + 77);
    indicators i = lifecycle_foresee(&c.account, &w);
    phase_reasons why = lifecycle_reasons(&lifecycle_defaults, &i, 3);
    assert_int_equal(why.count, 1);
    assert_true(why.items[0].measure == MEASURE_SILENCE && why.items[0].value == 77000000);
    assert_true(why.items[0].threshold == 76250000 && why.items[0].cadence == 2500000);
    account_finish(&c.account);
}

static void test_trend(void **state) {
    (void)state;
    static const struct {
        int64_t before, now;
        const char *phase;
    } rows[] = {{1000, 699, "old_age"},      {1000, 700, "adulthood"}, {1000, 1150, "adulthood"},
                {1000, 1151, "adolescence"}, {0, 10, "adulthood"},     {-5, 10, "adulthood"}};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        trial_client c;
        day today = day_of("2026-03-01");
        begin_client(&c, today);
        buy(&c, today - 900, 50);
        buy(&c, today - 500, rows[r].before);
        buy(&c, today - 10, rows[r].now);
        assert_string_equal(phase_of(&c), rows[r].phase);
        account_finish(&c.account);
    }
}

static void test_ended_contracts(void **state) {
    (void)state;
    trial_client c;
    day today = day_of("2026-03-01");
    begin_client(&c, today);
    for (int i = 23; i >= 0; i--) {
        buy(&c, today - 15 - 30 * i, 100);
    }
    assert_string_equal(phase_of(&c), "adulthood");
    contract k = {
        .id = text_of("K-1"), .start = today - 800, .end = today - 31, .terminated = DAY_NONE};
    assert_true(contract_book_put(&c.account.contracts, &k));
    assert_string_equal(phase_of(&c), "old_age");
    k.end = today - 30;
    assert_true(contract_book_put(&c.account.contracts, &k));
    assert_string_equal(phase_of(&c), "adulthood");
    k.terminated = today - 31;
    assert_true(contract_book_put(&c.account.contracts, &k));
    assert_string_equal(phase_of(&c), "old_age");
    k.terminated = DAY_NONE;
    k.auto_renew = true;
    assert_true(contract_book_put(&c.account.contracts, &k));
    assert_string_equal(phase_of(&c), "adulthood");
    account_finish(&c.account);
}

static void random_client(trial_client *c, uint64_t *seed) {
    day today = day_of("2024-02-20") + (day)random_between(seed, 0, 400);
    begin_client(c, today);
    day d = today - (day)random_between(seed, 0, 1500);
    int gap = (int)random_between(seed, 1, 120);
    for (int64_t left = random_between(seed, 0, 30); left > 0 && d <= today; left--) {
        buy(c, d, random_between(seed, -200, 1000));
        d += (day)random_between(seed, 1, gap);
    }
    for (int64_t left = random_between(seed, 0, 2); left > 0; left--) {
        char id[8];
        (void)snprintf(id, sizeof id, "K-%d", (int)left);
        contract k = {.id = text_of(id), .start = today - (day)random_between(seed, -50, 700)};
        k.end = random_between(seed, 0, 3) == 0 ? DAY_NONE
                                                : k.start + (day)random_between(seed, 0, 800);
        k.terminated = random_between(seed, 0, 2) == 0 ? today + (day)random_between(seed, -90, 300)
                                                       : DAY_NONE;
        k.auto_renew = random_between(seed, 0, 3) == 0;
        assert_true(contract_book_put(&c->account.contracts, &k));
    }
    c->account.profile.abandoned = random_between(seed, 0, 20) == 0;
}

static day earlier(day a, day b) {
    return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

/* Between jumps nothing changes; and the announced review is the first day on which something does. */
static void test_jumps_miss_nothing(void **state) {
    (void)state;
    enum { CLIENTS = 400, DAYS = 900 };
    uint64_t seed = 17;
    int changes = 0;
    for (int n = 0; n < CLIENTS; n++) {
        trial_client c;
        uint8_t then;
        random_client(&c, &seed);
        windows w = c.windows;
        day review = lifecycle_next_review(&lifecycle_defaults, &c.account, &figures, &w, &then);
        const char *begun = phase_on(&c, w.today);
        const char *now = begun;
        bool changed = false;
        day due = w.today;
        for (day d = w.today; d < c.windows.today + DAYS; d++) {
            const char *plain = phase_on(&c, d);
            if (d == due) { /* a jump lands here: look, and ask for the next one */
                w = windows_at(&figures, d);
                indicators i = lifecycle_foresee(&c.account, &w);
                changes += now != plain;
                now = plain;
                due = earlier(lifecycle_next_change(&lifecycle_defaults, &i),
                              earlier(ledger_next_change(&c.account.ledger, &w),
                                      contract_book_next_change(&c.account.contracts, d)));
                assert_true(due == DAY_NONE || due > d);
            }
            assert_ptr_equal(now, plain);
            if (!changed && plain != begun) {
                assert_int_equal(d, review);
                assert_ptr_equal(lifecycle_defaults.phases[then].name, plain);
                changed = true;
            }
        }
        assert_true(changed || review == DAY_NONE || review >= c.windows.today + DAYS);
        account_finish(&c.account);
    }
    assert_in_range(changes, CLIENTS / 2, CLIENTS * 20);
}

static void test_names(void **state) {
    (void)state;
    measure m;
    comparison c;
    for (int i = 0; i < MEASURE_COUNT; i++) {
        assert_true(measure_find(text_of(measure_name((measure)i)), &m) && (int)m == i);
    }
    for (int i = 0; i < COMPARISONS; i++) {
        assert_true(comparison_find(text_of(comparison_name((comparison)i)), &c) && (int)c == i);
    }
    assert_false(measure_find(text_of("silent"), &m));
    assert_false(comparison_find(text_of("over"), &c));
    assert_int_equal(lifecycle_find(&lifecycle_defaults, text_of("lost")), 2);
    assert_int_equal(lifecycle_find(&lifecycle_defaults, text_of("dead")), PHASE_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_purchase),
        cmocka_unit_test(test_silence),
        cmocka_unit_test(test_cadence_is_exact),
        cmocka_unit_test(test_trend),
        cmocka_unit_test(test_ended_contracts),
        cmocka_unit_test(test_jumps_miss_nothing),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

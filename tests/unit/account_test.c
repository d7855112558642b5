/* account_test.c - what follows from an account, and that nothing changes before the day it names. */
#include "tests/unit/support/sample.h"

#include "portfolio/account.h"

enum { FACTS = 12, CONTRACTS = 3 };

static void test_profile_is_a_copy(void **state) {
    (void)state;
    char name[] = "Dupont SA";
    text tags[] = {{"vip", 3}, {NULL, 0}, {"export", 6}};
    profile from = {.rep = 3,
                    .name = text_of(name),
                    .country = {"FR", 2},
                    .tags = tags,
                    .tag_count = 3,
                    .has_potential = true,
                    .potential = 5,
                    .since = 10};
    profile copy;
    assert_true(profile_copy(&copy, &from));
    memset(name, 'x', sizeof name);
    memset(tags, 0, sizeof tags);
    expect_text(copy.name, "Dupont SA");
    expect_text(copy.segment, "");
    expect_text(copy.country, "FR");
    assert_int_equal(copy.tag_count, 3);
    expect_text(copy.tags[0], "vip");
    expect_text(copy.tags[1], "");
    expect_text(copy.tags[2], "export");
    assert_true(copy.rep == 3 && copy.has_potential && copy.potential == 5 && copy.since == 10);
    profile again;
    assert_true(profile_copy(&again, &copy));
    profile_finish(&copy);
    assert_int_equal(copy.rep, NUMBER_NONE);
    expect_text(again.tags[2], "export");
    profile_finish(&again);
    profile nothing = {.rep = NUMBER_NONE};
    assert_true(profile_copy(&copy, &nothing));
    assert_null(copy.memory);
    profile_finish(&copy);
}

static void buy(account *a, const windows *w, day d) {
    activity bought = {.day = d, .orders = 1};
    assert_true(ledger_add_activity(&a->ledger, w, &bought));
}

static void expect_buyer(const char *first, const char *second, int64_t buyers, int64_t new_buyers,
                         int64_t before, int64_t retained) {
    rules r = sample_rules();
    windows w = windows_at(&r, day_of("2026-03-02"));
    account a;
    account_init(&a, w.today);
    a.documents = 1;
    if (first != NULL)
        buy(&a, &w, day_of(first));
    if (second != NULL)
        buy(&a, &w, day_of(second));
    account_derive(&a, &w);
    assert_true(a.tally.known == 1);
    assert_true(a.tally.prospects == (first == NULL));
    assert_true(a.tally.buyers == buyers);
    assert_true(a.tally.new_buyers == new_buyers);
    assert_true(a.tally.buyers_before == before);
    assert_true(a.tally.retained == retained);
    account_finish(&a);
}

static void test_kinds_of_buyers(void **state) {
    (void)state;
    expect_buyer(NULL, NULL, 0, 0, 0, 0);
    expect_buyer("2026-03-02", NULL, 1, 1, 0, 0);
    expect_buyer("2025-03-03", NULL, 1, 1, 0, 0);
    expect_buyer("2025-03-02", NULL, 0, 0, 1, 0);
    expect_buyer("2025-03-02", "2025-03-03", 1, 0, 1, 1);
    expect_buyer("2024-03-03", "2026-01-01", 1, 0, 1, 1);
    expect_buyer("2024-03-02", "2026-01-01", 1, 0, 0, 0); /* came back after a year away */
    expect_buyer("2020-01-01", NULL, 0, 0, 0, 0);
}

static void test_unknown_without_documents(void **state) {
    (void)state;
    rules r = sample_rules();
    windows w = windows_at(&r, day_of("2026-03-02"));
    account a;
    account_init(&a, w.today);
    account_derive(&a, &w);
    assert_true(a.tally.known == 0 && a.tally.prospects == 0);
    assert_int_equal(a.next_end, DAY_NONE);
    assert_int_equal(account_next_change(&a, &w), DAY_NONE);
    account_finish(&a);
}

static void test_potential(void **state) {
    (void)state;
    rules r = sample_rules();
    windows w = windows_at(&r, day_of("2026-03-02"));
    account a;
    account_init(&a, w.today);
    sale sold = {.day = w.today, .lines = 1, .sums = {.revenue = 700}};
    assert_true(ledger_add_sale(&a.ledger, &w, &sold));
    a.profile.potential = 99; /* means nothing without has_potential */
    account_derive(&a, &w);
    assert_true(a.tally.potential == 0 && a.tally.potential_known == 0 &&
                a.tally.potential_trailing == 0);
    a.profile.has_potential = true;
    a.profile.potential = 0;
    account_derive(&a, &w);
    assert_true(a.tally.potential == 0 && a.tally.potential_known == 1 &&
                a.tally.potential_trailing == 700);
    account_finish(&a);
}

/* What an account is told, to make it anew on any day. */
typedef struct told {
    sale sales[FACTS];
    activity days[FACTS];
    contract contracts[CONTRACTS];
    int count, contract_count;
} told;

static void make(account *a, const told *facts, const rules *r, day today) {
    windows w = windows_at(r, today);
    account_init(a, today);
    a->documents = 1;
    a->profile.has_potential = true;
    for (int i = 0; i < facts->count; i++) {
        assert_true(ledger_add_sale(&a->ledger, &w, &facts->sales[i]));
        assert_true(ledger_add_activity(&a->ledger, &w, &facts->days[i]));
    }
    for (int i = 0; i < facts->contract_count; i++)
        assert_true(contract_book_put(&a->contracts, &facts->contracts[i]));
    account_derive(a, &w);
}

static bool same_figures(const account *a, const account *b) {
    const ledger *x = &a->ledger;
    const ledger *y = &b->ledger;
    bool same =
        tally_equal(&a->tally, &b->tally) && a->next_end == b->next_end && ledger_equal(x, y);
    return same && ledger_diversity(x) == ledger_diversity(y);
}

static told random_facts(uint64_t *seed, day today) {
    static const char *const ids[CONTRACTS] = {"K-1", "K-2", "K-3"};
    told facts = {.count = (int)random_between(seed, 0, FACTS),
                  .contract_count = (int)random_between(seed, 0, CONTRACTS)};
    for (int i = 0; i < facts.count; i++) {
        facts.sales[i] = (sale){.day = today - (day)random_between(seed, 0, 800),
                                .category = (uint32_t)random_between(seed, 0, 1),
                                .lines = 1,
                                .sums = {.revenue = random_between(seed, -50, 100), .quantity = 1}};
        facts.days[i] = (activity){.day = today - (day)random_between(seed, 0, 800), .orders = 1};
    }
    for (int i = 0; i < facts.contract_count; i++) {
        day start = today + (day)random_between(seed, -300, 300);
        facts.contracts[i] =
            (contract){.id = text_of(ids[i]),
                       .start = start,
                       .end = random_between(seed, 0, 1) ? start + 200 : DAY_NONE,
                       .terminated = random_between(seed, 0, 1) ? start + 90 : DAY_NONE,
                       .auto_renew = random_between(seed, 0, 1) == 0};
    }
    return facts;
}

/* Day by day: the account made anew differs from the day before only on a day that was named. */
static void walk_days(const told *facts, const rules *r, day today) {
    account before;
    make(&before, facts, r, today);
    windows w = windows_at(r, today);
    day next = account_next_change(&before, &w);
    for (day d = today + 1; d <= today + 820; d++) {
        account now;
        make(&now, facts, r, d);
        if (!same_figures(&now, &before))
            assert_int_equal(next, d);
        w = windows_at(r, d);
        if (next == d)
            next = account_next_change(&now, &w);
        assert_true(next == DAY_NONE || next > d);
        account_finish(&before);
        before = now;
    }
    account_finish(&before);
}

static void test_nothing_changes_before_the_day_named(void **state) {
    (void)state;
    uint64_t seed = 8;
    rules r = sample_rules();
    static const int starts[][2] = {{1, 1}, {2, 28}, {3, 1}, {10, 31}};
    static const char *const days[] = {"2024-02-29", "2025-02-28", "2023-12-31", "2024-03-01"};
    for (int round = 0; round < 48; round++) {
        r.fiscal_month = starts[round % 4][0];
        r.fiscal_day = starts[round % 4][1];
        day today = day_of(days[round / 4 % 4]);
        told facts = random_facts(&seed, today);
        walk_days(&facts, &r, today);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_profile_is_a_copy),
        cmocka_unit_test(test_kinds_of_buyers),
        cmocka_unit_test(test_unknown_without_documents),
        cmocka_unit_test(test_potential),
        cmocka_unit_test(test_nothing_changes_before_the_day_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

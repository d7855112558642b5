/* posting_test.c - each kind of posting reaches its place, and taking it back leaves nothing. */
#include "tests/unit/support/sample.h"

#include "portfolio/posting.h"

typedef struct fixture {
    rules rules;
    windows windows;
    account account;
} fixture;

static void begin(fixture *f) {
    f->rules = sample_rules();
    f->windows = windows_at(&f->rules, day_of("2026-03-02"));
    account_init(&f->account, f->windows.today);
}

static void post(fixture *f, posting p) {
    p.rep = NUMBER_NONE;
    assert_true(account_post(&f->account, &f->windows, &p));
}

static void test_figures_come_and_go(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    for (int sign = 1; sign >= -1; sign -= 2) {
        post(&f, (posting){.kind = POSTING_DOCUMENT,
                           .document = {.times = sign, .kind = KIND_ORDER, .id = {"a", 1}}});
        post(&f, (posting){.kind = POSTING_SALE,
                           .sale = {.day = f.windows.today,
                                    .lines = 2 * sign,
                                    .sums = {sign * 500, 0, 0, sign}}});
        post(&f, (posting){.kind = POSTING_ACTIVITY,
                           .activity = {.day = f.windows.today, .contacts = sign}});
        post(&f, (posting){.kind = POSTING_QUOTE,
                           .quote = {sign, 2 * sign, 3 * sign, 4 * sign, 5 * sign, 6 * sign}});
        post(&f, (posting){.kind = POSTING_BACKLOG, .backlog = sign * 70});
        int64_t times = sign > 0;
        const tally *t = &f.account.tally;
        assert_true(f.account.documents == times);
        assert_true(f.account.ledger.total.revenue == 500 * times);
        assert_int_equal(ledger_last_contact(&f.account.ledger),
                         sign > 0 ? f.windows.today : DAY_NONE);
        assert_true(t->quotes_sent == times && t->quotes_accepted == 2 * times &&
                    t->quotes_declined == 3 * times);
        assert_true(t->quotes_expired == 4 * times && t->quotes_open == 5 * times);
        assert_true(t->quotes_open_amount == 6 * times && t->backlog == 70 * times);
    }
    assert_int_equal(f.account.ledger.sale_count + f.account.ledger.day_count, 0);
    account_finish(&f.account);
}

static void test_contracts_and_profile_replace(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    contract c = {
        .id = {"K-1", 3}, .start = 0, .end = 50, .terminated = DAY_NONE, .notice_days = -1};
    post(&f, (posting){.kind = POSTING_CONTRACT, .contract = c});
    c.end = 60;
    post(&f, (posting){.kind = POSTING_CONTRACT, .contract = c});
    assert_int_equal(f.account.contracts.count, 1);
    assert_int_equal(f.account.contracts.items[0].end, 60);
    post(&f, (posting){.kind = POSTING_CONTRACT_REMOVED, .contract = {.id = {"K-1", 3}}});
    post(&f, (posting){.kind = POSTING_CONTRACT_REMOVED, .contract = {.id = {"K-1", 3}}});
    assert_int_equal(f.account.contracts.count, 0);
    char name[] = "Before";
    post(&f, (posting){.kind = POSTING_PROFILE, .profile = {.rep = 1, .name = text_of(name)}});
    name[0] = 'x';
    expect_text(f.account.profile.name, "Before");
    post(&f, (posting){.kind = POSTING_PROFILE, .profile = {.rep = 2, .country = {"FR", 2}}});
    expect_text(f.account.profile.name, "");
    expect_text(f.account.profile.country, "FR");
    assert_int_equal(f.account.profile.rep, 2);
    account_finish(&f.account);
}

static void test_books_take_their_part(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    ledger l;
    tally t = {0};
    ledger_init(&l, f.windows.today);
    for (int kind = 0; kind < POSTING_KINDS; kind++) {
        posting p = {.kind = (posting_kind)kind};
        if (kind == POSTING_SALE)
            p.sale = (sale){.day = 10, .lines = 1, .sums = {.revenue = 5}};
        if (kind == POSTING_ACTIVITY)
            p.activity = (activity){.day = 10, .orders = 1};
        if (kind == POSTING_BACKLOG)
            p.backlog = 7;
        if (kind == POSTING_QUOTE)
            p.quote.sent = 1;
        assert_true(ledger_post(&l, &f.windows, &p));
        tally_post(&t, &p);
    }
    assert_true(l.total.revenue == 5 && l.sale_count == 1 && l.orders == 1 && l.day_count == 1);
    tally expected = {.backlog = 7, .quotes_sent = 1};
    assert_true(tally_equal(&t, &expected));
    ledger_finish(&l);
    account_finish(&f.account);
}

static void test_list(void **state) {
    (void)state;
    posting_list list = {0};
    for (uint32_t i = 0; i < 1000; i++) {
        posting *p = posting_list_add(&list, POSTING_BACKLOG, i, NUMBER_NONE);
        assert_non_null(p);
        assert_true(p->backlog == 0);
        p->backlog = i;
    }
    list.count = 0; /* used again, with what was there before */
    assert_true(posting_list_add(&list, POSTING_QUOTE, 7, 8)->quote.sent == 0);
    posting zero = {.kind = POSTING_QUOTE, .client = 7, .rep = 8};
    assert_memory_equal(&list.items[0].quote, &zero.quote, sizeof zero.quote);
    assert_true(list.items[0].client == 7 && list.items[0].rep == 8 &&
                list.items[999].backlog == 999);
    posting_list_finish(&list);
    assert_int_equal(list.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_come_and_go),
        cmocka_unit_test(test_contracts_and_profile_replace),
        cmocka_unit_test(test_books_take_their_part),
        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

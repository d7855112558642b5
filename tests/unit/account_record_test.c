/* account_record_test.c - accounts, own sales and postings come back whole; damaged ones are refused or harmless. */
#include "tests/unit/support/hostile.h"
#include "tests/unit/support/random_books.h"
#include "tests/unit/support/same_portfolio.h"

#include "store/account_record.h"

static random_books books;

static int begin(void **state) {
    (void)state;
    random_books_begin(&books, "2025-06-15", 21);
    for (int i = 0; i < 400; i++)
        random_books_change(&books);
    return !portfolio_settle(books.portfolio);
}

static int finish(void **state) {
    (void)state;
    random_books_finish(&books);
    return 0;
}

/* Reads an account into a fresh one, and once more what that one is written as. */
static bool read_account(void *context, text record) {
    const portfolio *p = context;
    account a;
    account_init(&a, p->windows.today);
    bool taken = account_record_read(record, p, &a);
    if (taken) {
        record_writer w = {0};
        account_record_write(&w, &a);
        account again;
        account_init(&again, p->windows.today);
        assert_true(account_record_read(record_written(&w), p, &again));
        account_derive(&a, &p->windows);
        account_derive(&again, &p->windows);
        (void)account_next_change(&a, &p->windows);
        expect_same_account(&a, &again);
        account_finish(&again);
        record_writer_finish(&w);
    }
    account_finish(&a);
    return taken;
}

static void test_accounts(void **state) {
    (void)state;
    portfolio *p = books.portfolio;
    for (uint32_t i = 0; i < p->account_count; i++) {
        record_writer w = {0};
        record_writer second = {0};
        account *live = portfolio_account(p, i);
        live->upto = UINT64_MAX - i;
        account_record_write(&w, live);
        account a;
        account_init(&a, p->windows.today);
        assert_true(account_record_read(record_written(&w), p, &a));
        account_derive(&a, &p->windows);
        expect_same_account(&a, live);
        assert_true(a.upto == live->upto);
        assert_true(ledger_verify(&a.ledger, &p->windows));
        account_record_write(&second, &a);
        assert_true(text_equal(record_written(&w), record_written(&second)));
        expect_cuts_refused(record_written(&w), read_account, p);
        if (i < 3)
            expect_flips_harmless(record_written(&w), read_account, p);
        account_finish(&a);
        record_writer_finish(&w);
        record_writer_finish(&second);
    }
}

/* What is stored does not depend on the day it is read on, as long as that is not before its days. */
static void test_read_on_a_later_day(void **state) {
    (void)state;
    portfolio *p = books.portfolio;
    record_writer w = {0};
    account_record_write(&w, portfolio_account(p, 0));
    assert_true(portfolio_advance(p, p->windows.today + 500));
    account *live = portfolio_account(p, 0);
    portfolio_refresh(p, live);
    account a;
    account_init(&a, p->windows.today);
    assert_true(account_record_read(record_written(&w), p, &a));
    account_derive(&a, &p->windows);
    expect_same_account(&a, live);
    account_finish(&a);
    portfolio *early = portfolio_create(&books.rules, day_of("1950-01-01"), 1);
    assert_non_null(early);
    for (uint32_t i = 0; i < p->names.categories.count; i++)
        (void)directory_number(&early->names.categories, directory_name(&p->names.categories, i));
    for (uint32_t i = 0; i < p->names.reps.count; i++)
        (void)directory_number(&early->names.reps, directory_name(&p->names.reps, i));
    account_init(&a, early->windows.today);
    assert_false(account_record_read(record_written(&w), early, &a));
    account_finish(&a);
    portfolio_destroy(early);
    record_writer_finish(&w);
}

static bool read_seller(void *context, text record) {
    const portfolio *p = context;
    rep r = {0};
    ledger_init(&r.sold, p->windows.today);
    bool taken = seller_record_read(record, p, &r);
    if (taken) {
        record_writer w = {0};
        seller_record_write(&w, &r);
        rep again = {0};
        ledger_init(&again.sold, p->windows.today);
        assert_true(seller_record_read(record_written(&w), p, &again));
        assert_true(ledger_equal(&again.sold, &r.sold));
        ledger_finish(&again.sold);
        record_writer_finish(&w);
    }
    ledger_finish(&r.sold);
    return taken;
}

static void test_sellers(void **state) {
    (void)state;
    portfolio *p = books.portfolio;
    for (uint32_t i = 0; i < p->rep_count; i++) {
        rep *live = &p->reps[i];
        record_writer w = {0};
        live->upto = i + 7;
        seller_record_write(&w, live);
        rep r = {0};
        ledger_init(&r.sold, p->windows.today);
        assert_true(seller_record_read(record_written(&w), p, &r));
        assert_true(ledger_equal(&r.sold, &live->sold));
        assert_true(r.documents == live->documents && r.upto == i + 7);
        expect_cuts_refused(record_written(&w), read_seller, p);
        if (i == 0)
            expect_flips_harmless(record_written(&w), read_seller, p);
        ledger_finish(&r.sold);
        record_writer_finish(&w);
    }
}

/* Reads a record that is one posting, and once more what it is written as. */
static bool read_posting(void *context, text record) {
    const portfolio *p = context;
    text tags[TAGS_MAX];
    posting one;
    record_reader r = record_reader_of(record);
    if (!posting_record_read(&r, p, tags, &one) || !read_complete(&r))
        return false;
    record_writer w = {0};
    record_writer second = {0};
    posting_record_write(&w, &one);
    r = record_reader_of(record_written(&w));
    text more_tags[TAGS_MAX];
    posting again;
    assert_true(posting_record_read(&r, p, more_tags, &again) && read_complete(&r));
    posting_record_write(&second, &again);
    assert_true(text_equal(record_written(&w), record_written(&second)));
    account a;
    account_init(&a, p->windows.today);
    assert_true(account_post(&a, &p->windows, &again));
    account_derive(&a, &p->windows);
    (void)account_next_change(&a, &p->windows);
    account_finish(&a);
    record_writer_finish(&w);
    record_writer_finish(&second);
    return true;
}

static posting full_posting(posting_kind kind) {
    static text tags[] = {{"vip", 3}, {"export", 6}};
    day today = books.portfolio->windows.today;
    posting p = {.kind = kind, .client = 1, .rep = 1};
    switch (kind) {
    case POSTING_DOCUMENT:
        p.document = (document_reference){-1, today, KIND_CONTACT, {"V-1", 3}};
        break;
    case POSTING_SALE:
        p.sale = (sale){today, 1, -3, {-100, 200, INT64_C(-9000000000), 4000}};
        break;
    case POSTING_ACTIVITY: p.activity = (activity){today - 1, 1, -1, 2}; break;
    case POSTING_QUOTE: p.quote = (quote_counts){1, -1, 1, -1, 1, -1000}; break;
    case POSTING_BACKLOG: p.backlog = INT64_C(-123456789012); break;
    case POSTING_CONTRACT:
    case POSTING_CONTRACT_REMOVED:
        p.contract = (contract){{"K-1", 3}, today, DAY_MAX, DAY_NONE, true, 90};
        break;
    case POSTING_PROFILE:
        p.profile = (profile){.rep = 2,
                              .name = {"Dupont", 6},
                              .country = {"FR", 2},
                              .tags = tags,
                              .tag_count = 2,
                              .potential = 5,
                              .has_potential = true,
                              .abandoned = true,
                              .since = DAY_NONE};
        break;
    case POSTING_KINDS: break;
    }
    return p;
}

static void test_postings(void **state) {
    (void)state;
    for (int kind = 0; kind < POSTING_KINDS; kind++) {
        record_writer w = {0};
        posting p = full_posting((posting_kind)kind);
        posting_record_write(&w, &p);
        expect_cuts_refused(record_written(&w), read_posting, books.portfolio);
        expect_flips_harmless(record_written(&w), read_posting, books.portfolio);
        text tags[TAGS_MAX];
        posting back;
        record_reader r = record_reader_of(record_written(&w));
        assert_true(posting_record_read(&r, books.portfolio, tags, &back));
        assert_true(back.kind == p.kind && back.client == p.client && back.rep == p.rep);
        if (kind == POSTING_SALE)
            assert_memory_equal(&back.sale.sums, &p.sale.sums, sizeof p.sale.sums);
        if (kind == POSTING_PROFILE)
            expect_same_profile(&back.profile, &p.profile);
        record_writer_finish(&w);
    }
}

static void expect_posting_refused(posting p) {
    record_writer w = {0};
    posting_record_write(&w, &p);
    assert_false(try_copy(record_written(&w), read_posting, books.portfolio));
    record_writer_finish(&w);
}

static void test_postings_out_of_range(void **state) {
    (void)state;
    posting p = full_posting(POSTING_SALE);
    p.client = books.portfolio->names.clients.count;
    expect_posting_refused(p);
    p = full_posting(POSTING_SALE);
    p.rep = books.portfolio->names.reps.count;
    expect_posting_refused(p);
    p = full_posting(POSTING_SALE);
    p.sale.category = books.portfolio->names.categories.count;
    expect_posting_refused(p);
    p = full_posting(POSTING_SALE);
    p.sale.day = books.portfolio->windows.today + 1;
    expect_posting_refused(p);
    p = full_posting(POSTING_ACTIVITY);
    p.activity.day = books.portfolio->windows.today + 1;
    expect_posting_refused(p);
    p = full_posting(POSTING_DOCUMENT);
    p.document.kind = KIND_COUNT;
    expect_posting_refused(p);
    p = full_posting(POSTING_PROFILE);
    p.profile.rep = books.portfolio->names.reps.count;
    expect_posting_refused(p);
    p = full_posting(POSTING_CONTRACT);
    p.contract.end = INT32_MAX;
    expect_posting_refused(p);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, finish)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_accounts), CASE(test_read_on_a_later_day),   CASE(test_sellers),
        CASE(test_postings), CASE(test_postings_out_of_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

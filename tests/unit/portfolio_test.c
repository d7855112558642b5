/* portfolio_test.c - random documents, changes of rep and days that pass: every book is the sum of its clients, and
 * every client's figures are what the definitions give. */
#include "tests/unit/support/plain_figures.h"

static void expect_rep(const random_books *b, uint32_t rep_number, const plain_figures *expected) {
    const rep *r = &b->portfolio->reps[rep_number];
    text name = directory_name(&b->portfolio->names.reps, rep_number);
    plain_figures sold = {0};
    int64_t documents = 0;
    for (uint32_t i = 0; i < BOOK_DOCUMENTS; i++) {
        const document *d = &b->documents[i].document;
        if (d->state == VERB_NONE || d->kind == KIND_CLIENT || !text_equal(d->body.rep, name))
            continue;
        documents++;
        if (plain_counts(d, b->portfolio->windows.today))
            plain_count_document(b, d, &sold);
    }
    assert_true(r->documents == documents);
    assert_true(r->sold.total.revenue == sold.revenue && r->sold.trailing.revenue == sold.trailing);
    assert_true(r->sold.total.margin == sold.margin && r->sold.total.quantity == sold.quantity);
    assert_true(r->sold.orders == sold.orders && r->sold.orders_trailing == sold.orders_trailing);
    plain_figures kept = kept_figures(&r->book.ledger, &r->book.tally, expected->documents);
    expect_figures(&kept, expected, "a rep's portfolio");
    assert_int_equal(portfolio_find_rep(b->portfolio, name) == rep_number,
                     documents > 0 || r->book.tally.known > 0);
}

/* The rep that a client's record names. */
static uint32_t rep_of_client(const random_books *b, uint32_t client) {
    const document *d = &b->documents[client].document;
    return d->state == VERB_NONE || d->body.rep.length == 0
               ? NUMBER_NONE
               : directory_find(&b->portfolio->names.reps, d->body.rep);
}

static void expect_definitions(const random_books *b) {
    const portfolio *p = b->portfolio;
    plain_figures total = {0};
    plain_figures by_rep[BOOK_REPS] = {{0}};
    for (uint32_t client = 0; client < BOOK_CLIENTS; client++) {
        plain_figures expected = plain_figures_of(b, client);
        uint32_t number = portfolio_find_client(p, text_of(book_clients[client]));
        uint32_t own = rep_of_client(b, client);
        if (number == NUMBER_NONE) {
            assert_true(expected.documents == 0);
            continue;
        }
        account *a = portfolio_account(p, number);
        portfolio_refresh(p, a);
        plain_figures kept = kept_figures(&a->ledger, &a->tally, a->documents);
        expect_figures(&kept, &expected, book_clients[client]);
        assert_int_equal(a->profile.rep, own);
        plain_add(&total, &expected);
        if (own != NUMBER_NONE)
            plain_add(&by_rep[own], &expected);
    }
    plain_figures kept = kept_figures(&p->total.ledger, &p->total.tally, total.documents);
    expect_figures(&kept, &total, "the whole portfolio");
    for (uint32_t i = 0; i < p->rep_count; i++)
        expect_rep(b, i, &by_rep[i]);
}

static void run_randomly(const char *today, uint64_t seed, int steps) {
    random_books b;
    random_books_begin(&b, today, seed);
    for (int step = 0; step < steps; step++) {
        static const day jumps[] = {1, 1, 1, 2, 7, 31, 365};
        if (random_between(&b.seed, 0, 9) == 0)
            random_books_pass(&b, jumps[random_between(&b.seed, 0, 6)]);
        for (int64_t changes = random_between(&b.seed, 0, 3); changes > 0; changes--)
            random_books_change(&b);
        assert_true(portfolio_settle(b.portfolio));
        assert_true(portfolio_verify(b.portfolio));
        expect_definitions(&b);
    }
    random_books_finish(&b);
}

static void test_random_documents(void **state) {
    (void)state;
    run_randomly("2024-02-20", 1, 300);
    run_randomly("2025-02-27", 2, 300);
    run_randomly("2023-12-30", 3, 300);
}

/* After the events stop, days alone keep every figure right; nobody but who is due is touched. */
static void test_days_alone(void **state) {
    (void)state;
    random_books b;
    random_books_begin(&b, "2024-02-27", 4);
    for (int i = 0; i < 300; i++)
        random_books_change(&b);
    assert_true(portfolio_settle(b.portfolio));
    for (int i = 0; i < 1200; i++) {
        random_books_pass(&b, 1);
        assert_true(portfolio_settle(b.portfolio));
        expect_definitions(&b);
        if (i % 100 == 0)
            assert_true(portfolio_verify(b.portfolio));
    }
    random_books_finish(&b);
}

static bool same_book(const book *a, const book *b) {
    bool same = ledger_equal(&a->ledger, &b->ledger) && tally_equal(&a->tally, &b->tally);
    for (uint32_t i = 0; same && i < a->ends.count; i++)
        same = a->ends.items[i].day == b->ends.items[i].day &&
               a->ends.items[i].count == b->ends.items[i].count;
    return same && a->ends.count == b->ends.count;
}

typedef struct recording {
    portfolio *loaded;
    const portfolio *live;
} recording;

/* Posts to accounts and sellers alone, as loading does; the names get the live numbers. */
static void post_loaded(void *context, const posting *p) {
    recording *r = context;
    names *to = &r->loaded->names;
    const names *from = &r->live->names;
    while (to->clients.count < from->clients.count)
        (void)directory_number(&to->clients, directory_name(&from->clients, to->clients.count));
    while (to->reps.count < from->reps.count)
        (void)directory_number(&to->reps, directory_name(&from->reps, to->reps.count));
    assert_true(portfolio_post_account(r->loaded, p));
    assert_true(portfolio_post_seller(r->loaded, p));
}

static void test_sum_up_equals_posting(void **state) {
    (void)state;
    for (uint64_t seed = 5; seed < 25; seed++) {
        random_books b;
        random_books_begin(&b, "2025-06-15", seed);
        recording r = {portfolio_create(&b.rules, b.portfolio->windows.today, 99), b.portfolio};
        assert_non_null(r.loaded);
        b.posted = post_loaded;
        b.context = &r;
        for (int i = 0; i < 150; i++)
            random_books_change(&b);
        assert_true(portfolio_settle(b.portfolio));
        assert_true(portfolio_sum_up(r.loaded));
        assert_true(portfolio_verify(r.loaded));
        assert_true(same_book(&r.loaded->total, &b.portfolio->total));
        assert_int_equal(r.loaded->rep_count, b.portfolio->rep_count);
        for (uint32_t i = 0; i < r.loaded->rep_count; i++) {
            assert_true(same_book(&r.loaded->reps[i].book, &b.portfolio->reps[i].book));
            assert_true(ledger_equal(&r.loaded->reps[i].sold, &b.portfolio->reps[i].sold));
            assert_true(r.loaded->reps[i].documents == b.portfolio->reps[i].documents);
        }
        b.posted = NULL;
        assert_true(portfolio_advance(r.loaded, b.portfolio->windows.today + 400));
        assert_true(portfolio_verify(r.loaded));
        portfolio_destroy(r.loaded);
        random_books_finish(&b);
    }
}

static void test_verify_finds_what_is_wrong(void **state) {
    (void)state;
    random_books b;
    random_books_begin(&b, "2025-06-15", 30);
    portfolio *p = b.portfolio;
    for (int i = 0; i < 200 || p->total.ends.count == 0; i++) {
        random_books_change(&b);
        assert_true(portfolio_settle(p));
    }
    int64_t *const figures[] = {
        &p->total.ledger.trailing.revenue, &p->total.tally.backlog,
        &p->reps[0].book.tally.known,      &p->reps[1].book.ledger.revenue_year,
        &p->reps[2].sold.orders,           &portfolio_account(p, 3)->ledger.total.quantity};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        assert_true(portfolio_verify(p));
        *figures[i] += 1;
        assert_false(portfolio_verify(p));
        *figures[i] -= 1;
    }
    assert_true(portfolio_verify(p));
    p->total.ends.items[0].count++;
    assert_false(portfolio_verify(p));
    random_books_finish(&b);
}

/* More clients than one chunk holds; the dirty bits of each are its own. */
static void test_many_clients(void **state) {
    (void)state;
    enum { CLIENTS = 3 * ACCOUNT_CHUNK + 5 };
    rules r = sample_rules();
    portfolio *p = portfolio_create(&r, day_of("2025-06-15"), 1);
    assert_non_null(p);
    char name[16];
    assert_int_equal(portfolio_next_dirty(p, 0), NUMBER_NONE);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        int length = snprintf(name, sizeof name, "C-%u", i);
        assert_int_equal(directory_number(&p->names.clients, (text){name, (uint32_t)length}), i);
        if (i == 0)
            assert_true(portfolio_make_room(p));
    }
    account *first = portfolio_account(p, 0);
    assert_true(portfolio_make_room(p));
    assert_ptr_equal(portfolio_account(p, 0), first);
    assert_int_equal(p->account_count, CLIENTS);
    assert_int_equal(portfolio_next_dirty(p, 0), NUMBER_NONE);
    static const uint32_t some[] = {0, 63, 64, 1023, 1024, 2048, 3071, 3072, CLIENTS - 1};
    for (size_t i = 0; i < 9; i++) {
        portfolio_mark_dirty(p, some[i]);
        portfolio_mark_dirty(p, some[i]);
    }
    assert_int_equal(p->dirty_count, 9);
    uint32_t next = 0;
    for (size_t i = 0; i < 9; i++) {
        next = portfolio_next_dirty(p, next);
        assert_int_equal(next++, some[i]);
    }
    assert_int_equal(portfolio_next_dirty(p, next), NUMBER_NONE);
    for (size_t i = 0; i < 9; i++) {
        portfolio_mark_clean(p, some[i]);
        portfolio_mark_clean(p, some[i]);
    }
    assert_int_equal(p->dirty_count, 0);
    assert_int_equal(portfolio_next_dirty(p, 0), NUMBER_NONE);
    assert_int_equal(portfolio_find_client(p, text_of("C-7")),
                     NUMBER_NONE); /* no document names it */
    portfolio_destroy(p);
    portfolio_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_documents),
        cmocka_unit_test(test_days_alone),
        cmocka_unit_test(test_sum_up_equals_posting),
        cmocka_unit_test(test_verify_finds_what_is_wrong),
        cmocka_unit_test(test_many_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* journal_table_test.c - postings by commit: kept in order, trimmed from the oldest, folded into what is behind. */
#include "tests/unit/support/journalled_books.h"
#include "tests/unit/support/same_portfolio.h"

static void put_commits(temporary_store *s, uint64_t first, uint64_t last) {
    for (uint64_t commit = first; commit <= last; commit++)
        journal_table_put(s->t, commit, text_of("postings"));
    expect_ok(s);
}

static void expect_commits(temporary_store *s, uint64_t first, uint64_t last) {
    text key;
    text value;
    walk *w = walk_open(s->t, TABLE_JOURNAL);
    lookup found = walk_from(w, (text){NULL, 0}, &key, &value);
    for (uint64_t commit = first; commit <= last; commit++) {
        assert_int_equal(found, LOOKUP_FOUND);
        record_reader r = record_reader_of(key);
        assert_true(read_key_u64(&r) == commit);
        found = walk_next(w, &key, &value);
    }
    assert_int_equal(found, LOOKUP_ABSENT);
    walk_close(w);
}

static void test_trim(void **state) {
    temporary_store *s = *state;
    journal_table_put(s->t, 1, (text){NULL, 0}); /* a commit without postings leaves no row */
    assert_int_equal(transaction_entries(s->t, TABLE_JOURNAL), 0);
    journal_table_trim(s->t, UINT64_MAX, 10);
    put_commits(s, 250, 270); /* the byte that counts changes at 256 */
    journal_table_trim(s->t, 249, 100);
    expect_commits(s, 250, 270);
    journal_table_trim(s->t, 260, 3);
    expect_commits(s, 253, 270);
    journal_table_trim(s->t, 260, 0);
    expect_commits(s, 253, 270);
    journal_table_trim(s->t, 260, 100);
    temporary_store_reopen(s);
    expect_commits(s, 261, 270);
    journal_table_trim(s->t, UINT64_MAX, 10);
    expect_commits(s, 1, 0);
    put_commits(s, 271, 272);
    expect_commits(s, 271, 272);
    expect_ok(s);
}

static portfolio *load_names(const random_books *b) {
    portfolio *p = portfolio_create(&b->rules, b->portfolio->windows.today, 55);
    assert_non_null(p);
    const directory *const from[] = {&b->portfolio->names.clients, &b->portfolio->names.reps,
                                     &b->portfolio->names.categories};
    directory *const to[] = {&p->names.clients, &p->names.reps, &p->names.categories};
    for (int list = 0; list < 3; list++) {
        for (uint32_t i = 0; i < from[list]->count; i++)
            assert_int_equal(directory_number(to[list], directory_name(from[list], i)), i);
    }
    assert_true(portfolio_make_room(p));
    return p;
}

/* The whole journal over empty accounts is the live portfolio. */
static void test_replay_of_all(void **state) {
    temporary_store *s = *state;
    journalled_books j;
    journalled_books_begin(&j, s, 41);
    for (int i = 0; i < 60; i++)
        journalled_books_change(&j);
    portfolio *p = load_names(&j.books);
    assert_true(journal_table_replay(s->t, p));
    assert_true(portfolio_sum_up(p));
    assert_true(portfolio_verify(p));
    expect_same_portfolio(p, j.books.portfolio);
    portfolio_destroy(p);
    journalled_books_finish(&j);
}

/* What an account or a rep already covers is not folded in twice. */
static void test_replay_skips_what_is_covered(void **state) {
    temporary_store *s = *state;
    journalled_books j;
    journalled_books_begin(&j, s, 42);
    for (int i = 0; i < 20; i++)
        journalled_books_change(&j);
    portfolio *p = load_names(&j.books);
    for (uint32_t i = 0; i < p->account_count; i++)
        portfolio_account(p, i)->upto = i % 2 == 0 ? j.commit : 0;
    for (uint32_t i = 0; i < p->rep_count; i++)
        p->reps[i].upto = i % 2 == 0 ? j.commit : 0;
    assert_true(journal_table_replay(s->t, p));
    for (uint32_t i = 0; i < p->account_count; i++) {
        account *a = portfolio_account(p, i);
        account *live = portfolio_account(j.books.portfolio, i);
        portfolio_refresh(p, a);
        portfolio_refresh(p, live);
        assert_true(a->documents == (i % 2 == 0 ? 0 : live->documents));
        assert_int_equal(ledger_equal(&a->ledger, &live->ledger),
                         i % 2 == 1 || live->ledger.sale_count == 0);
        assert_int_equal(a->index_changes.length, i % 2 == 0 ? 0 : live->index_changes.length);
        uint32_t dirty = portfolio_next_dirty(p, i);
        assert_true(i % 2 == 1 ? dirty == i : dirty != i);
    }
    for (uint32_t i = 0; i < p->rep_count; i++) {
        assert_true(p->reps[i].documents ==
                    (i % 2 == 0 ? 0 : j.books.portfolio->reps[i].documents));
        assert_int_equal(p->reps[i].dirty, i % 2 == 1);
    }
    portfolio_destroy(p);
    journalled_books_finish(&j);
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    journalled_books j;
    journalled_books_begin(&j, s, 43);
    for (int i = 0; i < 10; i++)
        journalled_books_change(&j);
    temporary_store_commit(s);
    static const text records[] = {
        {"\x08\0\0", 3}, {"\4\0\0", 3}, {"\4\x7f\0\2", 4}, {"\4\0\0\2\4", 5}};
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        portfolio *p = load_names(&j.books);
        journal_table_put(s->t, 77, records[i]);
        assert_false(journal_table_replay(s->t, p));
        assert_non_null(strstr(transaction_error(s->t), "journal of commit 77 cannot be read"));
        expect_damaged(s);
        portfolio_destroy(p);
    }
    journalled_books_finish(&j);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_trim),
        STORE_TEST(test_replay_of_all),
        STORE_TEST(test_replay_skips_what_is_covered),
        STORE_TEST(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

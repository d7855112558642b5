/* recovery_test.c - whatever part of the accounts was written when it stopped, what is loaded is what was live. */
#include "tests/unit/support/journalled_books.h"
#include "tests/unit/support/same_portfolio.h"

#include "store/document_table.h"
#include "store/recovery.h"

/* A crash: the live portfolio is lost and loaded again, in a store that was opened anew. */
static void crash(journalled_books *j) {
    temporary_store *s = j->home;
    random_books *b = &j->books;
    temporary_store_reopen(s);
    names_stored stored;
    portfolio *loaded = recovery_load(
        s->t, &b->rules, &(store_state){.today = b->portfolio->windows.today}, j->commit, &stored);
    expect_ok(s);
    assert_non_null(loaded);
    assert_true(stored.clients == j->stored.clients && stored.reps == j->stored.reps);
    assert_int_equal(stored.categories, j->stored.categories);
    assert_true(portfolio_verify(loaded));
    expect_same_portfolio(loaded, b->portfolio);
    portfolio_destroy(b->portfolio);
    b->portfolio = loaded;
}

/* Each client's index lists its documents and nothing else. */
static void expect_index(journalled_books *j) {
    random_books *b = &j->books;
    uint64_t listed = 0;
    for (uint32_t i = 0; i < BOOK_DOCUMENTS; i++) {
        const document *d = &b->documents[i].document;
        if (d->state == VERB_NONE || d->kind == KIND_CLIENT)
            continue;
        uint32_t client = directory_find(&b->portfolio->names.clients, d->body.client);
        indexed_document at = {.date = DAY_NONE};
        bool found = false;
        while (!found && document_index_older(j->home->t, client, &at) == LOOKUP_FOUND)
            found = at.date == d->body.date && at.kind == d->kind &&
                    text_equal((text){at.id, at.id_length}, d->id);
        assert_true(found);
        listed++;
    }
    assert_true(transaction_entries(j->home->t, TABLE_INDEX) == listed);
}

static void run_with_crashes(temporary_store *s, uint64_t seed, int percent) {
    journalled_books j;
    journalled_books_begin(&j, s, seed);
    for (int i = 0; i < 120; i++) {
        journalled_books_change(&j);
        journalled_books_write(&j, percent);
        if (random_between(&j.books.seed, 0, 9) == 0)
            crash(&j);
        else if (random_between(&j.books.seed, 0, 2) == 0)
            temporary_store_commit(s);
    }
    crash(&j);
    journalled_books_write(&j, 100);
    assert_int_equal(j.books.portfolio->dirty_count, 0);
    expect_index(&j);
    journal_table_trim(s->t, j.commit, UINT32_MAX);
    assert_int_equal(transaction_entries(s->t, TABLE_JOURNAL), 0);
    crash(&j);
    assert_int_equal(j.books.portfolio->dirty_count, 0);
    journalled_books_finish(&j);
}

static void test_nothing_written(void **state) {
    run_with_crashes(*state, 51, 0);
}

static void test_a_part_written(void **state) {
    run_with_crashes(*state, 52, 20);
}

static void test_another_part_written(void **state) {
    run_with_crashes(*state, 53, 20);
}

static void test_most_written(void **state) {
    run_with_crashes(*state, 54, 80);
}

static void test_all_written(void **state) {
    run_with_crashes(*state, 55, 100);
}

/* What an aborted transaction wrote and trimmed is not there. */
static void test_after_an_abort(void **state) {
    temporary_store *s = *state;
    journalled_books j;
    journalled_books_begin(&j, s, 56);
    for (int i = 0; i < 10; i++)
        journalled_books_change(&j);
    temporary_store_commit(s);
    journalled_books_write(&j, 50);
    journal_table_trim(s->t, j.commit, 5);
    temporary_store_drop(s);
    crash(&j);
    journalled_books_finish(&j);
}

static void test_an_empty_store(void **state) {
    temporary_store *s = *state;
    journalled_books j;
    journalled_books_begin(&j, s, 57);
    crash(&j);
    assert_int_equal(j.books.portfolio->account_count, 0);
    journalled_books_finish(&j);
}

static void test_damage_is_told(void **state) {
    temporary_store *s = *state;
    journalled_books j;
    names_stored stored;
    journalled_books_begin(&j, s, 58);
    for (int i = 0; i < 10; i++)
        journalled_books_change(&j);
    journalled_books_write(&j, 50);
    temporary_store_commit(s);
    static const table tables[] = {TABLE_ACCOUNTS, TABLE_SELLERS, TABLE_JOURNAL};
    for (size_t i = 0; i < 3; i++) {
        text key;
        text value;
        walk *w = walk_open(s->t, tables[i]);
        assert_int_equal(walk_from(w, (text){NULL, 0}, &key, &value), LOOKUP_FOUND);
        char copy[8];
        memcpy(copy, key.bytes, key.length);
        walk_close(w);
        transaction_put(s->t, tables[i], (text){copy, key.length}, text_of("\xff\xff nonsense"));
        assert_null(recovery_load(s->t, &j.books.rules,
                                  &(store_state){.today = j.books.portfolio->windows.today}, 1,
                                  &stored));
        expect_damaged(s);
    }
    transaction_fail(s->t, STORE_FAILED, "before");
    assert_null(recovery_load(s->t, &j.books.rules,
                              &(store_state){.today = j.books.portfolio->windows.today}, 1,
                              &stored));
    journalled_books_finish(&j);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_nothing_written),      STORE_TEST(test_a_part_written),
        STORE_TEST(test_another_part_written), STORE_TEST(test_most_written),
        STORE_TEST(test_all_written),          STORE_TEST(test_after_an_abort),
        STORE_TEST(test_an_empty_store),       STORE_TEST(test_damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

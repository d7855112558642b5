/* account_table_test.c - names, accounts and own sales are written in pieces and loaded whole. */
#include "tests/unit/support/random_books.h"
#include "tests/unit/support/same_portfolio.h"
#include "tests/unit/support/temporary_store.h"

#include "store/account_table.h"
#include "store/document_table.h"

/* Writes everything, names in two pieces. */
static void write_all(temporary_store *s, portfolio *p, names_stored *stored) {
    name_table_put(s->t, &s->scratch, &p->names, stored);
    for (uint32_t i = 0; i < p->account_count; i++)
        account_table_put(s->t, &s->scratch, i, portfolio_account(p, i));
    for (uint32_t i = 0; i < p->rep_count; i++)
        seller_table_put(s->t, &s->scratch, i, &p->reps[i]);
    expect_ok(s);
}

static portfolio *load(temporary_store *s, const random_books *b) {
    names_stored stored;
    portfolio *p = portfolio_create(&b->rules, b->portfolio->windows.today, 77);
    assert_non_null(p);
    if (!account_tables_load(s->t, p, &stored)) {
        portfolio_destroy(p);
        return NULL;
    }
    assert_int_equal(stored.clients, p->names.clients.count);
    assert_int_equal(stored.reps, p->names.reps.count);
    assert_int_equal(stored.categories, p->names.categories.count);
    return p;
}

static void test_write_and_load(void **state) {
    temporary_store *s = *state;
    random_books b;
    names_stored stored = {0};
    random_books_begin(&b, "2025-06-15", 31);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 40; i++)
            random_books_change(&b);
        assert_true(portfolio_settle(b.portfolio));
        write_all(s, b.portfolio, &stored);
        temporary_store_reopen(s);
        portfolio *loaded = load(s, &b);
        assert_non_null(loaded);
        assert_true(portfolio_sum_up(loaded));
        assert_true(portfolio_verify(loaded));
        expect_same_portfolio(loaded, b.portfolio);
        portfolio_destroy(loaded);
    }
    random_books_finish(&b);
}

static void test_an_empty_store(void **state) {
    temporary_store *s = *state;
    random_books b;
    random_books_begin(&b, "2025-06-15", 1);
    portfolio *loaded = load(s, &b);
    assert_non_null(loaded);
    assert_true(portfolio_sum_up(loaded));
    expect_same_portfolio(loaded, b.portfolio);
    portfolio_destroy(loaded);
    random_books_finish(&b);
}

static void expect_load_damaged(temporary_store *s, const random_books *b, const char *sentence) {
    assert_null(load(s, b));
    if (strstr(transaction_error(s->t), sentence) == NULL)
        fail_msg("`%s` does not say `%s`", transaction_error(s->t), sentence);
    expect_damaged(s);
}

static text number_key(temporary_store *s, int list, uint32_t number) {
    record_writer_clear(&s->scratch);
    if (list >= 0)
        write_u8(&s->scratch, (uint8_t)list);
    write_key_u32(&s->scratch, number);
    return record_written(&s->scratch);
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    random_books b;
    names_stored stored = {0};
    random_books_begin(&b, "2025-06-15", 32);
    for (int i = 0; i < 200; i++)
        random_books_change(&b);
    assert_true(portfolio_settle(b.portfolio));
    write_all(s, b.portfolio, &stored);
    temporary_store_commit(s);
    transaction_delete(s->t, TABLE_NAMES, number_key(s, 0, 1));
    expect_load_damaged(s, &b, "a gap");
    transaction_put(s->t, TABLE_NAMES, number_key(s, 3, 0), text_of("x"));
    expect_load_damaged(s, &b, "a gap");
    transaction_put(s->t, TABLE_NAMES, text_of("\1"), text_of("x"));
    expect_load_damaged(s, &b, "a gap");
    transaction_put(s->t, TABLE_NAMES, number_key(s, 1, 1),
                    directory_name(&b.portfolio->names.reps, 0));
    expect_load_damaged(s, &b, "stored twice");
    transaction_put(s->t, TABLE_ACCOUNTS, number_key(s, -1, 2), text_of("nonsense"));
    expect_load_damaged(s, &b, "account of client 2 cannot be read");
    transaction_put(s->t, TABLE_SELLERS, number_key(s, -1, 0), text_of("nonsense"));
    expect_load_damaged(s, &b, "sales of rep 0 cannot be read");
    text value;
    assert_int_equal(transaction_get(s->t, TABLE_ACCOUNTS, number_key(s, -1, 0), &value),
                     LOOKUP_FOUND);
    char *copy = malloc(value.length);
    assert_non_null(copy);
    memcpy(copy, value.bytes, value.length);
    transaction_put(s->t, TABLE_ACCOUNTS, number_key(s, -1, BOOK_CLIENTS),
                    (text){copy, value.length});
    free(copy);
    expect_load_damaged(s, &b, "account of client 8"); /* a number without a name */
    random_books_finish(&b);
}

/* The index is written with the account, in the order in which its changes came. */
static void test_index_changes(void **state) {
    temporary_store *s = *state;
    account a;
    account_init(&a, 0);
    const document_reference in = {1, 10, KIND_ORDER, {"O-1", 3}};
    const document_reference out = {-1, 10, KIND_ORDER, {"O-1", 3}};
    const document_reference moved = {1, 20, KIND_ORDER, {"O-1", 3}};
    const document_reference record = {1, 30, KIND_CLIENT, {"C-1", 3}};
    assert_true(account_index_later(&a, &in));
    assert_true(account_index_later(&a, &record)); /* not a document of the index */
    account_table_put(s->t, &s->scratch, 4, &a);
    assert_int_equal(a.index_changes.length, 0);
    assert_int_equal(transaction_entries(s->t, TABLE_INDEX), 1);
    assert_true(account_index_later(&a, &out) && account_index_later(&a, &moved));
    assert_true(account_index_later(&a, &in) && account_index_later(&a, &out));
    assert_int_equal(transaction_entries(s->t, TABLE_INDEX), 1);
    account_table_put(s->t, &s->scratch, 4, &a);
    indexed_document at = {.date = DAY_NONE};
    assert_int_equal(document_index_older(s->t, 4, &at), LOOKUP_FOUND);
    assert_true(at.date == 20 && at.kind == KIND_ORDER);
    assert_int_equal(document_index_older(s->t, 4, &at), LOOKUP_ABSENT);
    expect_ok(s);
    account_finish(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_write_and_load),
        STORE_TEST(test_an_empty_store),
        STORE_TEST(test_damage),
        STORE_TEST(test_index_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

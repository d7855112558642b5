/* clientele-check finds nothing wrong in kept books, and every kind of value that is changed behind the daemon's back,
 * checksum and all. */
#include "tools/clientele_check/compare.h"

#include "store/account_record.h"
#include "store/account_table.h"
#include "store/billing_table.h"
#include "store/recovery.h"
#include "tests/unit/support/kept_books.h"

typedef struct findings {
    uint64_t count;
    char first[512];
} findings;

static void note(void *context, const char *sentence) {
    findings *f = context;
    if (f->count++ == 0) {
        (void)snprintf(f->first, sizeof f->first, "%s", sentence);
    }
}

static findings check(kept_books *books) {
    char error[STORE_ERROR_SIZE];
    findings f = {0};
    check_report report = {.difference = note, .context = &f};
    if (!check_store(books->context.keeper->store, &books->config, &report, error)) {
        fail_msg("%s", error);
    }
    assert_int_equal(report.differences, f.count);
    return f;
}

static void open_with_business(kept_books *books) {
    kept_books_open(books, "clock: wall\n");
    kept_books_tell(books, "client.updated",
                    "{\"client\":\"C-1\",\"name\":\"Acme\",\"rep\":\"anna\"}");
    kept_books_tell(
        books, "order.placed",
        "{\"id\":\"CMD-1\",\"client\":\"C-1\",\"date\":\"2026-03-01\",\"amount\":\"100.00\"}");
    kept_books_tell(books, "invoice.issued",
                    "{\"id\":\"F-1\",\"client\":\"C-1\",\"date\":\"2026-03-02\",\"order\":\"CMD-"
                    "1\",\"rep\":\"anna\","
                    "\"lines\":[{\"category\":\"Paper\",\"quantity\":\"2\",\"amount\":\"60.00\","
                    "\"cost\":\"30\"}]}");
    kept_books_tell(
        books, "contract.signed",
        "{\"id\":\"K-1\",\"client\":\"C-1\",\"date\":\"2026-03-02\",\"start\":\"2026-03-02\"}");
    kept_books_tell(
        books, "order.placed",
        "{\"id\":\"CMD-2\",\"client\":\"C-1\",\"date\":\"2026-09-01\",\"amount\":\"1.00\"}");
}

static void tidy(kept_books *books) {
    uint32_t left = 1;
    while (left > 0) {
        assert_int_equal(bookkeeper_tidy(books->context.keeper, 100, &left), STORE_OK);
    }
}

static transaction *begin(kept_books *books) {
    return transaction_begin(books->context.keeper->store, false);
}

static void commit(transaction *t) {
    char error[STORE_ERROR_SIZE];
    if (transaction_commit(t, error) != STORE_OK) {
        fail_msg("%s", error);
    }
}

static void nothing_is_wrong_behind_or_tidied(void **state) {
    (void)state;
    kept_books books;
    open_with_business(&books);
    assert_int_equal(check(&books).count, 0); /* accounts are behind, the journal bridges */
    tidy(&books);
    assert_int_equal(check(&books).count, 0);
    kept_books_close(&books);
}

static void a_changed_account_is_found_and_named(void **state) {
    (void)state;
    kept_books books;
    record_writer w = {0};
    names_stored stored;
    open_with_business(&books);
    tidy(&books);
    transaction *t = begin(&books);
    portfolio *p = recovery_load(t, &books.config.rules,
                                 &(store_state){.today = day_of("2026-03-31")}, 1, &stored);
    assert_non_null(p);
    account *a = portfolio_account(p, 0);
    assert_true(a->ledger.sale_count == 1);
    a->ledger.sales[0].sums.revenue += 1;
    account_table_put(t, &w, 0, a);
    commit(t);
    findings f = check(&books);
    assert_true(f.count > 0);
    assert_non_null(
        strstr(f.first, "client C-1: revenue.total is 6001 in the store, 6000 from its documents"));
    portfolio_destroy(p);
    record_writer_finish(&w);
    kept_books_close(&books);
}

static void a_changed_seller_is_found(void **state) {
    (void)state;
    kept_books books;
    record_writer w = {0};
    names_stored stored;
    open_with_business(&books);
    tidy(&books);
    transaction *t = begin(&books);
    portfolio *p = recovery_load(t, &books.config.rules,
                                 &(store_state){.today = day_of("2026-03-31")}, 1, &stored);
    assert_non_null(p);
    p->reps[0].documents += 1;
    seller_table_put(t, &w, 0, &p->reps[0]);
    commit(t);
    assert_non_null(
        strstr(check(&books).first, "rep anna: documents is 2 in the store, 1 from its documents"));
    portfolio_destroy(p);
    record_writer_finish(&w);
    kept_books_close(&books);
}

static void a_changed_billing_is_found(void **state) {
    (void)state;
    kept_books books;
    record_writer w = {0};
    open_with_business(&books);
    transaction *t = begin(&books);
    billing_table_put(t, &w, text_of("CMD-1"),
                      &(order_billing){.client = 0, .ordered = 10000, .billed = 5999});
    commit(t);
    assert_non_null(strstr(check(&books).first, "order CMD-1: billed is 5999 in the store, 6000"));
    record_writer_finish(&w);
    kept_books_close(&books);
}

static void lost_entries_are_found(void **state) {
    (void)state;
    static const table lists[] = {TABLE_INDEX, TABLE_PENDING, TABLE_BILLING, TABLE_SELLERS};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        kept_books books;
        open_with_business(&books);
        tidy(&books);
        assert_int_equal(check(&books).count, 0);
        transaction *t = begin(&books);
        transaction_clear(t, lists[i]);
        commit(t);
        assert_true(check(&books).count > 0);
        kept_books_close(&books);
    }
}

static void a_lost_document_is_found(void **state) {
    (void)state;
    kept_books books;
    open_with_business(&books);
    tidy(&books);
    transaction *t = begin(&books);
    transaction_delete(t, TABLE_DOCUMENTS,
                       (text){"\x03"
                              "F-1",
                              4});
    commit(t);
    assert_true(check(&books).count > 0);
    kept_books_close(&books);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_wrong_behind_or_tidied),
        cmocka_unit_test(a_changed_account_is_found_and_named),
        cmocka_unit_test(a_changed_seller_is_found),
        cmocka_unit_test(a_changed_billing_is_found),
        cmocka_unit_test(lost_entries_are_found),
        cmocka_unit_test(a_lost_document_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

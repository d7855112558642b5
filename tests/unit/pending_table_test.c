/* pending_table_test.c - the documents to come, taken when their day has. */
#include "tests/unit/support/temporary_store.h"

#include "store/pending_table.h"

static void put(temporary_store *s, day d, document_kind kind, const char *id) {
    pending_table_put(s->t, &s->scratch, d, kind, text_of(id));
    expect_ok(s);
}

static void expect_taken(temporary_store *s, day through, day d, document_kind kind,
                         const char *id) {
    indexed_document taken;
    assert_int_equal(pending_table_take(s->t, through, &taken), LOOKUP_FOUND);
    assert_int_equal(taken.date, d);
    assert_int_equal(taken.kind, kind);
    expect_text((text){taken.id, taken.id_length}, id);
}

static void expect_none(temporary_store *s, day through) {
    indexed_document taken;
    assert_int_equal(pending_table_take(s->t, through, &taken), LOOKUP_ABSENT);
    expect_ok(s);
}

static void test_by_day(void **state) {
    temporary_store *s = *state;
    expect_none(s, DAY_MAX);
    put(s, 300, KIND_ORDER, "late");
    put(s, 5, KIND_INVOICE, "F-1");
    put(s, -5, KIND_INVOICE, "before 1970");
    put(s, 5, KIND_ORDER, "O-1");
    put(s, 5, KIND_ORDER, "O-1");
    put(s, 5, KIND_ORDER, "gone");
    put(s, DAY_MAX, KIND_QUOTE, "last");
    pending_table_delete(s->t, &s->scratch, 5, KIND_ORDER, text_of("gone"));
    pending_table_delete(s->t, &s->scratch, 6, KIND_ORDER, text_of("O-1"));
    temporary_store_reopen(s);
    expect_none(s, -6);
    expect_taken(s, -5, -5, KIND_INVOICE, "before 1970");
    expect_none(s, 4);
    expect_taken(s, 5, 5, KIND_ORDER, "O-1");
    expect_taken(s, 299, 5, KIND_INVOICE, "F-1");
    expect_none(s, 299);
    temporary_store_reopen(s);
    expect_taken(s, DAY_MAX, 300, KIND_ORDER, "late");
    expect_taken(s, DAY_MAX, DAY_MAX, KIND_QUOTE, "last");
    expect_none(s, DAY_MAX);
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    static const text keys[] = {{"\x80\0\0\0\x07id", 7}, {"\x80\0\0\0\x02", 5}, {"\x80\0", 2}};
    for (size_t i = 0; i < 3; i++) {
        indexed_document taken;
        transaction_put(s->t, TABLE_PENDING, keys[i], (text){NULL, 0});
        assert_int_equal(pending_table_take(s->t, DAY_MAX, &taken), LOOKUP_FAILED);
        expect_damaged(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {STORE_TEST(test_by_day), STORE_TEST(test_damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

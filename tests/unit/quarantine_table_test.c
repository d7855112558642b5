/* quarantine_table_test.c - refused events whole, newest first, deleted one by one. */
#include "tests/unit/support/temporary_store.h"

#include "store/quarantine_table.h"

static refused_event refused(uint64_t number, const char *raw) {
    return (refused_event){.number = number,
                           .received = INT64_C(1772445240000000000) + (int64_t)number,
                           .reason = REASON_BAD_DATE,
                           .source = text_of("/billing"),
                           .event_id = text_of("inv-1"),
                           .name_space = text_of("b:"),
                           .explanation = text_of("data.date is 2026-02-30"),
                           .raw = text_of(raw),
                           .raw_bytes = strlen(raw)};
}

static void expect_same(const refused_event *a, const refused_event *b) {
    assert_true(a->number == b->number && a->received == b->received && a->reason == b->reason);
    assert_true(text_equal(a->source, b->source) && text_equal(a->event_id, b->event_id));
    assert_true(text_equal(a->name_space, b->name_space) &&
                text_equal(a->explanation, b->explanation));
    assert_true(text_equal(a->raw, b->raw) && a->raw_bytes == b->raw_bytes);
}

static void test_put_get_delete(void **state) {
    temporary_store *s = *state;
    refused_event got;
    refused_event whole = refused(1, "{\"specversion\":\"1.0\"}");
    refused_event bare = {.number = 2, .received = INT64_MIN, .raw_bytes = UINT64_MAX};
    quarantine_table_put(s->t, &whole);
    quarantine_table_put(s->t, &bare);
    temporary_store_reopen(s);
    assert_int_equal(quarantine_table_get(s->t, 1, &got), LOOKUP_FOUND);
    expect_same(&got, &whole);
    assert_int_equal(quarantine_table_get(s->t, 2, &got), LOOKUP_FOUND);
    expect_same(&got, &bare);
    assert_int_equal(quarantine_table_get(s->t, 3, &got), LOOKUP_ABSENT);
    quarantine_table_delete(s->t, 1);
    quarantine_table_delete(s->t, 1);
    assert_int_equal(quarantine_table_get(s->t, 1, &got), LOOKUP_ABSENT);
    expect_ok(s);
}

static void test_newest_first(void **state) {
    temporary_store *s = *state;
    refused_event got;
    assert_int_equal(quarantine_table_older(s->t, UINT64_MAX, &got), LOOKUP_ABSENT);
    for (uint64_t number = 1; number <= 600; number++) {
        refused_event e = refused(number, "raw");
        quarantine_table_put(s->t, &e);
        if (number % 3 == 0)
            quarantine_table_delete(s->t, number - 1);
    }
    uint64_t below = UINT64_MAX;
    for (uint64_t number = 600; number > 0; number--) {
        if (number % 3 == 2)
            continue;
        assert_int_equal(quarantine_table_older(s->t, below, &got), LOOKUP_FOUND);
        assert_true(got.number == number);
        below = number;
    }
    assert_int_equal(quarantine_table_older(s->t, below, &got), LOOKUP_ABSENT);
    assert_int_equal(quarantine_table_older(s->t, 0, &got), LOOKUP_ABSENT);
    expect_ok(s);
}

static void test_a_large_message(void **state) {
    temporary_store *s = *state;
    enum { BYTES = 16 << 20 };
    char *raw = malloc(BYTES + 1);
    assert_non_null(raw);
    memset(raw, '{', BYTES);
    raw[BYTES] = '\0';
    refused_event e = refused(9, raw);
    refused_event got;
    quarantine_table_put(s->t, &e);
    temporary_store_reopen(s);
    assert_int_equal(quarantine_table_get(s->t, 9, &got), LOOKUP_FOUND);
    expect_same(&got, &e);
    free(raw);
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    refused_event got = refused(7, "untouched");
    const text key = {"\0\0\0\0\0\0\0\1", 8};
    static const text values[] = {{"\0", 1}, {"\0\xff\0\0\0\0\0\0", 8}, {"\0\1\0\0\0\0\0\0x", 9}};
    for (size_t i = 0; i < 3; i++) {
        transaction_put(s->t, TABLE_QUARANTINE, key, values[i]);
        assert_int_equal(quarantine_table_get(s->t, 1, &got), LOOKUP_FAILED);
        assert_non_null(strstr(transaction_error(s->t), "refused event 1 "));
        expect_damaged(s);
    }
    expect_text(got.raw, "untouched");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_put_get_delete),
        STORE_TEST(test_newest_first),
        STORE_TEST(test_a_large_message),
        STORE_TEST(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

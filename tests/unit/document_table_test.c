/* document_table_test.c - documents by kind and id, long scans in pieces, and each client's documents by date. */
#include "tests/unit/support/sample.h"
#include "tests/unit/support/temporary_store.h"

#include "portfolio/limits.h"
#include "store/document_table.h"

static void put(temporary_store *s, document_kind kind, text id, int64_t amount) {
    document_line l = {.amount = amount};
    document d = sample_document(kind, VERB_AMENDED, "x", "C-1", day_of("2026-03-02"));
    d.id = id;
    d.body.lines = &l;
    d.body.line_count = 1;
    document_table_put(s->t, &s->scratch, &d);
    expect_ok(s);
}

static void expect_amount(temporary_store *s, document_kind kind, text id, int64_t amount) {
    document_room room = {0};
    document d;
    assert_int_equal(document_table_get(s->t, kind, id, &room, &d), LOOKUP_FOUND);
    assert_int_equal(d.kind, kind);
    assert_true(text_equal(d.id, id));
    assert_true(d.body.lines[0].amount == amount);
    document_room_finish(&room);
}

static void test_put_and_get(void **state) {
    temporary_store *s = *state;
    document_room room = {0};
    document d;
    char longest[ID_BYTES_MAX + NAMESPACE_BYTES_MAX];
    memset(longest, 'i', sizeof longest);
    put(s, KIND_INVOICE, text_of("1"), 100);
    put(s, KIND_ORDER, text_of("1"), 200);
    put(s, KIND_ORDER, text_of("10"), 300);
    put(s, KIND_ORDER, (text){longest, sizeof longest}, 400);
    put(s, KIND_ORDER, text_of("1"), 201);
    temporary_store_reopen(s);
    expect_amount(s, KIND_INVOICE, text_of("1"), 100);
    expect_amount(s, KIND_ORDER, text_of("1"), 201);
    expect_amount(s, KIND_ORDER, text_of("10"), 300);
    expect_amount(s, KIND_ORDER, (text){longest, sizeof longest}, 400);
    assert_int_equal(document_table_get(s->t, KIND_QUOTE, text_of("1"), &room, &d), LOOKUP_ABSENT);
    assert_true(d.kind == KIND_QUOTE && d.state == VERB_NONE && !d.has_body);
    expect_text(d.id, "1");
    document_room_finish(&room);
}

/* The document's texts are in the room: a put that moves pages does not touch them. */
static void test_read_outlives_puts(void **state) {
    temporary_store *s = *state;
    document_room room = {0};
    document d;
    put(s, KIND_ORDER, text_of("first"), 1);
    assert_int_equal(document_table_get(s->t, KIND_ORDER, text_of("first"), &room, &d),
                     LOOKUP_FOUND);
    char id[16];
    for (int i = 0; i < 2000; i++) {
        int length = snprintf(id, sizeof id, "O-%d", i);
        put(s, KIND_ORDER, (text){id, (uint32_t)length}, i);
    }
    expect_text(d.body.client, "C-1");
    document_table_put(s->t, &s->scratch, &d); /* back where it was read from */
    expect_amount(s, KIND_ORDER, text_of("first"), 1);
    document_room_finish(&room);
}

static void test_scan_in_pieces(void **state) {
    temporary_store *s = *state;
    enum { COUNT = 500 };
    bool seen[COUNT] = {false};
    char id[16];
    for (int i = 0; i < COUNT; i++) {
        int length = snprintf(id, sizeof id, "%d", i);
        put(s, (document_kind)(KIND_QUOTE + i % 4), (text){id, (uint32_t)length}, i);
    }
    char after[DOCUMENT_AFTER_SIZE];
    uint32_t after_length = 0;
    document_room room = {0};
    document d;
    document_kind kind = KIND_CLIENT;
    int count = 0;
    while (document_table_next(s->t, after, &after_length, &room, &d) == LOOKUP_FOUND) {
        int64_t number = d.body.lines[0].amount;
        int length = snprintf(id, sizeof id, "%d", (int)number);
        assert_true(text_equal(d.id, (text){id, (uint32_t)length}));
        assert_int_equal(d.kind, KIND_QUOTE + number % 4);
        assert_true(d.kind >= kind);
        kind = d.kind;
        assert_false(seen[number]);
        seen[number] = true;
        count++;
        if (count % 7 == 0)
            temporary_store_commit(s); /* the scan goes on in the next transaction */
        if (count == 100)              /* what it stands on may go */
            transaction_delete(s->t, TABLE_DOCUMENTS, (text){after, after_length});
    }
    expect_ok(s);
    assert_int_equal(count, COUNT);
    document_room_finish(&room);
}

/* A sealed value that is no document, and a key of no kind. */
static void test_damage(void **state) {
    temporary_store *s = *state;
    document_room room = {0};
    document d;
    const text key = {"\x02"
                      "O-1",
                      4};
    transaction_put(s->t, TABLE_DOCUMENTS, key, text_of("nonsense"));
    assert_int_equal(document_table_get(s->t, KIND_ORDER, text_of("O-1"), &room, &d),
                     LOOKUP_FAILED);
    assert_non_null(strstr(transaction_error(s->t), "order `O-1`"));
    expect_damaged(s);
    static const text keys[] = {{"\x07"
                                 "a",
                                 2},
                                {"\x80"
                                 "a",
                                 2},
                                {"\xff"
                                 "a",
                                 2},
                                {"\x02", 1}};
    for (size_t i = 0; i < 4; i++) {
        char after[DOCUMENT_AFTER_SIZE];
        uint32_t length = 0;
        transaction_put(s->t, TABLE_DOCUMENTS, keys[i], text_of("nonsense"));
        assert_int_equal(document_table_next(s->t, after, &length, &room, &d), LOOKUP_FAILED);
        expect_damaged(s);
    }
    document_room_finish(&room);
}

static void index_document(temporary_store *s, uint32_t client, int times, day date,
                           document_kind kind, const char *id) {
    document_reference r = {times, date, kind, text_of(id)};
    document_index_set(s->t, &s->scratch, client, &r);
    expect_ok(s);
}

static void expect_index(temporary_store *s, uint32_t client, const char *const ids[], int count) {
    indexed_document at = {.date = DAY_NONE};
    for (int i = 0; i < count; i++) {
        assert_int_equal(document_index_older(s->t, client, &at), LOOKUP_FOUND);
        expect_text((text){at.id, at.id_length}, ids[i]);
    }
    assert_int_equal(document_index_older(s->t, client, &at), LOOKUP_ABSENT);
    expect_ok(s);
}

static void test_index_by_date(void **state) {
    temporary_store *s = *state;
    static const char *const newest_first[] = {"future", "I-2", "I-10", "I-1",
                                               "O-9",    "old", "older"};
    expect_index(s, 7, NULL, 0);
    index_document(s, 7, 1, 0, KIND_ORDER, "O-9");
    index_document(s, 7, 1, 0, KIND_INVOICE, "I-1");
    index_document(s, 7, 1, -1, KIND_CONTACT, "old");
    index_document(s, 7, 1, DAY_MAX, KIND_QUOTE, "future");
    index_document(s, 7, 1, DAY_MIN, KIND_QUOTE, "older");
    index_document(s, 7, 1, 0, KIND_INVOICE, "I-2");
    index_document(s, 7, 1, 0, KIND_INVOICE, "I-10");
    index_document(s, 7, 1, 0, KIND_INVOICE, "I-10"); /* again */
    index_document(s, 6, 1, 5, KIND_ORDER, "of client 6");
    index_document(s, 8, 1, -5, KIND_ORDER, "of client 8");
    expect_index(s, 7, newest_first, 7);
    expect_index(s, 6, (const char *const[]){"of client 6"}, 1);
    expect_index(s, 8, (const char *const[]){"of client 8"}, 1);
    expect_index(s, 5, NULL, 0);
    expect_index(s, 9, NULL, 0);
    index_document(s, 7, -1, DAY_MAX, KIND_QUOTE, "future");
    index_document(s, 7, -1, 0, KIND_ORDER, "not there");
    temporary_store_reopen(s);
    expect_index(s, 7, newest_first + 1, 6);
}

static void test_damaged_index(void **state) {
    temporary_store *s = *state;
    static const text keys[] = {
        {"\0\0\0\7\x80\0\0\0\x07id", 11}, {"\0\0\0\7\x80\0\0\0\x02", 9}, {"\0\0\0\7\x80", 5}};
    for (size_t i = 0; i < 3; i++) {
        indexed_document at = {.date = DAY_NONE};
        transaction_put(s->t, TABLE_INDEX, keys[i], (text){NULL, 0});
        assert_int_equal(document_index_older(s->t, 7, &at), LOOKUP_FAILED);
        expect_damaged(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_put_and_get),    STORE_TEST(test_read_outlives_puts),
        STORE_TEST(test_scan_in_pieces), STORE_TEST(test_damage),
        STORE_TEST(test_index_by_date),  STORE_TEST(test_damaged_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* transaction_test.c - sealed values, an error that sticks, a full map that does no harm, and walks. */
#include "tests/unit/support/temporary_store.h"

static const text key = {"key", 3};

static lookup get(temporary_store *s, table t, text k, text *ret_value) {
    return transaction_get(s->t, t, k, ret_value);
}

static void expect_stored(temporary_store *s, table t, text k, const char *expected) {
    text value;
    assert_int_equal(get(s, t, k, &value), LOOKUP_FOUND);
    expect_text(value, expected);
}

static void expect_absent(temporary_store *s, table t, text k) {
    text value;
    assert_int_equal(get(s, t, k, &value), LOOKUP_ABSENT);
    expect_ok(s);
}

static void test_put_get_delete(void **state) {
    temporary_store *s = *state;
    transaction_put(s->t, TABLE_BILLING, key, text_of("one"));
    expect_stored(s, TABLE_BILLING, key, "one");
    transaction_put(s->t, TABLE_BILLING, key, text_of("another, longer than the first"));
    expect_stored(s, TABLE_BILLING, key, "another, longer than the first");
    expect_absent(s, TABLE_SOURCES, key);
    transaction_put(s->t, TABLE_PENDING, key, (text){NULL, 0});
    expect_stored(s, TABLE_PENDING, key, "");
    assert_int_equal(transaction_entries(s->t, TABLE_BILLING), 1);
    transaction_delete(s->t, TABLE_BILLING, key);
    transaction_delete(s->t, TABLE_BILLING, key);
    expect_absent(s, TABLE_BILLING, key);
    transaction_clear(s->t, TABLE_PENDING);
    expect_absent(s, TABLE_PENDING, key);
    assert_int_equal(transaction_entries(s->t, TABLE_PENDING), 0);
    expect_ok(s);
}

static void test_abort_leaves_nothing(void **state) {
    temporary_store *s = *state;
    transaction_put(s->t, TABLE_BILLING, key, text_of("kept"));
    temporary_store_commit(s);
    transaction_put(s->t, TABLE_BILLING, key, text_of("dropped"));
    transaction_clear(s->t, TABLE_META);
    temporary_store_drop(s);
    expect_stored(s, TABLE_BILLING, key, "kept");
    assert_int_equal(transaction_entries(s->t, TABLE_META), 1);
}

static void test_sizes(void **state) {
    temporary_store *s = *state;
    static char bytes[300000];
    static const uint32_t sizes[] = {1, 2, 3, 4, 5, 100, 2000, 4080, 4096, 5000, 299999, 300000};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 31);
    for (unsigned char i = 0; i < 12; i++)
        transaction_put(s->t, TABLE_QUARANTINE, (text){(const char *)&i, 1},
                        (text){bytes, sizes[i]});
    temporary_store_reopen(s);
    for (unsigned char i = 0; i < 12; i++) {
        text value;
        assert_int_equal(get(s, TABLE_QUARANTINE, (text){(const char *)&i, 1}, &value),
                         LOOKUP_FOUND);
        assert_true(text_equal(value, (text){bytes, sizes[i]}));
    }
}

static void test_the_first_error_sticks(void **state) {
    temporary_store *s = *state;
    text value = {"untouched", 9};
    transaction_put(s->t, TABLE_BILLING, key, text_of("lost"));
    assert_string_equal(transaction_error(s->t), "");
    transaction_fail(s->t, STORE_DAMAGED, "document %d", 7);
    transaction_fail(s->t, STORE_FAILED, "later");
    assert_int_equal(transaction_status(s->t), STORE_DAMAGED);
    assert_string_equal(transaction_error(s->t), "document 7");
    assert_int_equal(get(s, TABLE_BILLING, key, &value), LOOKUP_FAILED);
    expect_text(value, "untouched");
    transaction_put(s->t, TABLE_BILLING, key, text_of("ignored"));
    transaction_append(s->t, TABLE_BILLING, text_of("z"), text_of("ignored"));
    transaction_delete(s->t, TABLE_BILLING, key);
    transaction_clear(s->t, TABLE_BILLING);
    assert_int_equal(transaction_entries(s->t, TABLE_BILLING), 0);
    assert_null(walk_open(s->t, TABLE_BILLING));
    walk_close(NULL);
    assert_string_equal(transaction_error(s->t), "document 7");
    assert_int_equal(transaction_commit(s->t, s->error), STORE_DAMAGED);
    assert_string_equal(s->error, "document 7");
    s->t = transaction_begin(s->store, false);
    expect_ok(s);
    expect_absent(s, TABLE_BILLING, key);
}

static void test_a_long_error_is_cut(void **state) {
    temporary_store *s = *state;
    char longest[2000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    transaction_fail(s->t, STORE_FAILED, "%s", longest);
    assert_int_equal(strlen(transaction_error(s->t)), STORE_ERROR_SIZE - 1);
}

static void test_keys_that_cannot_be(void **state) {
    temporary_store *s = *state;
    static char longest[512];
    transaction_put(s->t, TABLE_BILLING, (text){longest, sizeof longest}, text_of("x"));
    assert_int_equal(transaction_status(s->t), STORE_FAILED);
    temporary_store_drop(s);
    transaction_append(s->t, TABLE_BILLING, text_of("b"), text_of("x"));
    transaction_append(s->t, TABLE_BILLING, text_of("a"), text_of("x"));
    assert_int_equal(transaction_status(s->t), STORE_FAILED);
    temporary_store_drop(s);
    expect_absent(s, TABLE_BILLING, text_of("b"));
}

static void close_for_damage(temporary_store *s) {
    temporary_store_commit(s);
    transaction_abort(s->t);
    store_close(s->store);
}

/* Every bit of a stored value, seal included, and values too short to have one. */
static void test_every_flipped_bit_is_found(void **state) {
    temporary_store *s = *state;
    text value;
    const text stored = text_of("12 bytes now");
    for (size_t bit = 0; bit < (12 + 4) * 8; bit++) {
        transaction_put(s->t, TABLE_BILLING, key, stored);
        close_for_damage(s);
        damage_value(s->dir, "billing", key, NULL, bit);
        temporary_store_open(s);
        assert_int_equal(get(s, TABLE_BILLING, key, &value), LOOKUP_FAILED);
        assert_non_null(strstr(transaction_error(s->t), "checksum"));
        expect_damaged(s);
    }
    for (uint32_t length = 1; length < 16; length++) {
        transaction_put(s->t, TABLE_BILLING, key, stored);
        close_for_damage(s);
        damage_value(s->dir, "billing", key, &(text){stored.bytes, length < 12 ? length : 12}, 0);
        temporary_store_open(s);
        walk *w = walk_open(s->t, TABLE_BILLING);
        text found;
        assert_int_equal(walk_from(w, (text){NULL, 0}, &found, &value), LOOKUP_FAILED);
        walk_close(w);
        expect_damaged(s);
    }
}

/* The seal covers table and key: a whole value in another's place is damage too. */
static void test_a_value_in_anothers_place(void **state) {
    temporary_store *s = *state;
    unsigned char raw[32];
    text value;
    transaction_put(s->t, TABLE_BILLING, key, text_of("mine"));
    transaction_put(s->t, TABLE_BILLING, text_of("other"), text_of("theirs"));
    transaction_put(s->t, TABLE_SOURCES, key, text_of("theirs"));
    temporary_store_commit(s);
    transaction_abort(s->t);
    store_close(s->store);
    MDB_env *environment;
    MDB_txn *t;
    MDB_dbi dbi;
    MDB_val k = {key.length, (void *)key.bytes};
    MDB_val v;
    char path[128];
    temporary_path(path, s->dir, "store");
    assert_int_equal(mdb_env_create(&environment), 0);
    assert_int_equal(mdb_env_set_maxdbs(environment, 32), 0);
    assert_int_equal(mdb_env_open(environment, path, MDB_RDONLY, 0600), 0);
    assert_int_equal(mdb_txn_begin(environment, NULL, MDB_RDONLY, &t), 0);
    assert_int_equal(mdb_dbi_open(t, "billing", 0, &dbi), 0);
    assert_int_equal(mdb_get(t, dbi, &k, &v), 0);
    assert_int_equal(v.mv_size, 4 + 4);
    memcpy(raw, v.mv_data, v.mv_size);
    mdb_txn_abort(t);
    mdb_env_close(environment);
    damage_value(s->dir, "billing", text_of("other"), &(text){(const char *)raw, 8}, 0);
    damage_value(s->dir, "sources", key, &(text){(const char *)raw, 8}, 0);
    temporary_store_open(s);
    expect_stored(s, TABLE_BILLING, key, "mine");
    assert_int_equal(get(s, TABLE_BILLING, text_of("other"), &value), LOOKUP_FAILED);
    expect_damaged(s);
    assert_int_equal(get(s, TABLE_SOURCES, key, &value), LOOKUP_FAILED);
    expect_damaged(s);
}

/* A map that is full loses the transaction, not the store: smaller ones go on, before and after making room. */
static void test_map_full(void **state) {
    temporary_store *s = *state;
    enum { SMALL_MAP = 1 << 20, BLOCK = 10000 };
    static char block[BLOCK];
    transaction_abort(s->t);
    store_close(s->store);
    s->store = store_open(s->dir, SMALL_MAP, false, s->error);
    assert_non_null(s->store);
    s->t = transaction_begin(s->store, false);
    transaction_put(s->t, TABLE_BILLING, key, text_of("before"));
    temporary_store_commit(s);
    for (int round = 0; round < 20; round++) {
        unsigned char number = 0;
        for (; transaction_status(s->t) == STORE_OK && number < 200; number++)
            transaction_put(s->t, TABLE_QUARANTINE, (text){(const char *)&number, 1},
                            (text){block, BLOCK});
        assert_in_range(number, 20, 110);
        assert_non_null(strstr(transaction_error(s->t), "store.map_size"));
        assert_int_equal(transaction_commit(s->t, s->error), STORE_FULL);
        s->t = transaction_begin(s->store, false);
        expect_stored(s, TABLE_BILLING, key, round == 0 ? "before" : "between");
        assert_int_equal(transaction_entries(s->t, TABLE_QUARANTINE), 0);
        transaction_put(s->t, TABLE_BILLING, key, text_of("between"));
        temporary_store_commit(s);
    }
    temporary_store_reopen(s); /* with a larger map */
    for (unsigned char number = 0; number < 200; number++)
        transaction_put(s->t, TABLE_QUARANTINE, (text){(const char *)&number, 1},
                        (text){block, BLOCK});
    temporary_store_commit(s);
    expect_stored(s, TABLE_BILLING, key, "between");
}

static void put_numbers(temporary_store *s, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        record_writer_clear(&s->scratch);
        write_key_u32(&s->scratch, 2 * i);
        transaction_append(s->t, TABLE_JOURNAL, record_written(&s->scratch),
                           text_of("some bytes of a value"));
    }
    expect_ok(s);
}

static text number_key(temporary_store *s, uint32_t number) {
    record_writer_clear(&s->scratch);
    write_key_u32(&s->scratch, number);
    return record_written(&s->scratch);
}

/* Expects the walk to stand on the number; UINT32_MAX: on nothing. */
static void expect_on(lookup found, text at, uint32_t number) {
    assert_int_equal(found, number == UINT32_MAX ? LOOKUP_ABSENT : LOOKUP_FOUND);
    if (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(at);
        assert_int_equal(read_key_u32(&r), number);
    }
}

static void test_walks(void **state) {
    temporary_store *s = *state;
    enum { COUNT = 1000 };
    text at;
    text value;
    walk *w = walk_open(s->t, TABLE_JOURNAL);
    expect_on(walk_from(w, (text){NULL, 0}, &at, &value), at, UINT32_MAX);
    expect_on(walk_before(w, number_key(s, 5), &at, &value), at, UINT32_MAX);
    walk_close(w);
    put_numbers(s, COUNT);
    w = walk_open(s->t, TABLE_JOURNAL);
    lookup found = walk_from(w, (text){NULL, 0}, &at, &value);
    for (uint32_t i = 0; i < COUNT; i++) {
        expect_on(found, at, 2 * i);
        expect_text(value, "some bytes of a value");
        found = walk_next(w, &at, &value);
    }
    expect_on(found, at, UINT32_MAX);
    for (uint32_t number = 0; number <= 2 * COUNT; number++) {
        uint32_t up = (number + 1) / 2 * 2;
        expect_on(walk_from(w, number_key(s, number), &at, &value), at,
                  up < 2 * COUNT ? up : UINT32_MAX);
        uint32_t below = number == 0 ? UINT32_MAX : (number - 1) / 2 * 2;
        expect_on(walk_before(w, number_key(s, number), &at, &value), at, below);
    }
    walk_close(w);
    expect_ok(s);
}

/* Deletes a random part of a table while walking it, over many pages. */
static void test_walk_delete(void **state) {
    temporary_store *s = *state;
    enum { COUNT = 3000 };
    uint64_t seed = 12;
    for (int percent = 10; percent <= 100; percent += 45) {
        bool left[COUNT] = {false};
        uint32_t kept = 0;
        text at;
        text value;
        transaction_clear(s->t, TABLE_JOURNAL);
        put_numbers(s, COUNT);
        walk *w = walk_open(s->t, TABLE_JOURNAL);
        lookup found = walk_from(w, (text){NULL, 0}, &at, &value);
        for (uint32_t i = 0; i < COUNT; i++) {
            expect_on(found, at, 2 * i);
            left[i] = random_between(&seed, 1, 100) > percent;
            kept += left[i];
            if (!left[i])
                walk_delete(w);
            found = walk_next(w, &at, &value);
        }
        expect_on(found, at, UINT32_MAX);
        walk_close(w);
        temporary_store_commit(s);
        assert_int_equal(transaction_entries(s->t, TABLE_JOURNAL), kept);
        for (uint32_t i = 0; i < COUNT; i++)
            assert_int_equal(get(s, TABLE_JOURNAL, number_key(s, 2 * i), &value),
                             left[i] ? LOOKUP_FOUND : LOOKUP_ABSENT);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_put_get_delete),
        STORE_TEST(test_abort_leaves_nothing),
        STORE_TEST(test_sizes),
        STORE_TEST(test_the_first_error_sticks),
        STORE_TEST(test_a_long_error_is_cut),
        STORE_TEST(test_keys_that_cannot_be),
        STORE_TEST(test_every_flipped_bit_is_found),
        STORE_TEST(test_a_value_in_anothers_place),
        STORE_TEST(test_map_full),
        STORE_TEST(test_walks),
        STORE_TEST(test_walk_delete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

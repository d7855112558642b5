/* environment_test.c - opening the store: made whole or not at all, held by one, and refusals that say why. */
#include <fcntl.h>
#include <sys/stat.h>

#include "tests/unit/support/temporary_store.h"

static const text key = {"key", 3};

static void expect_refused(const char *dir, bool read_only, const char *sentence) {
    char error[STORE_ERROR_SIZE] = "";
    store *s = store_open(dir, TEMPORARY_MAP_BYTES, read_only, error);
    assert_null(s);
    if (strstr(error, sentence) == NULL)
        fail_msg("`%s` does not say `%s`", error, sentence);
}

static void close_store(temporary_store *s) {
    transaction_abort(s->t);
    store_close(s->store);
    s->t = NULL;
    s->store = NULL;
}

static void write_file(const char *path, const char *bytes) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    assert_int_equal(close(file), 0);
}

static void test_missing_folder(void **state) {
    (void)state;
    expect_refused("/nonexistent/clientele", false,
                   "/nonexistent/clientele: no such folder; create it");
    expect_refused("/nonexistent/clientele", true, "no store here");
    char dir[64];
    temporary_folder(dir);
    expect_refused(dir, true, "no store here");
    remove_temporary_folder(dir); /* and nothing was made */
    char path[5000];
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    expect_refused(path, false, "the path is too long");
}

static void test_a_file_in_the_way(void **state) {
    (void)state;
    char dir[64];
    char path[128];
    temporary_folder(dir);
    temporary_path(path, dir, "store");
    write_file(path, "not a folder");
    expect_refused(dir, false, "cannot be opened");
    expect_refused(path, false, "cannot be written");
    remove_temporary_folder(dir);
}

static void test_second_open_is_refused(void **state) {
    temporary_store *s = *state;
    char process[64];
    (void)snprintf(process, sizeof process, "another clienteled (process %ld) uses this store",
                   (long)getpid());
    expect_refused(s->dir, false, process);
    close_store(s);
    temporary_store_open(s); /* the lock went with it */
}

/* The lock goes with the process: a file that a dead one left is no obstacle. */
static void test_a_left_lock_file_is_no_lock(void **state) {
    temporary_store *s = *state;
    char path[128];
    close_store(s);
    temporary_path(path, s->dir, "lock");
    write_file(path, "999999\n");
    temporary_store_open(s);
}

static void test_what_was_written_is_there(void **state) {
    temporary_store *s = *state;
    text value;
    transaction_put(s->t, TABLE_BILLING, key, text_of("value"));
    temporary_store_reopen(s);
    assert_int_equal(transaction_get(s->t, TABLE_BILLING, key, &value), LOOKUP_FOUND);
    expect_text(value, "value");
    assert_int_equal(transaction_get(s->t, TABLE_PENDING, key, &value), LOOKUP_ABSENT);
}

/* A crash while the store was being made leaves store.new, which is made again. */
static void test_a_half_made_store_is_made_again(void **state) {
    (void)state;
    char dir[64];
    char path[128];
    char error[STORE_ERROR_SIZE];
    temporary_folder(dir);
    temporary_path(path, dir, "store.new");
    assert_int_equal(mkdir(path, 0700), 0);
    temporary_path(path, dir, "store.new/data.mdb");
    write_file(path, "half a page");
    store *s = store_open(dir, TEMPORARY_MAP_BYTES, false, error);
    assert_non_null(s);
    store_close(s);
    temporary_path(path, dir, "store.new");
    assert_int_not_equal(access(path, F_OK), 0);
    remove_temporary_folder(dir);
}

static void put_schema(temporary_store *s, uint64_t schema) {
    record_writer w = {0};
    write_unsigned(&w, schema);
    transaction_put(s->t, TABLE_META, text_of("schema"), record_written(&w));
    temporary_store_commit(s);
    record_writer_finish(&w);
}

static void test_schema_that_cannot_be_read(void **state) {
    temporary_store *s = *state;
    put_schema(s, 0);
    close_store(s);
    expect_refused(s->dir, false, "schema number cannot be read");
}

static void test_newer_schema(void **state) {
    temporary_store *s = *state;
    put_schema(s, STORE_SCHEMA + 1);
    close_store(s);
    expect_refused(s->dir, false, "the store has schema 2, this program knows 1");
    expect_refused(s->dir, true, "use the newer clienteled");
}

static void test_damaged_files(void **state) {
    temporary_store *s = *state;
    char path[128];
    close_store(s);
    damage_value(s->dir, "meta", text_of("schema"), NULL, 3);
    expect_refused(s->dir, false, "checksum");
    temporary_path(path, s->dir, "store/data.mdb");
    write_file(path, "this was a store once, and is one no more");
    expect_refused(s->dir, false, "not a readable store");
    char page[8193];
    memset(page, 'x', sizeof page - 1);
    page[sizeof page - 1] = '\0';
    write_file(path, page);
    expect_refused(s->dir, false, "not a readable store");
}

/* A reader beside the writer sees what is committed and nothing else, and cannot write. */
static void test_read_only(void **state) {
    temporary_store *s = *state;
    char error[STORE_ERROR_SIZE];
    text value;
    transaction_put(s->t, TABLE_BILLING, key, text_of("committed"));
    temporary_store_commit(s);
    transaction_put(s->t, TABLE_BILLING, key, text_of("not yet"));
    store *reader = store_open(s->dir, TEMPORARY_MAP_BYTES, true, error);
    assert_non_null(reader);
    transaction *t = transaction_begin(reader, true);
    assert_int_equal(transaction_get(t, TABLE_BILLING, key, &value), LOOKUP_FOUND);
    expect_text(value, "committed");
    transaction_put(t, TABLE_BILLING, key, text_of("by a reader"));
    assert_int_equal(transaction_status(t), STORE_FAILED);
    transaction_abort(t);
    store_close(reader);
}

static void test_usage(void **state) {
    temporary_store *s = *state;
    static char megabyte[1 << 20];
    store_usage before = store_usage_now(s->store);
    assert_true(before.map_bytes == TEMPORARY_MAP_BYTES);
    assert_true(before.used_bytes + before.free_bytes == before.map_bytes);
    transaction_put(s->t, TABLE_META, key, (text){megabyte, sizeof megabyte});
    temporary_store_commit(s);
    store_usage full = store_usage_now(s->store);
    assert_true(full.used_bytes >= before.used_bytes + sizeof megabyte);
    assert_true(full.file_bytes >= sizeof megabyte);
    transaction_delete(s->t, TABLE_META, key);
    temporary_store_commit(s);
    store_usage after = store_usage_now(s->store);
    assert_true(after.used_bytes + sizeof megabyte / 2 < full.used_bytes);
    assert_true(after.used_bytes + after.free_bytes == after.map_bytes);
    store_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_folder),
        cmocka_unit_test(test_a_file_in_the_way),
        cmocka_unit_test(test_a_half_made_store_is_made_again),
        STORE_TEST(test_second_open_is_refused),
        STORE_TEST(test_a_left_lock_file_is_no_lock),
        STORE_TEST(test_what_was_written_is_there),
        STORE_TEST(test_newer_schema),
        STORE_TEST(test_schema_that_cannot_be_read),
        STORE_TEST(test_damaged_files),
        STORE_TEST(test_read_only),
        STORE_TEST(test_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* source_table_test.c - counts by source and epoch, kept over a restart; too many are counted together. */
#include "tests/unit/support/temporary_store.h"

#include "portfolio/limits.h"
#include "store/source_table.h"

static source_record *record_of(sources *all, const char *source, const char *epoch) {
    source_record *r = sources_record(all, text_of(source), text_of(epoch));
    assert_non_null(r);
    return r;
}

static void count(sources *all, const char *source, const char *epoch, uint64_t times) {
    source_record *r = record_of(all, source, epoch);
    r->accepted += times;
    r->duplicate += 2 * times;
    r->rejected += 3 * times;
    r->by_reason[REASON_COUNT - 1] += times;
    r->last_sequence = UINT64_MAX;
    r->numbered = true;
    r->last_time = -5;
    r->received = INT64_MAX;
    r->dirty = true;
}

static void expect_count(sources *all, const char *source, const char *epoch, uint64_t times) {
    const source_record *r = record_of(all, source, epoch);
    expect_text(r->source, source);
    expect_text(r->epoch, epoch);
    assert_true(r->accepted == times && r->duplicate == 2 * times && r->rejected == 3 * times);
    assert_true(r->by_reason[REASON_COUNT - 1] == times && r->by_reason[0] == 0);
    assert_true(r->last_sequence == UINT64_MAX && r->numbered && r->last_time == -5 &&
                r->received == INT64_MAX);
    assert_false(r->dirty);
}

static void reload(temporary_store *s, sources *all) {
    sources_save(all, s->t);
    sources_finish(all);
    temporary_store_reopen(s);
    sources_init(all, 99);
    assert_true(sources_load(all, s->t));
}

static void test_counts_outlive_a_restart(void **state) {
    temporary_store *s = *state;
    sources all;
    sources_init(&all, 1);
    char longest[NAME_BYTES_MAX + 1];
    memset(longest, 's', NAME_BYTES_MAX);
    longest[NAME_BYTES_MAX] = '\0';
    for (uint64_t round = 1; round <= 3; round++) {
        count(&all, "/billing", "", 1);
        count(&all, "/billing", "2026", 10);
        count(&all, "/bill", "ing", 100);
        count(&all, longest, longest, 1000);
        if (round == 2)
            count(&all, "/crm", "", 7);
        reload(s, &all);
        assert_int_equal(all.count, round < 2 ? 4 : 5);
        expect_count(&all, "/billing", "", round);
        expect_count(&all, "/billing", "2026", 10 * round);
        expect_count(&all, "/bill", "ing", 100 * round);
        expect_count(&all, longest, longest, 1000 * round);
    }
    expect_count(&all, "/crm", "", 7);
    sources_finish(&all);
}

static void test_a_new_one(void **state) {
    (void)state;
    sources all;
    sources_init(&all, 1);
    const source_record *r = record_of(&all, "/new", "");
    assert_true(r->accepted == 0 && !r->numbered && r->last_time == INT64_MIN && !r->dirty);
    char long_name[NAME_BYTES_MAX + 2];
    memset(long_name, 's', NAME_BYTES_MAX + 1);
    long_name[NAME_BYTES_MAX + 1] = '\0';
    expect_text(record_of(&all, "", "")->source, "(unknown)");
    expect_text(record_of(&all, long_name, "")->source, "(unknown)");
    expect_text(record_of(&all, "/new", long_name)->source, "(unknown)");
    assert_int_equal(all.count, 2);
    sources_finish(&all);
}

static void test_too_many_sources(void **state) {
    (void)state;
    sources all;
    sources_init(&all, 1);
    char name[24];
    for (int i = 0; i < SOURCES_MAX + 500; i++) {
        (void)snprintf(name, sizeof name, "/source-%d", i);
        source_record *r = record_of(&all, name, "");
        expect_text(r->source, i < SOURCES_MAX ? name : "(others)");
        r->accepted++;
    }
    assert_int_equal(all.count, SOURCES_MAX + 1);
    assert_true(record_of(&all, "(others)", "")->accepted == 500);
    expect_text(record_of(&all, "/source-0", "")->source, "/source-0");
    expect_text(record_of(&all, "", "")->source, "(others)");
    sources_finish(&all);
}

static void test_only_dirty_ones_are_written(void **state) {
    temporary_store *s = *state;
    sources all;
    sources_init(&all, 1);
    count(&all, "/a", "", 1);
    sources_save(&all, s->t);
    record_of(&all, "/a", "")->accepted = 500; /* and not said to be dirty */
    count(&all, "/b", "", 2);
    reload(s, &all);
    expect_count(&all, "/a", "", 1);
    expect_count(&all, "/b", "", 2);
    sources_finish(&all);
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    static const text values[] = {
        {"\3/ab", 4}, {"\0", 1}, {"\4/ab\0", 5}, {"\4/ab\0\1\1\1\1\1\1", 11}, {"\x7f/ab", 4}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        sources all;
        sources_init(&all, 1);
        transaction_put(s->t, TABLE_SOURCES, (text){"\0\0\0\0", 4}, values[i]);
        assert_false(sources_load(&all, s->t));
        expect_damaged(s);
        sources_finish(&all);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_counts_outlive_a_restart),
        cmocka_unit_test(test_a_new_one),
        cmocka_unit_test(test_too_many_sources),
        STORE_TEST(test_only_dirty_ones_are_written),
        STORE_TEST(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* directory_test.c - numbers are given in order, once, and names never move. */
#include "tests/unit/support/unit.h"

#include "portfolio/directory.h"

enum { NAMES = 20000 };

static text numbered(char room[static 32], uint32_t i) {
    int length = snprintf(room, 32, "client-%u", i);
    return (text){room, (uint32_t)length};
}

static void test_many_names(void **state) {
    (void)state;
    directory d;
    directory_init(&d, 42);
    char room[32];
    assert_int_equal(directory_find(&d, text_of("client-0")), NUMBER_NONE);
    for (uint32_t i = 0; i < NAMES; i++) {
        assert_int_equal(directory_find(&d, numbered(room, i)), NUMBER_NONE);
        assert_int_equal(directory_number(&d, numbered(room, i)), i);
    }
    const char *first = directory_name(&d, 0).bytes;
    for (uint32_t i = 0; i < NAMES; i++) {
        text name = numbered(room, i);
        assert_int_equal(directory_find(&d, name), i);
        assert_int_equal(directory_number(&d, name), i);
        assert_true(text_equal(directory_name(&d, i), name));
    }
    assert_int_equal(d.count, NAMES);
    assert_ptr_equal(directory_name(&d, 0).bytes, first);
    assert_int_equal(directory_find(&d, text_of("client-20000")), NUMBER_NONE);
    directory_finish(&d);
    assert_int_equal(d.count, 0);
}

/* Names are bytes: empty, with NULs, one the prefix of another. */
static void test_any_bytes(void **state) {
    (void)state;
    directory d;
    directory_init(&d, 7);
    const text names[] = {{NULL, 0},  {"\0", 1},   {"\0\0", 2}, {"a", 1},
                          {"a\0", 2}, {"\xff", 1}, {"aa", 2}};
    const uint32_t count = sizeof names / sizeof names[0];
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(directory_number(&d, names[i]), i);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(directory_find(&d, names[i]), i);
        assert_true(text_equal(directory_name(&d, i), names[i]));
    }
    assert_int_equal(directory_find(&d, (text){"", 0}), 0);
    directory_finish(&d);
}

/* Around the size of a chunk of names, just below, exact and above, with small ones between. */
static void test_long_names(void **state) {
    (void)state;
    enum { LONGEST = 70000 };
    directory d;
    directory_init(&d, 0);
    char *bytes = malloc(LONGEST);
    assert_non_null(bytes);
    memset(bytes, 'x', LONGEST);
    const uint32_t lengths[] = {65528, 1, 65527, 0,    65529, 2,     65536,  3,
                                69999, 4, 60000, 5536, 5,     65535, LONGEST};
    const uint32_t count = sizeof lengths / sizeof lengths[0];
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(directory_number(&d, (text){bytes, lengths[i]}), i);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(directory_find(&d, (text){bytes, lengths[i]}), i);
        assert_true(text_equal(directory_name(&d, i), (text){bytes, lengths[i]}));
    }
    free(bytes);
    directory_finish(&d);
}

static void test_seeds_do_not_matter(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        directory d;
        directory_init(&d, seed * UINT64_C(0x123456789abcdef));
        char room[32];
        for (uint32_t i = 0; i < 200; i++)
            assert_int_equal(directory_number(&d, numbered(room, i % 100)), i % 100);
        directory_finish(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_names),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_seeds_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

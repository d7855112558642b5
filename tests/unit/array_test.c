/* array_test.c - growing keeps what is there; gaps open and close at every place. */
#include "tests/unit/support/unit.h"

#include "portfolio/array.h"

static void test_grows_and_keeps(void **state) {
    (void)state;
    uint32_t *items = NULL;
    uint32_t room = 0;
    assert_true(array_reserve((void **)&items, &room, 0, sizeof *items));
    assert_null(items);
    uint32_t growths = 0;
    for (uint32_t count = 0; count < 10000; count++) {
        uint32_t before = room;
        assert_true(array_reserve((void **)&items, &room, count + 1, sizeof *items));
        assert_true(room >= count + 1);
        growths += room != before;
        items[count] = count * 7;
    }
    assert_in_range(growths, 1, 40);
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(items[i], i * 7);
    assert_true(array_reserve((void **)&items, &room, 100000, sizeof *items));
    assert_int_equal(room, 100000);
    assert_int_equal(items[9999], 9999 * 7);
    free(items);
}

static void test_opens_and_closes_at_every_place(void **state) {
    (void)state;
    enum { ITEMS = 6 };
    for (uint32_t at = 0; at <= ITEMS; at++) {
        int64_t items[ITEMS + 1] = {0, 1, 2, 3, 4, 5};
        uint32_t count = ITEMS;
        array_open(items, &count, at, sizeof items[0]);
        assert_int_equal(count, ITEMS + 1);
        items[at] = -1;
        for (uint32_t i = 0; i < ITEMS; i++)
            assert_int_equal(items[i < at ? i : i + 1], i);
        array_close(items, &count, at, sizeof items[0]);
        assert_int_equal(count, ITEMS);
        for (uint32_t i = 0; i < ITEMS; i++)
            assert_int_equal(items[i], i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows_and_keeps),
        cmocka_unit_test(test_opens_and_closes_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

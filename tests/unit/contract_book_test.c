/* contract_book_test.c - which contracts are active, which ends next, and when that changes. */
#include "tests/unit/support/unit.h"

#include "portfolio/contract_book.h"

static contract of(const char *id, day start, day end) {
    return (contract){
        .id = text_of(id), .start = start, .end = end, .terminated = DAY_NONE, .notice_days = -1};
}

static void put(contract_book *book, contract c) {
    assert_true(contract_book_put(book, &c));
}

static void test_active_to_the_day(void **state) {
    (void)state;
    contract c = of("K", 100, 200);
    assert_false(contract_is_active(&c, 99));
    assert_true(contract_is_active(&c, 100));
    assert_true(contract_is_active(&c, 200));
    assert_false(contract_is_active(&c, 201));
    c.auto_renew = true;
    assert_true(contract_is_active(&c, 201));
    assert_true(contract_is_active(&c, 100000));
    c.terminated = 150;
    assert_true(contract_is_active(&c, 149));
    assert_false(contract_is_active(&c, 150));
    c = of("K", 100, DAY_NONE);
    assert_true(contract_is_active(&c, 100000));
    c.terminated = 99; /* before it starts */
    assert_false(contract_is_active(&c, 100));
}

static void test_by_id(void **state) {
    (void)state;
    contract_book book = {0};
    char id[] = "K-2";
    put(&book, of(id, 10, 20));
    id[2] = '9'; /* the book has a copy */
    put(&book, of("K-1", 10, 30));
    put(&book, of("K-3", 10, 40));
    assert_int_equal(book.count, 3);
    expect_text(book.items[0].id, "K-1");
    expect_text(book.items[1].id, "K-2");
    expect_text(book.items[2].id, "K-3");
    assert_int_equal(contract_book_next_end(&book, 15), 20);
    put(&book, of("K-2", 10, 50));
    assert_int_equal(book.count, 3);
    assert_int_equal(contract_book_next_end(&book, 15), 30);
    contract_book_remove(&book, text_of("K-9"));
    contract_book_remove(&book, text_of("K"));
    assert_int_equal(book.count, 3);
    contract_book_remove(&book, text_of("K-1"));
    assert_int_equal(book.count, 2);
    assert_int_equal(contract_book_active(&book, 45), 1);
    contract_book_remove(&book, text_of("K-3"));
    contract_book_remove(&book, text_of("K-2"));
    assert_int_equal(book.count, 0);
    assert_int_equal(contract_book_next_end(&book, 15), DAY_NONE);
    assert_int_equal(contract_book_next_change(&book, 15), DAY_NONE);
    contract_book_finish(&book);
}

static void test_next_end(void **state) {
    (void)state;
    contract_book book = {0};
    put(&book, of("open", 0, DAY_NONE));
    assert_int_equal(contract_book_next_end(&book, 10), DAY_NONE);
    put(&book, of("later", 50, 60));
    assert_int_equal(contract_book_next_end(&book, 10), DAY_NONE); /* not active yet */
    assert_int_equal(contract_book_next_end(&book, 50), 60);
    contract renewing = of("renewing", 0, 20);
    renewing.auto_renew = true;
    put(&book, renewing);
    assert_int_equal(contract_book_next_end(&book, 20), 20);
    assert_int_equal(contract_book_next_end(&book, 21), DAY_NONE); /* active, its end is past */
    assert_int_equal(contract_book_active(&book, 21), 2);
    contract_book_finish(&book);
}

static contract random_contract(uint64_t *seed, char id[static 8]) {
    (void)snprintf(id, 8, "K-%d", (int)random_between(seed, 0, 5));
    day start = (day)random_between(seed, 0, 60);
    contract c = of(id, start,
                    random_between(seed, 0, 2) == 0 ? DAY_NONE : (day)random_between(seed, 0, 99));
    c.terminated = random_between(seed, 0, 2) == 0 ? (day)random_between(seed, 0, 99) : DAY_NONE;
    c.auto_renew = random_between(seed, 0, 2) == 0;
    return c;
}

/* Day by day: nothing changes before the day that was named. */
static void test_next_change_is_never_late(void **state) {
    (void)state;
    uint64_t seed = 4;
    for (int round = 0; round < 2000; round++) {
        contract_book book = {0};
        char id[8];
        for (int64_t left = random_between(&seed, 0, 5); left > 0; left--)
            put(&book, random_contract(&seed, id));
        day next = contract_book_next_change(&book, 0);
        for (day d = 1; d <= 120; d++) {
            assert_true(next == DAY_NONE || next >= d);
            bool changed = contract_book_active(&book, d) != contract_book_active(&book, d - 1) ||
                           contract_book_next_end(&book, d) != contract_book_next_end(&book, d - 1);
            if (changed)
                assert_int_equal(next, d);
            if (next == d)
                next = contract_book_next_change(&book, d);
        }
        assert_int_equal(next, DAY_NONE);
        contract_book_finish(&book);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_active_to_the_day),
        cmocka_unit_test(test_by_id),
        cmocka_unit_test(test_next_end),
        cmocka_unit_test(test_next_change_is_never_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

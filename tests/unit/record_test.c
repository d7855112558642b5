/* record_test.c - what is written is read again; what is cut or too long is a fault that sticks. */
#include "tests/unit/support/unit.h"

#include "store/record.h"

static const uint64_t numbers[] = {0,
                                   1,
                                   127,
                                   128,
                                   255,
                                   16383,
                                   16384,
                                   UINT32_MAX,
                                   (uint64_t)UINT32_MAX + 1,
                                   INT64_MAX,
                                   (uint64_t)INT64_MAX + 1,
                                   UINT64_MAX - 1,
                                   UINT64_MAX};
enum { NUMBERS = sizeof numbers / sizeof numbers[0] };

static void test_numbers(void **state) {
    (void)state;
    record_writer w = {0};
    for (int i = 0; i < NUMBERS; i++) {
        write_unsigned(&w, numbers[i]);
        write_signed(&w, (int64_t)numbers[i]);
        write_u8(&w, (uint8_t)numbers[i]);
    }
    assert_false(w.failed);
    record_reader r = record_reader_of(record_written(&w));
    for (int i = 0; i < NUMBERS; i++) {
        assert_true(read_unsigned(&r) == numbers[i]);
        assert_true(read_signed(&r) == (int64_t)numbers[i]);
        assert_true(read_u8(&r) == (uint8_t)numbers[i]);
    }
    assert_true(read_complete(&r));
    assert_true(read_u8(&r) == 0 && r.failed);
    assert_false(read_complete(&r));
    record_writer_finish(&w);
}

static void test_small_numbers_are_short(void **state) {
    (void)state;
    static const struct {
        int64_t value;
        uint32_t bytes;
    } sizes[] = {{0, 1},    {63, 1},    {-64, 1},        {64, 2},        {-65, 2},
                 {8191, 2}, {-8193, 3}, {INT64_MAX, 10}, {INT64_MIN, 10}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        record_writer w = {0};
        write_signed(&w, sizes[i].value);
        assert_int_equal(w.length, sizes[i].bytes);
        record_reader r = record_reader_of(record_written(&w));
        assert_true(read_signed(&r) == sizes[i].value && read_complete(&r));
        record_writer_finish(&w);
    }
}

static void expect_unsigned_fault(const char *bytes, uint32_t length) {
    record_reader r = record_reader_of((text){bytes, length});
    assert_true(read_unsigned(&r) == 0);
    assert_true(r.failed);
}

static void test_numbers_too_long(void **state) {
    (void)state;
    expect_unsigned_fault("", 0);
    expect_unsigned_fault("\x80", 1);
    expect_unsigned_fault("\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9);
    expect_unsigned_fault("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10);
    expect_unsigned_fault("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11);
}

static void test_bounds(void **state) {
    (void)state;
    record_writer w = {0};
    write_unsigned(&w, 100);
    write_unsigned(&w, 101);
    write_signed(&w, INT32_MIN);
    write_signed(&w, (int64_t)INT32_MAX + 1);
    record_reader r = record_reader_of(record_written(&w));
    assert_int_equal(read_count(&r, 100), 100);
    assert_int_equal(read_count(&r, 100), 0);
    assert_true(r.failed);
    r = record_reader_of(record_written(&w));
    (void)read_u8(&r);
    (void)read_u8(&r);
    assert_int_equal(read_int32(&r), INT32_MIN);
    assert_false(r.failed);
    assert_int_equal(read_int32(&r), 0);
    assert_true(r.failed);
    record_writer_finish(&w);
}

static void test_texts(void **state) {
    (void)state;
    char bytes[300];
    memset(bytes, 'x', sizeof bytes);
    record_writer w = {0};
    write_text(&w, (text){NULL, 0});
    write_text(&w, (text){bytes, sizeof bytes});
    write_text(&w, (text){"\0b", 2});
    write_bytes(&w, "rest", 4);
    record_reader r = record_reader_of(record_written(&w));
    assert_int_equal(read_text(&r).length, 0);
    assert_true(text_equal(read_text(&r), (text){bytes, sizeof bytes}));
    assert_true(text_equal(read_text(&r), (text){"\0b", 2}));
    expect_text(read_rest(&r), "rest");
    assert_true(read_complete(&r));
    assert_int_equal(read_rest(&r).length, 0);
    assert_true(read_complete(&r));
    for (uint32_t length = 0; length < w.length - 4; length++) {
        /* exactly that many bytes, so that a read beyond them is seen */
        char *cut = malloc(length + 1);
        assert_non_null(cut);
        memcpy(cut, w.bytes, length);
        r = record_reader_of((text){cut, length});
        for (int i = 0; i < 3; i++)
            (void)read_text(&r);
        assert_true(r.failed);
        assert_int_equal(read_rest(&r).length, 0);
        free(cut);
    }
    record_writer_finish(&w);
}

static void test_a_fault_sticks(void **state) {
    (void)state;
    record_reader r = record_reader_of((text){"\x05"
                                              "ab",
                                              3});
    assert_int_equal(read_text(&r).length, 0);
    assert_true(r.failed);
    assert_int_equal(read_u8(&r), 0);
    assert_true(read_unsigned(&r) == 0 && read_signed(&r) == 0 && read_key_u64(&r) == 0);
    assert_int_equal(read_key_u32(&r), 0);
    assert_int_equal(read_text(&r).length, 0);
    assert_true(r.failed);
    assert_false(read_complete(&r));
}

/* Keys sort by bytes as their numbers do. */
static void test_keys_sort(void **state) {
    (void)state;
    static const int32_t days[] = {INT32_MIN, DAY_MIN, -256, -1,      0,
                                   1,         255,     256,  DAY_MAX, INT32_MAX};
    enum { DAYS = sizeof days / sizeof days[0] };
    record_writer before = {0};
    record_writer now = {0};
    for (int i = 0; i < DAYS; i++) {
        record_writer_clear(&now);
        write_key_day(&now, days[i]);
        write_key_u64(&now, UINT64_C(0x0102030405060708));
        write_key_u32(&now, UINT32_MAX);
        assert_int_equal(now.length, 16);
        record_reader r = record_reader_of(record_written(&now));
        assert_int_equal(read_key_day(&r), days[i]);
        assert_true(read_key_u64(&r) == UINT64_C(0x0102030405060708));
        assert_true(read_key_u32(&r) == UINT32_MAX && read_complete(&r));
        if (i > 0)
            assert_true(text_compare(record_written(&before), record_written(&now)) < 0);
        record_writer kept = before;
        before = now;
        now = kept;
    }
    record_writer_finish(&before);
    record_writer_finish(&now);
}

static void test_writer_is_used_again(void **state) {
    (void)state;
    record_writer w = {0};
    assert_int_equal(record_written(&w).length, 0);
    for (int i = 0; i < 100000; i++)
        write_u8(&w, (uint8_t)i);
    assert_int_equal(w.length, 100000);
    assert_int_equal(w.bytes[99999], 99999 % 256);
    w.failed = true;
    write_u8(&w, 1);
    assert_int_equal(w.length, 100000);
    record_writer_clear(&w);
    assert_false(w.failed);
    write_bytes(&w, NULL, 0);
    assert_int_equal(w.length, 0);
    record_writer_finish(&w);
    record_writer_finish(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_small_numbers_are_short),
        cmocka_unit_test(test_numbers_too_long),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_a_fault_sticks),
        cmocka_unit_test(test_keys_sort),
        cmocka_unit_test(test_writer_is_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

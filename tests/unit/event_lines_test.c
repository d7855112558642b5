#include <unistd.h>

#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/event_lines.h"

enum { LINES = 50 };

static char path[] = "/tmp/event_lines_test.XXXXXX";

/* {"n":1} to {"n":50}, with a blank line after each. */
static int make_file(void **state) {
    (void)state;
    int descriptor = mkstemp(path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (file == NULL) {
        return -1;
    }
    for (int i = 1; i <= LINES; i++) {
        (void)fprintf(file, "{\"n\":%d}\n\n", i);
    }
    return fclose(file);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

typedef struct given {
    uint64_t lines[4 * LINES];
    size_t count;
    char last[200];
} given;

static given read_all(const line_choice *choice) {
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    event_lines lines;
    event_lines_init(&lines, &reader, choice);
    given all = {.count = 0};
    event_line line;
    line_result result;
    while ((result = event_lines_next(&lines, &line)) == LINE_READY) {
        assert_true(all.count < 4 * LINES);
        all.lines[all.count++] = line.line;
        assert_true(line.length < sizeof all.last);
        memcpy(all.last, line.bytes, line.length);
        all.last[line.length] = '\0';
    }
    assert_int_equal(result, LINE_END);
    event_lines_finish(&lines);
    line_reader_close(&reader);
    return all;
}

static const line_choice whole = {.from = 1, .limit = UINT64_MAX, .repeat = 1};

static void all_lines_in_order(void **state) {
    (void)state;
    given all = read_all(&whole);
    assert_int_equal(all.count, LINES);
    for (size_t i = 0; i < LINES; i++) {
        assert_int_equal(all.lines[i], 2 * i + 1);
    }
}

static void a_part_of_them_each_twice(void **state) {
    (void)state;
    line_choice choice = {.from = 4, .limit = 3, .repeat = 2};
    given part = read_all(&choice);
    assert_int_equal(part.count, 6);
    assert_int_equal(part.lines[0], 7);
    assert_int_equal(part.lines[1], 7);
    assert_int_equal(part.lines[5], 11);
    choice.from = LINES;
    assert_int_equal(read_all(&choice).count, 2);
    choice.from = LINES + 1;
    assert_int_equal(read_all(&choice).count, 0);
}

static void a_shuffle_is_a_permutation_by_its_seed(void **state) {
    (void)state;
    line_choice choice = whole;
    choice.shuffle = true;
    choice.seed = 3;
    given first = read_all(&choice);
    given second = read_all(&choice);
    choice.seed = 4;
    given other = read_all(&choice);
    assert_int_equal(first.count, LINES);
    assert_memory_equal(first.lines, second.lines, sizeof first.lines[0] * LINES);
    assert_memory_not_equal(first.lines, other.lines, sizeof first.lines[0] * LINES);
    bool seen[2 * LINES] = {false};
    for (size_t i = 0; i < LINES; i++) {
        assert_false(seen[first.lines[i]]);
        seen[first.lines[i]] = true;
    }
}

static void bare_events_are_numbered_by_their_place(void **state) {
    (void)state;
    line_choice choice = whole;
    choice.source = "/import";
    choice.from = 7;
    choice.limit = 1;
    given one = read_all(&choice);
    assert_string_equal(one.last, "{\"source\":\"/import\",\"sequence\":\"000000000007\",\"n\":7}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_lines_in_order),
        cmocka_unit_test(a_part_of_them_each_twice),
        cmocka_unit_test(a_shuffle_is_a_permutation_by_its_seed),
        cmocka_unit_test(bare_events_are_numbered_by_their_place),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}

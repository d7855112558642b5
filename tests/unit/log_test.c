/* log_test.c - one line an event, whatever its values hold, and not too many of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "daemon/log.h"

enum { OUTPUT_SIZE = 1 << 16 };

static int ends[2];

static int open_pipe(void **state) {
    (void)state;
    return pipe(ends);
}

static int close_pipe(void **state) {
    (void)state;
    log_start(STDERR_FILENO, LEVEL_INFO);
    return close(ends[0]);
}

/* What has been logged since the start; ends the log's pipe. */
static char *output(void) {
    static char bytes[OUTPUT_SIZE];
    size_t length = 0;
    assert_int_equal(close(ends[1]), 0);
    for (ssize_t n; (n = read(ends[0], bytes + length, sizeof bytes - 1 - length)) > 0;) {
        length += (size_t)n;
    }
    bytes[length] = '\0';
    return bytes;
}

static uint32_t count_lines(const char *text_with_lines) {
    uint32_t count = 0;
    for (const char *at = text_with_lines; (at = strchr(at, '\n')) != NULL; at++) {
        count++;
    }
    return count;
}

static void test_line(void **state) {
    (void)state;
    log_start(ends[1], LEVEL_INFO);
    log_write(LEVEL_WARNING, "said", log_number("count", -7), log_string("path", "/a/b-1"),
              log_string("empty", ""));
    const char *line = output();
    assert_int_equal(count_lines(line), 1);
    /* 2026-03-02T08:14:00.123Z */
    assert_int_equal(line[10], 'T');
    assert_int_equal(line[19], '.');
    assert_int_equal(line[23], 'Z');
    assert_string_equal(line + 24, " warning said count=-7 path=/a/b-1 empty=\"\"\n");
}

static void test_hostile_values_stay_inside(void **state) {
    (void)state;
    static const char hostile[] = "a\" b=c\\\n2026 error x\x00\xff\x7f";
    log_start(ends[1], LEVEL_INFO);
    log_write(LEVEL_INFO, "said", log_text("id", (text){hostile, sizeof hostile - 1}));
    const char *line = output();
    assert_int_equal(count_lines(line), 1);
    assert_non_null(strstr(line, " id=\"a\\\" b=c\\\\\\x0a2026 error x\\x00\\xff\\x7f\"\n"));
}

static void test_levels(void **state) {
    (void)state;
    log_level level = LEVEL_ERROR;
    assert_true(log_level_find("debug", &level));
    assert_int_equal(level, LEVEL_DEBUG);
    assert_false(log_level_find("loud", &level));
    assert_int_equal(level, LEVEL_DEBUG);
    log_start(ends[1], LEVEL_WARNING);
    log_write(LEVEL_INFO, "hidden", log_number("n", 1));
    log_write(LEVEL_ERROR, "shown", log_number("n", 1));
    const char *lines = output();
    assert_null(strstr(lines, "hidden"));
    assert_non_null(strstr(lines, "shown"));
}

static void test_long_values_are_cut(void **state) {
    (void)state;
    static char many[8192];
    memset(many, '\"', sizeof many);
    log_start(ends[1], LEVEL_INFO);
    log_write(LEVEL_INFO, "said", log_text("id", (text){many, sizeof many}));
    const char *line = output();
    assert_int_equal(count_lines(line), 1);
    assert_in_range(strlen(line), 4000, 4096);
}

static void test_floods_are_counted(void **state) {
    (void)state;
    enum { TIMES = 500 };
    log_start(ends[1], LEVEL_INFO);
    for (int i = 0; i < TIMES; i++) {
        log_write(LEVEL_INFO, "flood", log_number("n", i));
    }
    log_write(LEVEL_INFO, "other", log_number("n", 1));
    log_finish();
    const char *lines = output();
    assert_in_range(count_lines(lines), 12, 100); /* a slow machine may take some seconds */
    assert_non_null(strstr(lines, " info other n=1\n"));
    /* Told or left out: none is missing. */
    uint32_t told = count_lines(lines) - 1;
    uint32_t left_out = 0;
    for (const char *at = lines; (at = strstr(at, "left_out=")) != NULL; at++) {
        left_out += (uint32_t)strtoul(at + strlen("left_out="), NULL, 10);
    }
    bool at_the_end = strstr(lines, "warning flood left_out=") != NULL;
    assert_int_equal(told - at_the_end + left_out, TIMES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_line, open_pipe, close_pipe),
        cmocka_unit_test_setup_teardown(test_hostile_values_stay_inside, open_pipe, close_pipe),
        cmocka_unit_test_setup_teardown(test_levels, open_pipe, close_pipe),
        cmocka_unit_test_setup_teardown(test_long_values_are_cut, open_pipe, close_pipe),
        cmocka_unit_test_setup_teardown(test_floods_are_counted, open_pipe, close_pipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

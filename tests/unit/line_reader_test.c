#include <unistd.h>
#include <zlib.h>

#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/line_reader.h"

static char path[] = "/tmp/line_reader_test.XXXXXX";

static int make_path(void **state) {
    (void)state;
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int remove_path(void **state) {
    (void)state;
    return unlink(path);
}

static void put_plain(const char *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void put_gzip(const char *mode, const char *bytes, size_t length) {
    gzFile file = gzopen(path, mode);
    assert_non_null(file);
    assert_int_equal(gzwrite(file, bytes, (unsigned)length), (int)length);
    assert_int_equal(gzclose(file), Z_OK);
}

static void expect_line(line_reader *reader, uint64_t number, const char *expected) {
    const char *bytes = NULL;
    size_t length = 0;
    assert_int_equal(line_reader_next(reader, &bytes, &length), LINE_READY);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
    assert_int_equal(reader->line, number);
}

static void expect(line_reader *reader, line_result expected) {
    const char *bytes = NULL;
    size_t length = 0;
    assert_int_equal(line_reader_next(reader, &bytes, &length), expected);
}

static void plain_lines_with_blanks_and_no_last_end(void **state) {
    (void)state;
    static const char content[] = "\xef\xbb\xbf{1}\r\n\n  \t\n{2}\n{3}";
    put_plain(content, sizeof content - 1);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    expect_line(&reader, 1, "{1}");
    expect_line(&reader, 4, "{2}");
    expect_line(&reader, 5, "{3}");
    expect(&reader, LINE_END);
    expect(&reader, LINE_END);
    line_reader_close(&reader);
}

static void an_empty_file_has_no_lines(void **state) {
    (void)state;
    put_plain("", 0);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    expect(&reader, LINE_END);
    line_reader_close(&reader);
    put_plain("x", 1);
    assert_true(line_reader_open(&reader, path));
    expect_line(&reader, 1, "x");
    expect(&reader, LINE_END);
    line_reader_close(&reader);
}

static void gzip_of_several_members(void **state) {
    (void)state;
    put_gzip("wb", "{1}\n{2", 6);
    put_gzip("ab", "}\n{3}\n", 6);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    expect_line(&reader, 1, "{1}");
    expect_line(&reader, 2, "{2}");
    expect_line(&reader, 3, "{3}");
    expect(&reader, LINE_END);
    line_reader_close(&reader);
}

/* Zeros compress a thousand times: one read gives many output buffers. */
static void gzip_that_grows_a_lot(void **state) {
    (void)state;
    enum { LENGTH = 3000000 };
    char *line = malloc(LENGTH + 1);
    assert_non_null(line);
    memset(line, '0', LENGTH);
    line[LENGTH - 1] = '\n';
    line[LENGTH] = '\0';
    put_gzip("wb", line, LENGTH);
    put_gzip("ab", "end", 3);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    line[LENGTH - 1] = '\0';
    expect_line(&reader, 1, line);
    expect_line(&reader, 2, "end");
    expect(&reader, LINE_END);
    line_reader_close(&reader);
    free(line);
}

static void a_cut_gzip_gives_its_whole_lines_then_an_error(void **state) {
    (void)state;
    char lines[40000];
    for (size_t i = 0; i < sizeof lines; i += 8) {
        char number[9];
        (void)snprintf(number, sizeof number, "%07zu\n", i * 7919 % 9999991);
        memcpy(lines + i, number, 8);
    }
    put_gzip("wb", lines, sizeof lines);
    assert_int_equal(truncate(path, 9000), 0);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    const char *bytes = NULL;
    size_t length = 0;
    uint64_t count = 0;
    line_result result;
    while ((result = line_reader_next(&reader, &bytes, &length)) == LINE_READY) {
        assert_int_equal(length, 7);
        count++;
    }
    assert_int_equal(result, LINE_ERROR);
    assert_true(count > 100 && count < 5000);
    assert_non_null(strstr(reader.problem, path));
    assert_non_null(strstr(reader.problem, "too early"));
    expect(&reader, LINE_ERROR);
    line_reader_close(&reader);
}

static void damaged_gzip_is_an_error(void **state) {
    (void)state;
    put_gzip("wb", "{1}\n", 4);
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    assert_true(fputs("more", file) >= 0);
    assert_int_equal(fclose(file), 0);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    expect_line(&reader, 1, "{1}");
    expect(&reader, LINE_ERROR);
    line_reader_close(&reader);
}

static void a_line_too_long_is_named(void **state) {
    (void)state;
    size_t length = LINE_BYTES_MAX + 10;
    char *content = malloc(length);
    assert_non_null(content);
    memset(content, 'x', length);
    content[1] = '\n';
    put_plain(content, length);
    line_reader reader;
    assert_true(line_reader_open(&reader, path));
    expect_line(&reader, 1, "x");
    expect(&reader, LINE_ERROR);
    assert_non_null(strstr(reader.problem, ":2: the line is longer"));
    line_reader_close(&reader);
    content[length - 1] = '\n';
    content[length - 9] = '\n';
    put_plain(content, length); /* the second line now has exactly the limit */
    assert_true(line_reader_open(&reader, path));
    expect_line(&reader, 1, "x");
    const char *bytes = NULL;
    size_t got = 0;
    assert_int_equal(line_reader_next(&reader, &bytes, &got), LINE_READY);
    assert_int_equal(got, length - 9 - 2);
    line_reader_close(&reader);
    free(content);
}

static void a_pipe_says_when_there_is_nothing_yet(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    line_reader reader;
    assert_true(line_reader_open(&reader, "/dev/null"));
    assert_int_equal(close(reader.file), 0);
    reader.file = ends[0];
    reader.regular = false;
    expect(&reader, LINE_WAIT);
    assert_int_equal(write(ends[1], "{", 1), 1);
    expect(&reader, LINE_WAIT);
    assert_int_equal(write(ends[1], "1}\n{2", 5), 5);
    expect_line(&reader, 1, "{1}");
    expect(&reader, LINE_WAIT);
    assert_int_equal(close(ends[1]), 0);
    expect_line(&reader, 2, "{2");
    expect(&reader, LINE_END);
    line_reader_close(&reader);
}

static void what_cannot_be_read_is_told(void **state) {
    (void)state;
    line_reader reader;
    assert_false(line_reader_open(&reader, "/tmp/no such file at all"));
    assert_non_null(strstr(reader.problem, "no such file at all"));
    assert_false(line_reader_open(&reader, "/tmp"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_lines_with_blanks_and_no_last_end),
        cmocka_unit_test(an_empty_file_has_no_lines),
        cmocka_unit_test(gzip_of_several_members),
        cmocka_unit_test(gzip_that_grows_a_lot),
        cmocka_unit_test(a_cut_gzip_gives_its_whole_lines_then_an_error),
        cmocka_unit_test(damaged_gzip_is_an_error),
        cmocka_unit_test(a_line_too_long_is_named),
        cmocka_unit_test(a_pipe_says_when_there_is_nothing_yet),
        cmocka_unit_test(what_cannot_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}

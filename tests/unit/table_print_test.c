/* Tables, and the widths and cleaning they rest on, as a person sees them. */
#include "tools/common/table_print.h"

#include "tools/common/plot.h"
#include "tools/common/terminal.h"
#include "tools/common/text_width.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const table_column columns[] = {
    {"client", TABLE_LEFT, false},
    {"name", TABLE_LEFT, true},
    {"revenue", TABLE_RIGHT, false},
};

static const table_look plain = {.in_utf8 = true};

static void add_row(table *t, const char *client, const char *name, const char *revenue) {
    table_string(t, client, TONE_PLAIN);
    table_string(t, name, TONE_PLAIN);
    table_string(t, revenue, TONE_BAD);
    table_end_row(t);
}

/* What flushing prints; the caller frees. */
static char *flushed(table *t) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    table_flush(t, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void expect_flush(table *t, const char *expected) {
    char *text = flushed(t);
    assert_string_equal(text, expected);
    free(text);
}

static void aligns_by_display_width(void **state) {
    (void)state;
    table *t = table_create(columns, 3, plain);
    add_row(t, "C-1", "Société", "4,433.03");
    add_row(t, "C-2", "日本", "9.50");
    add_row(t, "C-3",
            "e\xCC\x81"
            "cole",
            NULL);
    expect_flush(t, "client  name      revenue\n"
                    "C-1     Société  4,433.03\n"
                    "C-2     日本         9.50\n"
                    "C-3     e\xCC\x81"
                    "cole\n");
    table_destroy(t);
}

static void cleans_what_comes_from_outside(void **state) {
    (void)state;
    static const char hostile[] = "a\x1b[2J\n\xC2\x9B\xE2\x80\xAE\xFF\0z";
    char *utf8 = text_printable(hostile, sizeof hostile - 1, true);
    assert_string_equal(utf8, "a�[2J�����z");
    char *ascii = text_printable("é\x07", 3, false);
    assert_string_equal(ascii, "??");
    free(utf8);
    free(ascii);

    table *t = table_create(columns, 3, plain);
    table_cell(t, hostile, sizeof hostile - 1, TONE_PLAIN);
    table_end_row(t);
    char *text = flushed(t);
    assert_null(strpbrk(text, "\x1b\x07\r"));
    assert_non_null(strstr(text, "z\n"));
    free(text);
    table_destroy(t);
}

static void decodes_every_broken_form(void **state) {
    (void)state;
    static const char *const broken[] = {"\x80",
                                         "\xC0\x80",
                                         "\xC3",
                                         "\xE0\x80\x80",
                                         "\xED\xA0\x80",
                                         "\xF4\x90\x80\x80",
                                         "\xF8\x88\x80\x80\x80"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        uint32_t character = 0;
        assert_int_equal(text_decode(broken[i], strlen(broken[i]), &character), 1);
        assert_int_equal(character, 0xFFFD);
    }
    uint32_t character = 0;
    assert_int_equal(text_decode("\xF0\x9F\x98\x80", 4, &character), 4);
    assert_int_equal(character, 0x1F600);
}

static void cuts_flexible_columns_first(void **state) {
    (void)state;
    table_look narrow = plain;
    narrow.width = 28;
    table *t = table_create(columns, 3, narrow);
    add_row(t, "C-1", "Dupont & Fils SARL", "4,433.03");
    expect_flush(t, "client  name         revenue\n"
                    "C-1     Dupont & …  4,433.03\n");
    assert_int_equal(table_columns_left_out(t), 0);
    table_destroy(t);
}

static void leaves_columns_out_rather_than_cut_a_number(void **state) {
    (void)state;
    table_look narrow = plain;
    narrow.width = 20;
    table *t = table_create(columns, 3, narrow);
    add_row(t, "C-1", "Dupont & Fils SARL", "4,433.03");
    expect_flush(t, "client  name\n"
                    "C-1     Dupont & Fi…\n");
    assert_int_equal(table_columns_left_out(t), 1);
    table_destroy(t);
}

static void prints_pages_under_one_heading(void **state) {
    (void)state;
    table *t = table_create(columns, 3, plain);
    add_row(t, "C-1", "Acme", "1,000,000.00");
    expect_flush(t, "client  name       revenue\n"
                    "C-1     Acme  1,000,000.00\n");
    add_row(t, "C-2", "B", "1.00");
    expect_flush(t, "C-2     B             1.00\n");
    expect_flush(t, "");
    table_destroy(t);
}

static void colours_only_when_asked(void **state) {
    (void)state;
    table_look colored = plain;
    colored.in_color = true;
    colored.no_heading = true;
    table *t = table_create(columns, 3, colored);
    add_row(t, "C-1", "Acme", "-1.00");
    expect_flush(t, "C-1  Acme  \033[31m-1.00\033[0m\n");
    table_destroy(t);
}

static void releases_an_unfinished_row(void **state) {
    (void)state;
    table *t = table_create(columns, 3, plain);
    table_string(t, "C-1", TONE_PLAIN);
    table_destroy(t);
    table_destroy(NULL);
}

static void expect_owned(char *text, const char *expected) {
    assert_string_equal(text, expected);
    free(text);
}

static void draws_bars_and_sparklines(void **state) {
    (void)state;
    static const double values[] = {0, 3.5, 7};
    static const double losses[] = {-7, 0};
    expect_owned(plot_bar(50, 100, 4, true), "██");
    expect_owned(plot_bar(1, 1000, 4, true), "▏");
    expect_owned(plot_bar(100, 100, 4, false), "####");
    expect_owned(plot_bar(-50, 100, 4, false), "--");
    expect_owned(plot_bar(0, 100, 4, true), "");
    expect_owned(plot_bar(5, 0, 4, true), "");
    expect_owned(plot_bar(1000, 100, 4, true), "████");
    expect_owned(plot_sparkline(values, 3, true), "▁▅█");
    expect_owned(plot_sparkline(losses, 2, false), "_#");
    static const double wild[] = {1e308, -1e308, (double)NAN, (double)INFINITY};
    expect_owned(plot_sparkline(wild, 4, false), "____");
    expect_owned(plot_bar((double)NAN, 1, 4, true), "");
    expect_owned(plot_sparkline(values, 0, true), "");
}

static void draws_an_area_row_by_row(void **state) {
    (void)state;
    static const double values[] = {0, 0.25, 0.5, 1, 7, (double)NAN};
    expect_owned(plot_area_row(values, 6, 1, 0, 2, "┈", true), "┈┈┈██┈");
    expect_owned(plot_area_row(values, 6, 1, 1, 2, NULL, true), " ▄███ ");
    expect_owned(plot_area_row(values, 6, 1, 0, 2, ".", false), "...##.");
    expect_owned(plot_area_row(values, 6, 1, 1, 2, NULL, false), " #### ");
    expect_owned(plot_area_row(values, 6, 0, 1, 2, NULL, true), "      ");
    expect_owned(plot_area_row(values, 0, 1, 0, 1, NULL, true), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aligns_by_display_width),
        cmocka_unit_test(cleans_what_comes_from_outside),
        cmocka_unit_test(decodes_every_broken_form),
        cmocka_unit_test(cuts_flexible_columns_first),
        cmocka_unit_test(leaves_columns_out_rather_than_cut_a_number),
        cmocka_unit_test(prints_pages_under_one_heading),
        cmocka_unit_test(colours_only_when_asked),
        cmocka_unit_test(releases_an_unfinished_row),
        cmocka_unit_test(draws_bars_and_sparklines),
        cmocka_unit_test(draws_an_area_row_by_row),
    };
    if (setenv("LC_ALL", "C.UTF-8", 1) != 0) {
        return EXIT_FAILURE;
    }
    terminal_use_locale();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* figure_path_test.c - every name that clients can be sorted by is the place of a figure in client.get's answer. */
#include "daemon/figure_path.h"

#include "portfolio/decimal.h"
#include "tests/unit/support/kept_books.h"

static json_t *at_path(json_t *from, const char *path) {
    char word[64];
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        assert_true(length < sizeof word);
        memcpy(word, path, length);
        word[length] = '\0';
        from = json_object_get(from, word);
        path += length + (path[length] == '.');
    }
    return from;
}

/* What is told, as the number it is sorted by. */
static int64_t told_number(const json_t *told, figure_kind kind, const rfm_map *map) {
    int64_t number = 0;
    const char *words = json_string_value(told);
    if (json_is_null(told))
        return FIGURE_NULL;
    switch (kind) {
    case FIGURE_COUNT: return json_integer_value(told);
    case FIGURE_AMOUNT:
        assert_int_equal(decimal_parse(words, strlen(words), 2, &number), DECIMAL_OK);
        return number;
    case FIGURE_QUANTITY:
        assert_int_equal(decimal_parse(words, strlen(words), 3, &number), DECIMAL_OK);
        return number;
    case FIGURE_RATIO: {
        double millionths = json_number_value(told) * 1e6;
        return (int64_t)(millionths + (millionths < 0 ? -0.5 : 0.5));
    }
    case FIGURE_DATE: return day_of(words);
    case FIGURE_CLASS: return class_figure(words);
    case FIGURE_CELL:
        while (!text_equal(map->names[number], text_of(words)))
            number++;
        return number;
    }
    return FIGURE_NULL;
}

static void expect_same(kept_books *books, const char *id) {
    char params[64];
    (void)snprintf(params, sizeof params, "{\"client\":\"%s\"}", id);
    json_t *told = kept_books_ask(books, "client.get", params);
    const portfolio *p = books->context.keeper->portfolio;
    uint32_t client = portfolio_find_client(p, text_of(id));
    const char *path;
    size_t known = 0;
    for (size_t i = 0; (path = figure_path_name(i)) != NULL; i++) {
        json_t *value = at_path(told, path);
        sort_value sorted = figure_path_value(i, p, client);
        if (value == NULL)
            fail_msg("%s is not in the answer", path);
        if (figure_path_is_text(i)) {
            expect_text(sorted.words, json_is_null(value) ? "" : json_string_value(value));
            continue;
        }
        int64_t expected = told_number(value, figure_row(i - 2)->kind, p->rules->rfm);
        if (sorted.number != expected)
            fail_msg("%s: sorted by %lld, told %lld", path, (long long)sorted.number,
                     (long long)expected);
        known += sorted.number != FIGURE_NULL;
    }
    assert_int_equal(known == 0, false);
    json_decref(told);
}

static void test_paths_are_places(void **state) {
    (void)state;
    kept_books books;
    kept_books_open(&books, "");
    kept_books_tell(
        &books, "client.updated",
        "{\"client\":\"C-1\",\"name\":\"Acme\",\"potential\":\"300\",\"since\":\"2019-04-01\"}");
    kept_books_tell(&books, "invoice.issued",
                    "{\"id\":\"F-1\",\"client\":\"C-1\",\"date\":\"2026-03-01\",\"amount\":\"100."
                    "10\",\"cost\":\"33\","
                    "\"quantity\":\"2.5\"}");
    kept_books_tell(
        &books, "invoice.issued",
        "{\"id\":\"F-0\",\"client\":\"C-1\",\"date\":\"2025-03-01\",\"amount\":\"70\"}");
    kept_books_tell(
        &books, "order.placed",
        "{\"id\":\"O-1\",\"client\":\"C-1\",\"date\":\"2026-03-01\",\"amount\":\"50\"}");
    kept_books_tell(&books, "quote.sent",
                    "{\"id\":\"D-1\",\"client\":\"C-1\",\"amount\":\"9.99\"}");
    kept_books_tell(&books, "quote.declined",
                    "{\"id\":\"D-2\",\"client\":\"C-1\",\"amount\":\"5\"}");
    kept_books_tell(
        &books, "contract.signed",
        "{\"id\":\"K-1\",\"client\":\"C-1\",\"start\":\"2026-01-01\",\"end\":\"2026-12-31\"}");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-2\"}");
    expect_same(&books, "C-1");
    expect_same(&books, "C-2");
    kept_books_close(&books);
}

static void test_names_are_unique(void **state) {
    (void)state;
    const char *a;
    const char *b;
    for (size_t i = 0; (a = figure_path_name(i)) != NULL; i++)
        for (size_t j = 0; j < i && (b = figure_path_name(j)) != NULL; j++)
            assert_string_not_equal(a, b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths_are_places),
        cmocka_unit_test(test_names_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* rpc_params_test.c - parameters are read by name; what is wrong with one is said with its name. */
#include "daemon/rpc_params.h"

#include "daemon/figure_path.h"
#include "daemon/figure_section.h"
#include "tests/unit/support/unit.h"

#define BIT(id) (1U << PARAM_##id)

static const params_taken taken = {"some.method", BIT(CLIENT),
                                   BIT(LIMIT) | BIT(AFTER) | BIT(FROM) | BIT(BY) | BIT(SORT) |
                                       BIT(FIELDS) | BIT(ALL) | BIT(NUMBER) | BIT(SEGMENT) |
                                       BIT(REASON) | BIT(KIND)};

static bool read(const char *json, rpc_params *ret, char error[static PARAMS_ERROR_SIZE]) {
    json_t *given = json_loads(json, JSON_DECODE_ANY, NULL);
    assert_non_null(given);
    bool done = params_read(&taken, given, ret, error);
    json_decref(given); /* texts are looked at no more */
    return done;
}

static void expect_wrong(const char *json, const char *words) {
    rpc_params p;
    char error[PARAMS_ERROR_SIZE];
    assert_false(read(json, &p, error));
    if (strstr(error, words) == NULL)
        fail_msg("%s: `%s` does not say `%s`", json, error, words);
}

static void test_what_is_not_given(void **state) {
    (void)state;
    rpc_params p;
    char error[PARAMS_ERROR_SIZE];
    assert_true(read("{\"client\":\"C-1\",\"from\":null,\"after\":null}", &p, error));
    assert_int_equal(p.values[PARAM_LIMIT].number, LIMIT_INITIAL);
    assert_int_equal(p.values[PARAM_BY].number, PERIOD_MONTH);
    assert_string_equal(figure_path_name((size_t)p.values[PARAM_SORT].number),
                        "revenue.trailing_12m");
    assert_false(p.values[PARAM_FROM].given || p.values[PARAM_AFTER].given ||
                 p.values[PARAM_LIMIT].given);
}

static void test_what_is_given(void **state) {
    (void)state;
    json_t *given = json_loads(
        "{\"client\":\"C-1\",\"limit\":1000,\"from\":\"2024-02-29\",\"by\":\"day\","
        "\"sort\":\"margin.rate\",\"fields\":[\"share\",\"profile\",\"share\"],\"all\":true,"
        "\"number\":9223372036854775807,\"segment\":\"\"}",
        0, NULL);
    rpc_params p;
    char error[PARAMS_ERROR_SIZE];
    assert_true(params_read(&taken, given, &p, error));
    expect_text(p.values[PARAM_CLIENT].words, "C-1");
    assert_int_equal(p.values[PARAM_LIMIT].number, 1000);
    assert_int_equal(p.values[PARAM_FROM].number, day_of("2024-02-29"));
    assert_int_equal(p.values[PARAM_BY].number, PERIOD_DAY);
    assert_string_equal(figure_path_name((size_t)p.values[PARAM_SORT].number), "margin.rate");
    assert_int_equal(p.values[PARAM_FIELDS].number,
                     section_bit(SECTION_SHARE) | section_bit(SECTION_PROFILE));
    assert_int_equal(p.values[PARAM_ALL].number, 1);
    assert_true(p.values[PARAM_NUMBER].number == INT64_MAX);
    assert_true(p.values[PARAM_SEGMENT].given);
    assert_int_equal(p.values[PARAM_SEGMENT].words.length, 0);
    json_decref(given);
}

static void test_what_is_wrong_is_named(void **state) {
    (void)state;
    expect_wrong("[\"C-1\"]", "parameters are named");
    expect_wrong("null", "parameters are named");
    expect_wrong("{}", "some.method needs `client`");
    expect_wrong("{\"client\":null}", "needs `client`");
    expect_wrong("{\"client\":\"C-1\",\"limt\":5}", "did you mean `limit`?");
    expect_wrong("{\"client\":\"C-1\",\"query\":\"x\"}", "no parameter `query`; it takes client,");
    expect_wrong("{\"client\":5}", "`client` must be a string of 1 to 128 bytes");
    expect_wrong("{\"client\":\"\"}", "`client` must be a string of 1 to 128 bytes");
    expect_wrong("{\"client\":\"C\",\"limit\":0}", "`limit` must be a whole number, 1 to 1000");
    expect_wrong("{\"client\":\"C\",\"limit\":1001}", "`limit`");
    expect_wrong("{\"client\":\"C\",\"limit\":1.5}", "`limit`");
    expect_wrong("{\"client\":\"C\",\"limit\":\"5\"}", "`limit`");
    expect_wrong("{\"client\":\"C\",\"number\":-1}", "`number`");
    expect_wrong("{\"client\":\"C\",\"from\":\"2025-02-30\"}", "`from` must be a date");
    expect_wrong("{\"client\":\"C\",\"from\":20250230}", "`from` must be a date");
    expect_wrong("{\"client\":\"C\",\"by\":\"hour\"}",
                 "`by` cannot be `hour`; it is one of month, day");
    expect_wrong("{\"client\":\"C\",\"by\":\"months\"}", "did you mean `month`?");
    expect_wrong("{\"client\":\"C\",\"sort\":\"revenue.totl\"}", "did you mean `revenue.total`?");
    expect_wrong("{\"client\":\"C\",\"fields\":\"share\"}", "`fields` must be an array of strings");
    expect_wrong("{\"client\":\"C\",\"fields\":[\"share\",\"shares\"]}", "did you mean `share`?");
    expect_wrong("{\"client\":\"C\",\"fields\":[[]]}", "`fields` must be a string");
    expect_wrong("{\"client\":\"C\",\"all\":1}", "`all` must be true or false");
    expect_wrong("{\"client\":\"C\",\"reason\":\"none\"}", "`reason` cannot be `none`");
    expect_wrong("{\"client\":\"C\",\"kind\":\"client\"}", "`kind` cannot be `client`");
}

static void test_long_words_are_cut_whole(void **state) {
    (void)state;
    char json[2048] = "{\"client\":\"C\",\"by\":\"";
    for (int i = 0; i < 200; i++)
        (void)strncat(json, "\xe2\x82\xac", 4);
    (void)strncat(json, "\"}", 3);
    rpc_params p;
    char error[PARAMS_ERROR_SIZE];
    assert_false(read(json, &p, error));
    assert_non_null(strstr(error, "\xe2\x82\xac...`; it is one of"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_not_given),
        cmocka_unit_test(test_what_is_given),
        cmocka_unit_test(test_what_is_wrong_is_named),
        cmocka_unit_test(test_long_words_are_cut_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

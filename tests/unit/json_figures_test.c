/* json_figures_test.c - figures as JSON text, digit by digit. */
#include "daemon/json_figures.h"
#include "tests/unit/support/unit.h"

static void test_each_kind(void **state) {
    (void)state;
    json_writer w;
    size_t length;
    json_writer_init(&w, 4096);
    json_open_array(&w);
    json_amount(&w, 518908, 2);
    json_amount(&w, -5, 2);
    json_amount(&w, 0, 3);
    json_amount(&w, 1250, 0);
    json_amount(&w, INT64_MIN, 2);
    json_quantity(&w, 21000);
    json_quantity(&w, -2500);
    json_quantity(&w, 0);
    json_ratio(&w, 1000000);
    json_ratio(&w, -88532);
    json_ratio(&w, 1);
    json_ratio(&w, 0);
    json_ratio(&w, INT64_MAX);
    json_ratio(&w, INT64_MIN);
    json_day(&w, day_of("2026-03-02"));
    json_day(&w, DAY_NONE);
    json_instant(&w, INT64_C(1000000000));
    json_instant(&w, 5);
    json_instant(&w, INT64_MIN);
    json_close_array(&w);
    char *out = json_writer_take(&w, &length);
    assert_string_equal(
        out,
        "[\"5189.08\",\"-0.05\",\"0.000\",\"1250\",\"-92233720368547758.08\","
        "\"21\",\"-2.5\",\"0\",1,-0.088532,0.000001,0,9223372036854.775807,null,"
        "\"2026-03-02\",null,\"1970-01-01T00:00:01Z\",\"1970-01-01T00:00:00.000000005Z\",null]");
    free(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_kind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

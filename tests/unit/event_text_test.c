#include <jansson.h>

#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/event_text.h"

static const sim_client client = {.number = 7, .revision = 2, .rep = 20, .since = 19000};

static json_t *written(const sim_event *event, event_text *text_of_event) {
    product products[CATALOGUE_PRODUCTS];
    catalogue_fill(products);
    event_text_write(text_of_event, products, event);
    assert_null(memchr(text_of_event->bytes, '\n', text_of_event->length));
    json_t *root = json_loadb(text_of_event->bytes, text_of_event->length, 0, NULL);
    assert_non_null(root);
    return root;
}

static const char *string_at(const json_t *root, const char *name) {
    const char *string = json_string_value(json_object_get(root, name));
    assert_non_null(string);
    return string;
}

static void an_invoice_says_what_it_holds(void **state) {
    (void)state;
    sim_document invoice = {.kind = SIM_INVOICE,
                            .number = 881,
                            .year = 2024,
                            .client = 7,
                            .date = day_from_civil(2024, 3, 2),
                            .revision = 3,
                            .versioned = true,
                            .currency = currency_find(text_of("EUR")),
                            .order = 12,
                            .line_count = 1};
    invoice.lines[0] = (sim_line){.product = 16,
                                  .quantity_told = true,
                                  .cost_told = true,
                                  .quantity = 2500,
                                  .amount = 11960,
                                  .cost = 7};
    sim_event event = {.type = SIM_INVOICE_AMENDED,
                       .time = day_from_civil(2024, 7, 1) * SECONDS_A_DAY + 8 * 3600,
                       .date_told = true,
                       .form = 128,
                       .client = &client,
                       .document = &invoice};
    event_text text_of_event;
    json_t *root = written(&event, &text_of_event);
    assert_string_equal(string_at(root, "type"), "invoice.amended");
    assert_string_equal(string_at(root, "source"), "/billing");
    assert_string_equal(string_at(root, "id"), "F-2024-000881-r3");
    assert_string_equal(string_at(root, "time"), "2024-07-01T10:00:00+02:00");
    const json_t *data = json_object_get(root, "data");
    assert_string_equal(string_at(data, "id"), "F-2024-000881");
    assert_string_equal(string_at(data, "client"), "C-00007");
    assert_string_equal(string_at(data, "date"), "2024-03-02");
    assert_string_equal(string_at(data, "order"), "CMD-000012");
    assert_int_equal(json_integer_value(json_object_get(data, "version")), 3);
    const json_t *line = json_array_get(json_object_get(data, "lines"), 0);
    assert_string_equal(string_at(line, "quantity"), "2.5");
    assert_string_equal(string_at(line, "amount"), "119.60");
    assert_string_equal(string_at(line, "cost"), "0.07");
    assert_null(json_object_get(line, "category"));
    json_decref(root);
}

static void the_sequence_has_its_place(void **state) {
    (void)state;
    sim_event event = {.type = SIM_CLIENT_UPDATED, .time = 1700000000, .client = &client};
    event_text text_of_event;
    json_decref(written(&event, &text_of_event));
    event_text_number(text_of_event.bytes + text_of_event.digits_from, 120345);
    json_t *root = json_loadb(text_of_event.bytes, text_of_event.length, 0, NULL);
    assert_string_equal(string_at(root, "sequence"), "000000120345");
    assert_string_equal(string_at(root, "time"), "2023-11-14T22:13:20Z");
    json_decref(root);
    size_t member = text_of_event.sequence_until - text_of_event.sequence_from;
    memmove(text_of_event.bytes + text_of_event.sequence_from,
            text_of_event.bytes + text_of_event.sequence_until,
            text_of_event.length - text_of_event.sequence_until);
    root = json_loadb(text_of_event.bytes, text_of_event.length - member, 0, NULL);
    assert_non_null(root);
    assert_null(json_object_get(root, "sequence"));
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invoice_says_what_it_holds),
        cmocka_unit_test(the_sequence_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <jansson.h>

#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/run.h"

enum { EVENTS = 3000 };

/* What the sink was given. */
typedef struct received {
    uint64_t events[SIM_SOURCES];
    uint64_t unparsed;
    uint64_t numbered[SIM_SOURCES]; /* the highest sequence */
    uint64_t again;                 /* with a number that was already seen */
    uint64_t sum;
    json_t *ids; /* id to how often, of those that are whole events */
    instant last[SIM_SOURCES];
} received;

/* Numbers go up by one; only a repetition may have one that was given before. */
static void note_number(received *self, sim_source source, const char *bytes, size_t length) {
    static const char member[] = "\"sequence\":\"";
    const char *found = memmem(bytes, length, member, sizeof member - 1);
    if (found == NULL) {
        return;
    }
    uint64_t number = strtoull(found + sizeof member - 1, NULL, 10);
    assert_in_range(number, 1, self->numbered[source] + 1);
    if (number > self->numbered[source]) {
        self->numbered[source] = number;
    } else {
        self->again++;
    }
}

static void receive(void *context, sim_type type, instant when, const char *bytes, size_t length) {
    received *self = context;
    sim_source source = sim_type_source(type);
    assert_true(length > 0);
    assert_null(memchr(bytes, '\n', length));
    assert_true(when >= self->last[source]);
    self->last[source] = when;
    self->events[source]++;
    for (size_t i = 0; i < length; i++) {
        self->sum = self->sum * 31 + (unsigned char)bytes[i];
    }
    note_number(self, source, bytes, length);
    json_t *root = json_loadb(bytes, length, 0, NULL);
    self->unparsed += root == NULL ? 1 : 0;
    const char *id = json_string_value(json_object_get(root, "id"));
    if (id != NULL && json_object_get(root, "sequence") != NULL) {
        json_int_t before = json_integer_value(json_object_get(self->ids, id));
        assert_int_equal(json_object_set_new(self->ids, id, json_integer(before + 1)), 0);
    }
    json_decref(root);
}

static void tell(received *self, fault_rates faults) {
    *self = (received){.ids = json_object()};
    sim_options options = {
        .business = {.seed = 8, .clients = 50, .currency_count = 1},
        .faults = faults,
        .limit = EVENTS,
    };
    options.business.start = day_from_civil(2024, 1, 1);
    options.business.currencies[0] = currency_find(text_of("EUR"));
    options.until = office_midnight(day_from_civil(2030, 1, 1));
    static const bool all[SIM_SOURCES] = {true, true, true};
    run company;
    run_init(&company, &options, all, receive, self);
    while (run_step(&company)) {}
    run_finish(&company);
}

static uint64_t total(const received *self) {
    return self->events[SIM_ORDERS] + self->events[SIM_BILLING] + self->events[SIM_CRM];
}

static void without_faults_everything_comes_once(void **state) {
    (void)state;
    received got;
    tell(&got, (fault_rates){0});
    assert_int_equal(total(&got), EVENTS);
    assert_int_equal(json_object_size(got.ids), EVENTS);
    assert_int_equal(got.unparsed + got.again, 0);
    for (int source = 0; source < SIM_SOURCES; source++) {
        assert_int_equal(got.numbered[source], got.events[source]);
    }
    json_decref(got.ids);
}

static void with_faults_everything_still_comes(void **state) {
    (void)state;
    received got;
    received again;
    fault_rates faults = {100000, 100000, 100000, 100000};
    tell(&got, faults);
    tell(&again, faults);
    assert_int_equal(json_object_size(got.ids), EVENTS);
    assert_true(total(&got) > EVENTS + EVENTS / 10);
    assert_true(got.unparsed > 0);
    assert_true(got.again > 0);
    assert_int_equal(got.sum, again.sum);
    json_decref(got.ids);
    json_decref(again.ids);
}

static void all_late_is_all_delivered(void **state) {
    (void)state;
    received got;
    tell(&got, (fault_rates){.late = 1000000});
    assert_int_equal(total(&got), EVENTS);
    assert_int_equal(json_object_size(got.ids), EVENTS);
    json_decref(got.ids);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_faults_everything_comes_once),
        cmocka_unit_test(with_faults_everything_still_comes),
        cmocka_unit_test(all_late_is_all_delivered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/business.h"
#include "tools/clientele_sim/event_text.h"

/* What was heard: counts, and a sum over every byte of every event's text. */
typedef struct heard {
    business *company;
    uint64_t events;
    uint64_t by_type[SIM_TYPE_COUNT];
    uint64_t sum;
    instant last;
    int64_t ordered;
    int64_t invoiced;
    event_text text;
} heard;

static int64_t amount_of(const sim_document *document) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        const sim_line *line = &document->lines[i];
        assert_true(line->quantity > 0);
        assert_true(line->amount >= 0);
        assert_true(line->cost >= 0);
        sum += line->amount;
    }
    return sum;
}

static void hear(void *context, const sim_event *event) {
    heard *self = context;
    assert_true(event->time >= self->last);
    self->last = event->time;
    self->events++;
    self->by_type[event->type]++;
    if (event->type == SIM_ORDER_PLACED) {
        self->ordered += amount_of(event->document);
    } else if (event->type == SIM_INVOICE_ISSUED) {
        self->invoiced += amount_of(event->document);
    }
    if (event->document != NULL && event->document->revision > 1) {
        assert_true(event->date_told);
    }
    event_text_write(&self->text, business_products(self->company), event);
    for (size_t i = 0; i < self->text.length; i++) {
        self->sum = self->sum * 31 + (unsigned char)self->text.bytes[i];
    }
}

static void run(heard *self, uint64_t seed, uint32_t clients, day days) {
    memset(self, 0, sizeof *self);
    business_settings settings = {
        .seed = seed, .start = day_from_civil(2024, 1, 1), .clients = clients, .currency_count = 2};
    settings.currencies[0] = currency_find(text_of("EUR"));
    settings.currencies[1] = currency_find(text_of("JPY"));
    self->company = business_create(&settings, hear, self);
    while (business_step(self->company, office_midnight(settings.start + days))) {}
    assert_true(self->last < office_midnight(settings.start + days));
    business_destroy(self->company);
}

static void the_seed_decides_everything(void **state) {
    (void)state;
    static heard first;
    static heard second;
    static heard other;
    run(&first, 5, 100, 200);
    run(&second, 5, 100, 200);
    run(&other, 6, 100, 200);
    assert_true(first.events > 1000);
    assert_int_equal(first.events, second.events);
    assert_int_equal(first.sum, second.sum);
    assert_int_not_equal(first.sum, other.sum);
}

static void everything_happens_in_some_years(void **state) {
    (void)state;
    static heard all;
    run(&all, 1, 300, 5 * 365);
    for (int type = 0; type < SIM_TYPE_COUNT; type++) {
        assert_true(all.by_type[type] > 0);
    }
    /* Cancelled orders are not invoiced, cancelled invoices are mostly issued again. */
    assert_in_range(all.invoiced, all.ordered * 85 / 100, all.ordered * 115 / 100);
}

static void a_company_of_one_client_goes_on(void **state) {
    (void)state;
    static heard one;
    run(&one, 2, 1, 3 * 365);
    assert_true(one.events > 1);
    business_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seed_decides_everything),
        cmocka_unit_test(everything_happens_in_some_years),
        cmocka_unit_test(a_company_of_one_client_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

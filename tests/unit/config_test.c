/* config_test.c - what each key gives, the defaults, the fingerprint, and that the sample and the manual
 * page say what conf/option.def says. Mistakes are in config_complaint_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf/config.h"
#include "conf/option.h"
#include "conf/yaml_node.h"
#include "conf/zone.h"

static const char sample_path[] = "conf/clienteled.yaml";
static const char page_path[] = "docs/man/clienteled.conf.5";

static config must_load(const char *yaml) {
    config c = {0};
    complaint wrong = {{0}};
    if (!config_load_text("f", yaml, strlen(yaml), &c, &wrong))
        fail_msg("%s", wrong.text);
    return c;
}

static uint64_t fingerprint_of(const char *yaml) {
    config c = must_load(yaml);
    uint64_t fingerprint = config_fingerprint(&c);
    config_finish(&c);
    return fingerprint;
}

static void expect_text(text t, const char *expected) {
    assert_int_equal(t.length, strlen(expected));
    assert_memory_equal(t.bytes, expected, t.length);
}

static void expect_cell(const rules *r, int recency, int frequency, int amount, const char *name) {
    expect_text(r->rfm->names[r->rfm->name_of[rfm_cell(recency, frequency, amount)]], name);
}

static void expect_customary_segments(const rules *r) {
    assert_int_equal(r->class_metric, METRIC_REVENUE);
    standing_rules usual = STANDING_DEFAULTS;
    assert_memory_equal(&r->standing, &usual, sizeof usual);
    assert_int_equal(r->rfm->name_count, 10);
    expect_text(r->rfm->names[0], "champions");
    expect_cell(r, 5, 5, 5, "champions");
    expect_cell(r, 4, 4, 3, "loyal");
    expect_cell(r, 3, 5, 1, "loyal");
    expect_cell(r, 5, 1, 5, "new");
    expect_cell(r, 2, 1, 5, "cannot_lose");
    expect_cell(r, 2, 4, 4, "at_risk");
    expect_cell(r, 1, 1, 1, "hibernating");
}

static void expect_defaults(const config *c) {
    assert_string_equal(c->state_dir, "/var/lib/clientele");
    assert_string_equal(c->timezone, "Europe/Paris");
    assert_int_equal(c->clock, CLOCK_WALL);
    assert_string_equal(c->query_endpoint, "tcp://127.0.0.1:5570");
    assert_string_equal(c->ingest_endpoint, "tcp://127.0.0.1:5571");
    assert_string_equal(c->publish_endpoint, "tcp://127.0.0.1:5572");
    assert_int_equal(c->feed_count, 0);
    assert_int_equal(c->map_bytes, UINT64_C(64) << 30);
    assert_int_equal(c->quarantine_bytes, UINT64_C(1) << 30);
    assert_string_equal(currency_code(c->rules.rates.base), "EUR");
    assert_int_equal(c->rules.rates.count, 0);
    assert_int_equal(c->rules.fiscal_month, 1);
    assert_int_equal(c->rules.fiscal_day, 1);
    assert_false(c->rules.purchases_are_invoices);
    assert_int_equal(c->rules.margin_rate_count, 0);
    expect_customary_segments(&c->rules);
    assert_int_equal(c->decode.alias_count, 0);
    assert_int_equal(c->decode.type_prefix.length, 0);
    assert_null(c->decode.type_prefix.bytes);
    assert_true(c->decode.local_day == zone_local_day);
    assert_int_equal(c->decode.rates->base, c->rules.rates.base);
    assert_int_equal(c->later_count, 0);
}

static void test_defaults(void **state) {
    (void)state;
    config c;
    complaint wrong;
    assert_true(config_defaults(&c, &wrong));
    assert_string_equal(c.path, "(defaults)");
    expect_defaults(&c);
    config_finish(&c);
    static const char *const empty[] = {
        "", "# nothing", "---\n", "{}", "endpoints:\nfeeds:\nrates: ~\nstore: {}\n", "alerts:\n"};
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        c = must_load(empty[i]);
        expect_defaults(&c);
        config_finish(&c);
    }
}

static void test_finish_takes_nothing(void **state) {
    (void)state;
    config c = {0};
    config_finish(&c);
    c = must_load("");
    config_finish(&c);
    config_finish(&c); /* zeroed by the first */
}

static void test_top_keys(void **state) {
    (void)state;
    config c = must_load("state_dir: state\n"
                         "timezone: America/New_York\n"
                         "base_currency: USD\n"
                         "fiscal_year_start: 04-06\n"
                         "purchases: invoices\n"
                         "clock: event\n"
                         "type_prefix: com.acme.\n"
                         "store: {map_size: 128 MiB, quarantine_size: 0B}\n"
                         "endpoints: {query: \"ipc://q.sock\", ingest: tcp://*:1, publish: "
                         "\"tcp://[::1]:65535\"}\n");
    assert_string_equal(c.path, "f");
    assert_string_equal(c.state_dir, "state");
    assert_string_equal(c.timezone, "America/New_York");
    assert_string_equal(currency_code(c.rules.rates.base), "USD");
    assert_int_equal(c.rules.fiscal_month, 4);
    assert_int_equal(c.rules.fiscal_day, 6);
    assert_true(c.rules.purchases_are_invoices);
    assert_int_equal(c.clock, CLOCK_EVENT);
    expect_text(c.decode.type_prefix, "com.acme.");
    assert_int_equal(c.map_bytes, 128 << 20);
    assert_int_equal(c.quarantine_bytes, 0);
    assert_string_equal(c.query_endpoint, "ipc://q.sock");
    assert_string_equal(c.ingest_endpoint, "tcp://*:1");
    assert_string_equal(c.publish_endpoint, "tcp://[::1]:65535");
    config_finish(&c);
    c = must_load("store: {map_size: 64MiB}\n"); /* the quarantine follows a small store */
    assert_int_equal(c.quarantine_bytes, 16 << 20);
    config_finish(&c);
}

static void test_rates_are_exact_and_sorted(void **state) {
    (void)state;
    config c =
        must_load("rates:\n"
                  "  USD: [{from: 2026-01-01, rate: \"0.920\"}, {rate: 1, from: 2025-01-01}]\n"
                  "  CHF:\n    - from: 2024-02-29\n      rate: 0.000000000001\n"
                  "  JPY: [{from: 1900-01-01, rate: 9223372036854775807}]\n");
    config copy = c;
    memset(&c, 0, sizeof c); /* nothing points into the struct */
    const rates *all = copy.decode.rates;
    assert_ptr_equal(all->rows, copy.rules.rates.rows);
    assert_int_equal(all->count, 4);
    char date[DAY_TEXT_SIZE];
    for (size_t i = 0; i < all->count; i++) {
        const rate *row = &all->rows[i];
        assert_true(i == 0 || row->of > row[-1].of ||
                    (row->of == row[-1].of && row->from > row[-1].from));
        day_format(row->from, date);
        if (row->of == currency_find(text_of("CHF"))) {
            assert_string_equal(date, "2024-02-29");
            assert_true(row->numerator == 1 && row->scale == 12);
        } else if (row->of == currency_find(text_of("JPY"))) {
            assert_true(row->numerator == INT64_MAX && row->scale == 0);
        } else if (strcmp(date, "2025-01-01") == 0) {
            assert_true(row->numerator == 1 && row->scale == 0);
        } else {
            assert_string_equal(date, "2026-01-01");
            assert_true(row->numerator == 92 && row->scale == 2);
        }
    }
    config_finish(&copy);
}

static void test_margin_rates_are_sorted(void **state) {
    (void)state;
    config c = must_load("margin_rates: {Tables: -1, \"\": 0.3, Binders: \"0.350000\", Art: 1}\n");
    const margin_rate *rows = c.rules.margin_rates;
    assert_int_equal(c.rules.margin_rate_count, 4);
    expect_text(rows[0].category, "");
    assert_int_equal(rows[0].millionths, 300000);
    expect_text(rows[1].category, "Art");
    assert_int_equal(rows[1].millionths, 1000000);
    expect_text(rows[2].category, "Binders");
    assert_int_equal(rows[2].millionths, 350000);
    expect_text(rows[3].category, "Tables");
    assert_int_equal(rows[3].millionths, -1000000);
    config_finish(&c);
}

static void test_types(void **state) {
    (void)state;
    config c = must_load("types: {com.acme.x: invoice.issued, a: order.placed}\n");
    assert_int_equal(c.decode.alias_count, 2);
    expect_text(c.decode.aliases[0].from, "a");
    assert_string_equal(c.decode.aliases[0].to->name, "order.placed");
    assert_string_equal(c.decode.aliases[1].to->name, "invoice.issued");
    config_finish(&c);
}

static void test_feeds(void **state) {
    (void)state;
    config c = must_load(
        "feeds:\n"
        "  - {name: billing, connect: tcp://b.internal:5581, replay: tcp://b.internal:5582,\n"
        "     topics: [invoice., credit_note.]}\n"
        "  - {bind: tcp://*:5590, name: shops, namespace: \"shop:\", topics: []}\n"
        "  - {name: crm, connect: ipc:///run/crm, replay: tcp://b.internal:5582}\n");
    assert_int_equal(c.feed_count, 3);
    const feed_config *billing = &c.feeds[0];
    assert_string_equal(billing->name, "billing");
    assert_string_equal(billing->endpoint, "tcp://b.internal:5581");
    assert_string_equal(billing->replay, "tcp://b.internal:5582");
    assert_false(billing->bind);
    assert_int_equal(billing->topic_count, 2);
    assert_string_equal(billing->topics[1], "credit_note.");
    assert_null(billing->name_space.bytes);
    const feed_config *shops = &c.feeds[1];
    assert_true(shops->bind);
    assert_null(shops->replay);
    assert_int_equal(shops->topic_count, 1);
    assert_string_equal(shops->topics[0], "");
    expect_text(shops->name_space, "shop:");
    config_finish(&c);
}

static void test_later_sections(void **state) {
    (void)state;
    config c = must_load("alerts: {max_age: 7d, hooks: [{name: x}]}\n");
    assert_int_equal(c.later_count, 1);
    assert_string_equal(c.later_sections[0], "alerts");
    config_finish(&c);
}

static void test_segments(void **state) {
    (void)state;
    config c = must_load("segments:\n  metric: margin\n  abc: [\"33.3333\", 100]\n"
                         "  pmg: {M: 10000, G: 50000}\n  potential: {1: 2, 2: 2}\n"
                         "  rfm: [{name: gone, r: [1]}, {name: here, r: [5, 2, 3, 4], m: [1]},\n"
                         "        {name: rich, r: [2, 3, 4, 5], m: [2, 3, 4, 5]}]\n"
                         "base_currency: JPY\n");
    const rules *r = &c.rules;
    assert_int_equal(r->class_metric, METRIC_MARGIN);
    assert_int_equal(r->standing.a_millionths, 333333);
    assert_int_equal(r->standing.b_millionths, 1000000);
    assert_int_equal(r->standing.g_amount, 50000);
    assert_int_equal(r->standing.m_amount, 10000);
    assert_int_equal(r->standing.first_amount, 2);
    assert_int_equal(r->standing.second_amount, 2);
    assert_int_equal(r->rfm->name_count, 3);
    expect_cell(r, 1, 5, 5, "gone");
    expect_cell(r, 2, 5, 1, "here");
    expect_cell(r, 5, 1, 2, "rich");
    config_finish(&c);
}

static void test_fingerprint(void **state) {
    (void)state;
    uint64_t plain = fingerprint_of("");
    assert_true(plain == fingerprint_of("state_dir: x\nclock: event\ntype_prefix: y\n"
                                        "segments: {metric: margin, abc: [50, 60]}\n"));
    static const char *const others[] = {
        "base_currency: USD",
        "timezone: UTC",
        "fiscal_year_start: 01-02",
        "fiscal_year_start: 02-01",
        "purchases: invoices",
        "margin_rates: {\"\": 0.1}",
        "margin_rates: {a: 0.1}",
        "margin_rates: {a: 0.2}",
        "rates: {USD: [{from: 2026-01-01, rate: 2}]}",
        "rates: {CHF: [{from: 2026-01-01, rate: 2}]}",
        "rates: {USD: [{from: 2026-01-02, rate: 2}]}",
        "rates: {USD: [{from: 2026-01-01, rate: 0.2}]}",
    };
    enum { COUNT = sizeof others / sizeof others[0] };
    uint64_t seen[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        seen[i] = fingerprint_of(others[i]);
        assert_true(seen[i] != plain);
        for (size_t j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
    }
    assert_true(fingerprint_of("rates: {USD: [{from: 2026-01-01, rate: \"2.00\"}]}") == seen[8]);
    assert_true(
        fingerprint_of("rates: {USD: [{from: 2026-01-01, rate: 1}, {from: 2025-01-01, rate: 2}],"
                       " CHF: [{from: 2026-01-01, rate: 3}]}") ==
        fingerprint_of("rates: {CHF: [{from: 2026-01-01, rate: 3}],"
                       " USD: [{from: 2025-01-01, rate: 2}, {from: 2026-01-01, rate: 1}]}"));
}

/* ---- the sample and the manual page ---- */

static char *must_read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s: cannot be opened; run the test in the source folder", path);
    char *content = calloc(1, 65536);
    assert_non_null(content);
    size_t length = fread(content, 1, 65535, file);
    assert_true(length > 0 && length < 65535);
    assert_int_equal(fclose(file), 0);
    return content;
}

static void test_sample_is_the_defaults(void **state) {
    (void)state;
    config c = {0};
    complaint wrong = {{0}};
    if (!config_load(sample_path, &c, &wrong))
        fail_msg("%s", wrong.text);
    expect_defaults(&c);
    config_finish(&c);
}

/* Makes a comment of the line "key: ..." that the example "#key: ..." is for. */
static void drop_default(char *sample, const char *example) {
    const char *colon = strchr(example, ':');
    assert_non_null(colon);
    char key[64] = "\n";
    size_t length = (size_t)(colon - example);
    assert_true(length + 2 < sizeof key);
    memcpy(key + 1, example + 1, length);
    char *line = strstr(sample, key);
    assert_non_null(line);
    assert_true(line < example);
    line[1] = '#';
}

/* The sample with its examples in place of the defaults: "#key" becomes "key". */
static void take_examples(char *sample) {
    for (char *line = sample; *line != '\0';) {
        bool is_top = line[0] == '#' && line[1] >= 'a' && line[1] <= 'z';
        if (is_top)
            drop_default(sample, line);
        if (is_top || strncmp(line, "#  ", 3) == 0)
            memmove(line, line + 1, strlen(line));
        line += strcspn(line, "\n");
        line += strspn(line, "\n");
    }
}

/* The first item of the list that has the key. */
static const yaml_node *item_with(const yaml_node *list, const char *key) {
    const yaml_node *item = list->first;
    while (item != NULL && yaml_node_find(item, key) == NULL)
        item = item->next;
    return item;
}

static const yaml_node *sample_value(const yaml_node *root, const option *row) {
    const yaml_node *section = root;
    if (strcmp(row->section, "feeds[]") == 0) {
        for (const yaml_node *feed = yaml_node_find(root, "feeds")->first; feed != NULL;
             feed = feed->next)
            if (yaml_node_find(feed, row->key) != NULL)
                section = feed;
    } else if (strcmp(row->section, "rates.CODE[]") == 0) {
        section = yaml_node_find(root, "rates")->first->first;
    } else if (strcmp(row->section, "segments.rfm[]") == 0) {
        section = yaml_node_find(yaml_node_find(root, "segments"), "rfm")->first;
    } else if (strcmp(row->section, "lifecycle.phases[]") == 0) {
        section = item_with(yaml_node_find(yaml_node_find(root, "lifecycle"), "phases"), row->key);
    } else if (strcmp(row->section, "actions.plan[]") == 0) {
        section = item_with(yaml_node_find(yaml_node_find(root, "actions"), "plan"), row->key);
    } else if (row->section[0] != '\0') {
        section = yaml_node_find(root, row->section);
    }
    return section != NULL ? yaml_node_find(section, row->key) : NULL;
}

static void test_sample_has_every_key(void **state) {
    (void)state;
    char *sample = must_read_file(sample_path);
    take_examples(sample);
    config c = must_load(sample); /* no key that option.def does not have */
    assert_int_equal(c.feed_count, 2);
    assert_true(c.rules.rates.count > 0 && c.rules.margin_rate_count > 0);
    assert_true(c.decode.alias_count > 0 && c.decode.type_prefix.length > 0);
    config_finish(&c);
    config_memory *memory = config_memory_create();
    const yaml_node *root = NULL;
    complaint wrong;
    assert_true(yaml_node_read("f", sample, strlen(sample), memory, &root, &wrong));
    for (size_t i = 0; i < option_count(); i++)
        if (sample_value(root, option_at(i)) == NULL)
            fail_msg("%s lacks %s of %s", sample_path, option_at(i)->key, option_at(i)->section);
    config_memory_destroy(memory);
    free(sample);
}

/* The comments with single blanks for line ends and signs. */
static void flatten(char *sample) {
    char *out = sample;
    for (char *in = sample; *in != '\0'; in++) {
        if (*in == '\n' || *in == '#')
            *in = ' ';
        if (*in != ' ' || out == sample || out[-1] != ' ')
            *out++ = *in;
    }
    *out = '\0';
}

static void test_sample_says_what_keys_mean(void **state) {
    (void)state;
    char *sample = must_read_file(sample_path);
    flatten(sample);
    for (size_t i = 0; i < option_count(); i++)
        if (strstr(sample, option_at(i)->sentence) == NULL)
            fail_msg("%s lacks, above %s: %s", sample_path, option_at(i)->key,
                     option_at(i)->sentence);
    free(sample);
}

/* On failure, the section to put into the page is printed. */
static void test_page_is_the_table(void **state) {
    (void)state;
    char *page = must_read_file(page_path);
    char *rows = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&rows, &length);
    assert_non_null(memory);
    assert_true(option_print(memory, OPTION_MAN));
    assert_int_equal(fclose(memory), 0);
    const char *section = strstr(page, ".SH OPTIONS\n");
    assert_non_null(section);
    section += strlen(".SH OPTIONS\n");
    if (strncmp(section, rows, length) != 0 || strncmp(section + length, ".SH ", 4) != 0) {
        printf("%s", rows);
        fail_msg("%s: the section OPTIONS must be what is printed above", page_path);
    }
    free(rows);
    free(page);
}

static void test_options_are_printed(void **state) {
    (void)state;
    char *rows = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&rows, &length);
    assert_non_null(memory);
    assert_true(option_print(memory, OPTION_TEXT));
    assert_int_equal(fclose(memory), 0);
    assert_non_null(strstr(rows, "\nendpoints.query (endpoint; default tcp://127.0.0.1:5570)\n"));
    assert_non_null(strstr(rows, "\nfeeds[].name (name; no default)\n"));
    free(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_finish_takes_nothing),
        cmocka_unit_test(test_top_keys),
        cmocka_unit_test(test_rates_are_exact_and_sorted),
        cmocka_unit_test(test_margin_rates_are_sorted),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_feeds),
        cmocka_unit_test(test_later_sections),
        cmocka_unit_test(test_segments),
        cmocka_unit_test(test_fingerprint),
        cmocka_unit_test(test_sample_is_the_defaults),
        cmocka_unit_test(test_sample_has_every_key),
        cmocka_unit_test(test_sample_says_what_keys_mean),
        cmocka_unit_test(test_page_is_the_table),
        cmocka_unit_test(test_options_are_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

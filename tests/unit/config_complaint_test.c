/* config_complaint_test.c - every mistake is told with its place, what is wrong and what to write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/config.h"
#include "conf/likeness.h"

typedef struct mistake {
    const char *yaml;
    const char *begins; /* the complaint's beginning, after "f:" */
} mistake;

static void expect_complaint(const char *yaml, const char *begins) {
    config c;
    memset(&c, 0x5a, sizeof c);
    const config before = c;
    complaint wrong = {{0}};
    if (config_load_text("f", yaml, strlen(yaml), &c, &wrong))
        fail_msg("taken: %s", yaml);
    assert_memory_equal(&c, &before, sizeof c);
    assert_memory_equal(wrong.text, "f:", 2);
    if (strncmp(wrong.text + 2, begins, strlen(begins)) != 0)
        fail_msg("%s\n  gives   %s\n  and not f:%s", yaml, wrong.text, begins);
}

static void expect_complaints(const mistake *mistakes, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect_complaint(mistakes[i].yaml, mistakes[i].begins);
}
#define EXPECT_COMPLAINTS(table) expect_complaints(table, sizeof(table) / sizeof(table)[0])

static void test_keys(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"# x\n\nfiscal_year: 01-01\n",
         "3:1: unknown key `fiscal_year`; did you mean `fiscal_year_start`?"},
        {"time_zone: UTC\n", "1:1: unknown key `time_zone`; did you mean `timezone`?"},
        {"Clock: wall\n", "1:1: unknown key `Clock`; did you mean `clock`?"},
        {"colour: red\n", "1:1: unknown key `colour`; known here are state_dir, timezone,"},
        {"<<: {}\n", "1:1: unknown key `<<`; known here are"},
        {"endpoints: {querry: tcp://a:1}\n", "1:13: unknown key `querry`; did you mean `query`?"},
        {"store:\n  mapsize: 1GiB\n", "2:3: unknown key `mapsize`; did you mean `map_size`?"},
        {"feeds:\n- nam: x\n", "2:3: unknown key `nam`; did you mean `name`?"},
        {"rates: {USD: [{form: 2026-01-01}]}\n", "1:16: unknown key `form`; did you mean `from`?"},
        {"clock: wall\nclock: event\n",
         "2:1: the key `clock` comes a second time, first on line 1"},
        {"alerts: {a: 1, a: 2}\n", "1:16: the key `a` comes a second time"},
        {"- clock\n", "1:1: not a mapping; write lines such as `timezone: Europe/Paris`"},
        {"clock wall\n", "1:1: not a mapping"},
    };
    EXPECT_COMPLAINTS(mistakes);
}

static void test_top_values(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"state_dir: \"\"\n", "1:12: state_dir cannot be empty; write a path"},
        {"state_dir:\n", "1:11: state_dir cannot be empty"},
        {"state_dir: [a]\n", "1:12: state_dir cannot be a list; write a path"},
        {"state_dir: \"a\\nb\"\n", "1:12: state_dir cannot be `a?b`"},
        {"timezone: Europe/Pariss\n",
         "1:11: timezone cannot be `Europe/Pariss`; write a zone of the tz database, such as"},
        {"timezone: {}\n", "1:11: timezone cannot be a mapping"},
        {"base_currency: eur\n",
         "1:16: base_currency cannot be `eur`; write an active ISO 4217 code"},
        {"base_currency: EURO\n", "1:16: base_currency cannot be `EURO`"},
        {"base_currency: [EUR]\n", "1:16: base_currency cannot be a list"},
        {"fiscal_year_start: 02-29\n",
         "1:20: fiscal_year_start cannot be `02-29`; write a month and a day MM-DD, but not 02-29"},
        {"fiscal_year_start: 13-01\n", "1:20: fiscal_year_start cannot be `13-01`"},
        {"fiscal_year_start: 04-31\n", "1:20: fiscal_year_start cannot be `04-31`"},
        {"fiscal_year_start: 4-1\n", "1:20: fiscal_year_start cannot be `4-1`"},
        {"fiscal_year_start: 00-00\n", "1:20: fiscal_year_start cannot be `00-00`"},
        {"fiscal_year_start: {}\n", "1:20: fiscal_year_start cannot be a mapping"},
        {"purchases: quotes\n", "1:12: purchases cannot be `quotes`; write orders or invoices"},
        {"clock: Wall\n", "1:8: clock cannot be `Wall`; write wall or event"},
        {"clock: [wall]\n", "1:8: clock cannot be a list"},
        {"type_prefix: {}\n", "1:14: type_prefix cannot be a mapping"},
        {"segments: 1\n", "1:11: segments cannot be `1`; write a mapping"},
        {"alerts: []\n", "1:9: alerts cannot be a list; write a mapping"},
    };
    EXPECT_COMPLAINTS(mistakes);
}

static void test_segments(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"segments: {metric: turnover}\n",
         "1:20: segments.metric cannot be `turnover`; write revenue, margin"},
        {"segments: {abc: [95, 80]}\n", "1:17: segments.abc must be two percentages"},
        {"segments: {abc: [80, 100.0001]}\n", "1:17: segments.abc must be two percentages"},
        {"segments: {abc: [80.00001, 95]}\n", "1:17: segments.abc must be two percentages"},
        {"segments: {abc: [-1, 95]}\n", "1:17: segments.abc must be two percentages"},
        {"segments: {abc: [80]}\n", "1:17: segments.abc must be two percentages"},
        {"segments: {abc: 80}\n", "1:17: segments.abc cannot be `80`"},
        {"segments: {pmg: {G: 1}}\n",
         "1:17: segments.pmg needs both G and M; write the amount of M"},
        {"segments: {pmg: {G: 1, M: 2}}\n", "1:17: segments.pmg: G is below M"},
        {"segments: {pmg: {G: 1.001, M: 1}}\n",
         "1:21: segments.pmg.G must be an amount above 0 with at most 2 decimals (EUR)"},
        {"segments: {pmg: {G: 1.1, M: 1}}\nbase_currency: JPY\n",
         "1:21: segments.pmg.G must be an amount above 0 with at most 0 decimals (JPY)"},
        {"segments: {pmg: {P: 1}}\n", "1:18: unknown key `P`; known here are G, M"},
        {"segments: {pmg: {G: 2, M: 1}, metric: orders}\n",
         "1:17: segments.pmg has amounts, but segments.metric is orders"},
        {"segments: {potential: {1: 0, 2: 1}}\n", "1:27: segments.potential.1 must be an amount"},
        {"segments: {rfm: []}\n",
         "1:17: segments.rfm leaves out the cell r 5, f 5, m 5; add a row with its name"},
        {"segments: {rfm: [{name: a, r: [1, 2, 3, 4]}, {name: b, r: [5], f: [2, 3, 4, 5]}]}\n",
         "1:17: segments.rfm leaves out the cell r 5, f 1, m 5"},
        {"segments: {rfm: [{name: a},\n {name: b, r: [5], f: [2]}]}\n",
         "2:2: segments.rfm: the cell r 5, f 2, m 1 is named twice, `a` and `b`; keep one"},
        {"segments: {rfm: [{r: [1]}]}\n", "1:18: segments.rfm: a row lacks `name`"},
        {"segments: {rfm: [a]}\n", "1:18: segments.rfm: a row is no mapping"},
        {"segments: {rfm: [{name: a b}]}\n", "1:25: segments.rfm[].name cannot be `a b`"},
        {"segments: {rfm: [{name: a, r: [6]}]}\n", "1:32: segments.rfm[].r cannot be `6`"},
        {"segments: {rfm: [{name: a, r: []}]}\n", "1:31: segments.rfm[].r cannot be a list"},
        {"segments: {rfm: {}}\n", "1:17: segments.rfm cannot be a mapping"},
    };
    EXPECT_COMPLAINTS(mistakes);
}

static void test_sizes(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"store: {map_size: 64}\n", "1:19: store.map_size cannot be `64`; write a size from 1MiB"},
        {"store: {map_size: 64GB}\n", "1:19: store.map_size cannot be `64GB`"},
        {"store: {map_size: GiB}\n", "1:19: store.map_size cannot be `GiB`"},
        {"store: {map_size: -1GiB}\n", "1:19: store.map_size cannot be `-1GiB`"},
        {"store: {map_size: 1.5GiB}\n", "1:19: store.map_size cannot be `1.5GiB`"},
        {"store: {map_size: 512KiB}\n", "1:19: store.map_size cannot be `512KiB`"},
        {"store: {map_size: 17TiB}\n", "1:19: store.map_size cannot be `17TiB`"},
        {"store: {map_size: 1048577B}\n", "1:19: store.map_size cannot be `1048577B`"},
        {"store: {map_size: 99999999999999999999B}\n", "1:19: store.map_size cannot be `9999"},
        {"store: {quarantine_size: 18446744073709551615TiB}\n",
         "1:26: store.quarantine_size cannot"},
        {"store: {map_size: 1GiB, quarantine_size: 2GiB}\n",
         "1:42: store.quarantine_size is larger than store.map_size"},
        {"store: []\n", "1:8: store cannot be a list; write a mapping with the keys map_size"},
    };
    EXPECT_COMPLAINTS(mistakes);
}

static void test_rates(void **state) {
    (void)state;
#define ROW(from, rate) "rates: {USD: [{from: " from ", rate: " rate "}]}\n"
    static const mistake mistakes[] = {
        {ROW("2026-01-01", "0"), "1:40: rates.CODE[].rate cannot be `0`; write a decimal above 0"},
        {ROW("2026-01-01", "-1"), "1:40: rates.CODE[].rate cannot be `-1`"},
        {ROW("2026-01-01", "\"0,92\""), "1:40: rates.CODE[].rate cannot be `0,92`"},
        {ROW("2026-01-01", "\"\""), "1:40: rates.CODE[].rate cannot be empty"},
        {ROW("2026-01-01", "0.0000000000001"),
         "1:40: rates.CODE[].rate cannot be `0.0000000000001`"},
        {ROW("2026-01-01", "1e30"), "1:40: rates.CODE[].rate cannot be `1e30`"},
        {ROW("2026-01-01", ".inf"), "1:40: rates.CODE[].rate cannot be `.inf`"},
        {ROW("2026-01-01", "[1]"), "1:40: rates.CODE[].rate cannot be a list"},
        {ROW("2026-02-30", "1"), "1:22: rates.CODE[].from cannot be `2026-02-30`; write a date"},
        {ROW("01/02/2026", "1"), "1:22: rates.CODE[].from cannot be `01/02/2026`"},
        {"rates: {USD: [{from: 2026-01-01}]}\n",
         "1:15: rates.USD: a row lacks `rate`; write {from:"},
        {"rates: {USD: [{rate: 1}]}\n", "1:15: rates.USD: a row lacks `from`"},
        {"rates: {USD: [0.92]}\n", "1:15: rates.USD: a row is no mapping"},
        {"rates: {USD: 0.92}\n", "1:14: rates.USD needs a list of rows"},
        {"rates: {USD: []}\n", "1:14: rates.USD needs a list of rows"},
        {"rates: {usd: []}\n", "1:9: rates: `usd` is no currency; write an active ISO 4217 code"},
        {"rates: [USD]\n", "1:8: rates cannot be a list; write a mapping of currency codes"},
        {"rates:\n  USD:\n    - {from: 2026-01-01, rate: 1}\n    - {from: 2025-01-01, rate: 1}\n"
         "    - {from: 2026-01-01, rate: 2}\n",
         "5:7: rates.USD: a second row from 2026-01-01, first on line 3; keep one of them"},
        {"rates: {EUR: [{from: 2026-01-01, rate: 1}]}\n",
         "1:9: rates: EUR is the base currency, which is always worth 1; remove it"},
        {"rates: {USD: [{from: 2026-01-01, rate: 1}]}\nbase_currency: USD\n",
         "1:9: rates: USD is the base currency"},
    };
    EXPECT_COMPLAINTS(mistakes);
}

static void test_margin_rates_and_types(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"margin_rates: {a: 1.000001}\n",
         "1:19: margin_rates: the rate of `a` must be a decimal from"},
        {"margin_rates: {a: -1.1}\n", "1:19: margin_rates: the rate of `a`"},
        {"margin_rates: {a: 0.1234567}\n", "1:19: margin_rates: the rate of `a`"},
        {"margin_rates: {a: 35%}\n", "1:19: margin_rates: the rate of `a`"},
        {"margin_rates: {a: }\n", "1:19: margin_rates: the rate of `a`"},
        {"margin_rates: {a: {}}\n", "1:19: margin_rates: the rate of `a`"},
        {"margin_rates: []\n", "1:15: margin_rates cannot be a list"},
        {"types: {x: invoice.isued}\n",
         "1:12: types: `invoice.isued` is no event type; did you mean invoice.issued"},
        {"types: {x: feed.heartbeat}\n", "1:12: types: `feed.heartbeat` is no event type"},
        {"types: {x: [order.placed]}\n", "1:12: types: `x` needs the name of one type"},
        {"types: {\"\": order.placed}\n", "1:9: types cannot be empty"},
        {"types: x\n", "1:8: types cannot be `x`; write a mapping of other systems' type names"},
    };
    EXPECT_COMPLAINTS(mistakes);
}

static void test_endpoints(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "127.0.0.1:5570", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://:5570",    "tcp://a:0",
        "tcp://a:65536",  "tcp://a:007",     "tcp://a:1x",       "tcp://a b:1",    "tcp://[]:1",
        "tcp://[x]:1",    "tcp://::1:5570",  "ipc://",           "inproc://a",     "ipc://*",
        "udp://a:1",      "TCP://a:1",       "tcp://a/b:1",      "tcp://eth0;a:1", "tcp://*.a:1"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char yaml[128];
        char begins[128];
        (void)snprintf(yaml, sizeof yaml, "endpoints: {query: \"%s\"}\n", wrong[i]);
        (void)snprintf(begins, sizeof begins, "1:20: endpoints.query cannot be `%s`; write tcp://",
                       wrong[i]);
        expect_complaint(yaml, begins);
    }
    char yaml[200] = "endpoints: {query: \"ipc://";
    memset(yaml + strlen(yaml), 'p', 108); /* a Unix socket's address holds 107 */
    memcpy(yaml + strlen(yaml), "\"}", 3);
    expect_complaint(yaml, "1:20: endpoints.query cannot be `ipc://ppp");
    expect_complaint("endpoints: x\n", "1:12: endpoints cannot be `x`; write a mapping");
}

static void test_sockets_that_meet(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"endpoints: {ingest: tcp://127.0.0.1:5570}\n",
         "1:21: endpoints.ingest is the same endpoint as endpoints.query; give each its own"},
        {"endpoints: {publish: tcp://*:5571}\n", "1:22: endpoints.publish is the same endpoint as"},
        {"endpoints: {query: ipc://a, publish: ipc://a}\n", "1:38: endpoints.publish is the same"},
        {"state_dir: d\nendpoints: {query: ipc://d/admin.sock}\n",
         "2:20: endpoints.query is the same endpoint as the administration socket"},
        {"feeds: [{name: a, connect: tcp://localhost:5570}]\n",
         "1:28: connect of the feed a is the same endpoint as endpoints.query"},
        {"feeds: [{name: a, connect: tcp://x:1}, {name: b, connect: tcp://X:1}]\n",
         "1:59: connect of the feed b is the same endpoint as connect of the feed a"},
        {"feeds: [{name: a, bind: tcp://*:1}, {name: b, bind: tcp://10.0.0.1:1}]\n",
         "1:53: bind of the feed b is the same endpoint as bind of the feed a"},
        {"feeds: [{name: a, connect: tcp://x:1, replay: tcp://x:1}]\n",
         "1:47: replay of the feed a is the same endpoint as connect of the feed a"},
    };
    EXPECT_COMPLAINTS(mistakes);
    static const char fine[] = "endpoints: {query: tcp://*:1, ingest: tcp://127.0.0.1:*, publish: "
                               "tcp://127.0.0.1:*}\nfeeds: [{name: a, connect: tcp://x:1}]\n";
    config c;
    complaint wrong;
    assert_true(config_load_text("f", fine, strlen(fine), &c, &wrong));
    config_finish(&c);
}

static void test_feeds(void **state) {
    (void)state;
    static const mistake mistakes[] = {
        {"feeds: {name: a}\n", "1:8: feeds cannot be a mapping; write a list"},
        {"feeds: [a]\n", "1:9: feeds: a feed is no mapping; write {name: billing,"},
        {"feeds: [{connect: tcp://a:1}]\n", "1:9: feeds: a feed lacks `name`"},
        {"feeds: [{name: a}]\n", "1:9: feeds: a has no endpoint; write connect:"},
        {"feeds: [{name: a b, connect: tcp://a:1}]\n", "1:16: feeds[].name cannot be `a b`"},
        {"feeds: [{name: \"\", connect: tcp://a:1}]\n", "1:16: feeds[].name cannot be empty"},
        {"feeds: [{name: a, connect: tcp://a:1, bind: tcp://a:2}]\n",
         "1:39: feeds: a has both `connect` and `bind`; keep one of them"},
        {"feeds: [{name: a, connect: tcp://*:1}]\n", "1:28: feeds[].connect cannot be `tcp://*:1`"},
        {"feeds: [{name: a, connect: tcp://a:*}]\n", "1:28: feeds[].connect cannot be `tcp://a:*`"},
        {"feeds:\n- {name: a, connect: tcp://a:1}\n- {name: a, connect: tcp://a:2}\n",
         "3:10: feeds: the name a is taken by an earlier feed; write another"},
        {"feeds: [{name: a, connect: tcp://a:1, replay: x}]\n",
         "1:47: feeds[].replay cannot be `x`"},
        {"feeds: [{name: a, topics: invoice.}]\n", "1:27: feeds[].topics cannot be `invoice.`"},
        {"feeds: [{name: a, topics: [[x]]}]\n", "1:28: feeds[].topics cannot be a list"},
        {"feeds: [{name: a, namespace: \"a\\tb\"}]\n", "1:30: feeds[].namespace cannot be `a?b`"},
        {"feeds: [{name: a, namespace: "
         "0123456789012345678901234567890123456789012345678901234567890"
         "12345}]\n",
         "1:30: feeds[].namespace cannot be `0123"},
    };
    EXPECT_COMPLAINTS(mistakes);
    char many[64 * (FEEDS_MAX + 1)] = "feeds:\n";
    size_t used = strlen(many);
    for (int i = 0; i <= FEEDS_MAX; i++)
        used += (size_t)snprintf(many + used, sizeof many - used,
                                 "- {name: f%d, connect: tcp://h%d:1, replay: tcp://r:1}\n", i, i);
    expect_complaint(many, "2:1: feeds has 257 items; write at most 256");
    *strrchr(many, '-') = '#'; /* one fewer is as many as there may be */
    config c;
    complaint wrong;
    assert_true(config_load_text("f", many, strlen(many), &c, &wrong));
    assert_int_equal(c.feed_count, FEEDS_MAX);
    config_finish(&c);
}

/* ---- files ---- */

static void expect_file_complaint(const char *path, const char *ends) {
    config c = {0};
    complaint wrong = {{0}};
    assert_false(config_load(path, &c, &wrong));
    assert_memory_equal(wrong.text, path, strlen(path));
    if (strncmp(wrong.text + strlen(path), ends, strlen(ends)) != 0)
        fail_msg("%s is not %s%s", wrong.text, path, ends);
}

static void test_files(void **state) {
    (void)state;
    char folder[] = "/tmp/config_test.XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    (void)snprintf(path, sizeof path, "%s/c.yaml", folder);
    expect_file_complaint(folder, ": not a file; name a YAML file");
    expect_file_complaint(path, ": cannot be opened (No such file or directory); check the path");
    assert_int_equal(mkfifo(path, 0600), 0); /* nobody writes to it: must not hang */
    expect_file_complaint(path, ": not a file");
    assert_int_equal(unlink(path), 0);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fprintf(file, "clock: never\n%*s", 1 << 20, "") > 0);
    assert_int_equal(fclose(file), 0);
    expect_file_complaint(path, ": longer than 1 MiB");
    assert_int_equal(truncate(path, 1 << 20), 0);
    expect_file_complaint(path, ":1:8: clock cannot be `never`");
    if (geteuid() != 0) {
        assert_int_equal(chmod(path, 0), 0);
        expect_file_complaint(path, ": cannot be opened (Permission denied); check the path");
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void test_likeness(void **state) {
    (void)state;
    assert_int_equal(likeness(text_of("clock"), text_of("clock")), 0);
    assert_int_equal(likeness(text_of("clok"), text_of("clock")), 1);
    assert_int_equal(likeness(text_of("feed"), text_of("feeds")), 1);
    assert_int_equal(likeness(text_of("colour"), text_of("clock")), LIKENESS_NONE);
    assert_int_equal(likeness(text_of(""), text_of("ab")), LIKENESS_NONE);
    assert_int_equal(likeness((text){NULL, 0}, (text){NULL, 0}), LIKENESS_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),      cmocka_unit_test(test_top_values),
        cmocka_unit_test(test_segments),  cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_rates),     cmocka_unit_test(test_margin_rates_and_types),
        cmocka_unit_test(test_endpoints), cmocka_unit_test(test_sockets_that_meet),
        cmocka_unit_test(test_feeds),     cmocka_unit_test(test_files),
        cmocka_unit_test(test_likeness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* query_segments_test.c - portfolio.pareto, segments and movers about a small business, worked out by hand.
 *
 * Today is 31 March 2026. Anna has C-1 and C-2, Ben C-3 and C-4, nobody C-5, a prospect. */
#include "daemon/query.h"

#include "tests/unit/support/kept_books.h"

static kept_books books;

static void sell(const char *client, const char *date, const char *amount, const char *category) {
    static int number = 0;
    char data[256];
    (void)snprintf(data, sizeof data,
                   "{\"id\":\"O-%d\",\"client\":\"%s\",\"date\":\"%s\",\"amount\":\"%s\"}",
                   ++number, client, date, amount);
    kept_books_tell(&books, "order.placed", data);
    (void)snprintf(data, sizeof data,
                   "{\"id\":\"F-%d\",\"client\":\"%s\",\"date\":\"%s\",\"amount\":\"%s\","
                   "\"quantity\":\"2\",\"cost\":\"10\",\"category\":\"%s\"}",
                   number, client, date, amount, category);
    kept_books_tell(&books, "invoice.issued", data);
}

static int open_books(void **state) {
    (void)state;
    kept_books_open(&books, "");
    kept_books_tell(
        &books, "client.updated",
        "{\"client\":\"C-1\",\"name\":\"One\",\"rep\":\"anna\",\"potential\":\"1000\"}");
    kept_books_tell(&books, "client.updated",
                    "{\"client\":\"C-2\",\"rep\":\"anna\",\"potential\":\"5000\"}");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-3\",\"rep\":\"ben\"}");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-4\",\"rep\":\"ben\"}");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-5\"}");
    sell("C-1", "2026-03-05", "500", "Paper");
    sell("C-1", "2026-03-10", "100", "Paper");
    sell("C-2", "2026-01-10", "200", "Paper");
    sell("C-3", "2025-06-01", "150", "Ink");
    sell("C-4", "2026-03-20", "50", "Ink");
    assert_int_equal(bookkeeper_advance(books.context.keeper, day_of("2026-03-31")), STORE_OK);
    return 0;
}

static int close_books(void **state) {
    (void)state;
    kept_books_close(&books);
    return 0;
}

static void test_pareto(void **state) {
    (void)state;
    expect_answer(&books, "portfolio.pareto", "{\"points\":2}",
                  "{\"rep\":null,\"metric\":\"revenue\",\"known\":5,\"clients\":4,\"total\":\"1"
                  "000.00\",\"top20_share\":0.6,\"top20_clients\":1,\"clients_for_80\":2,\"clie"
                  "nts_for_80_share\":0.5,\"curve\":[{\"place\":2,\"share_of_clients\":0.5,\"cu"
                  "mulative_share\":0.8,\"client\":\"C-2\"},{\"place\":4,\"share_of_clients\":1"
                  ",\"cumulative_share\":1,\"client\":\"C-4\"}],\"concentration\":{\"largest\":"
                  "0.6,\"largest_client\":\"C-1\",\"ten_largest\":1,\"herfindahl\":0.425,\"gini"
                  "\":0.425,\"reading\":\"Weak concentration: the clients are too alike for ABC"
                  " classes to say much.\"}}");
    expect_answer(&books, "portfolio.pareto", "{\"rep\":\"ben\",\"metric\":\"orders\"}",
                  "{\"rep\":\"ben\",\"metric\":\"orders\",\"known\":2,\"clients\":2,\"total\":2"
                  ",\"top20_share\":0.5,\"top20_clients\":1,\"clients_for_80\":2,\"clients_for_"
                  "80_share\":1,\"curve\":[{\"place\":1,\"share_of_clients\":0.5,\"cumulative_s"
                  "hare\":0.5,\"client\":\"C-3\"},{\"place\":2,\"share_of_clients\":1,\"cumulat"
                  "ive_share\":1,\"client\":\"C-4\"}],\"concentration\":{\"largest\":0.5,\"larg"
                  "est_client\":\"C-3\",\"ten_largest\":1,\"herfindahl\":0.5,\"gini\":0,\"readi"
                  "ng\":\"Weak concentration: the clients are too alike for ABC classes to say "
                  "much.\"}}");
}

static void test_classes(void **state) {
    (void)state;
    expect_answer(&books, "portfolio.segments", "{}",
                  "{\"by\":\"abc\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"total\":"
                  "\"1000.00\",\"rows\":[{\"class\":\"A\",\"clients\":2,\"share_of_clients\":0."
                  "4,\"sum\":\"800.00\",\"share\":0.8},{\"class\":\"B\",\"clients\":1,\"share_o"
                  "f_clients\":0.2,\"sum\":\"150.00\",\"share\":0.15},{\"class\":\"C\",\"client"
                  "s\":2,\"share_of_clients\":0.4,\"sum\":\"50.00\",\"share\":0.05}]}");
    expect_answer(&books, "portfolio.segments", "{\"by\":\"pareto\",\"rep\":\"anna\"}",
                  "{\"by\":\"pareto\",\"rep\":\"anna\",\"metric\":\"revenue\",\"clients\":2,\"t"
                  "otal\":\"800.00\",\"rows\":[{\"class\":\"large\",\"clients\":2,\"share_of_cl"
                  "ients\":1,\"sum\":\"800.00\",\"share\":1},{\"class\":\"small\",\"clients\":0"
                  ",\"share_of_clients\":0,\"sum\":\"0.00\",\"share\":0}]}");
    expect_answer(&books, "portfolio.segments", "{\"by\":\"pmg\"}",
                  "{\"by\":\"pmg\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"total\":"
                  "\"1000.00\",\"rows\":[{\"class\":\"G\",\"clients\":1,\"share_of_clients\":0."
                  "2,\"sum\":\"600.00\",\"share\":0.6},{\"class\":\"M\",\"clients\":0,\"share_o"
                  "f_clients\":0,\"sum\":\"0.00\",\"share\":0},{\"class\":\"P\",\"clients\":4,\""
                  "share_of_clients\":0.8,\"sum\":\"400.00\",\"share\":0.4}]}");
    expect_answer(&books, "portfolio.segments", "{\"by\":\"crossed\"}",
                  "{\"by\":\"crossed\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"tota"
                  "l\":\"1000.00\",\"rows\":[{\"class\":\"A1\",\"clients\":1,\"share_of_clients"
                  "\":0.2,\"sum\":\"200.00\",\"share\":0.2,\"potential\":\"5000.00\"},{\"class\""
                  ":\"A2\",\"clients\":1,\"share_of_clients\":0.2,\"sum\":\"600.00\",\"share\":"
                  "0.6,\"potential\":\"1000.00\"},{\"class\":\"A3\",\"clients\":0,\"share_of_cl"
                  "ients\":0,\"sum\":\"0.00\",\"share\":0,\"potential\":\"0.00\"},{\"class\":\""
                  "B1\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00\",\"share\":0,\"pot"
                  "ential\":\"0.00\"},{\"class\":\"B2\",\"clients\":0,\"share_of_clients\":0,\""
                  "sum\":\"0.00\",\"share\":0,\"potential\":\"0.00\"},{\"class\":\"B3\",\"clien"
                  "ts\":0,\"share_of_clients\":0,\"sum\":\"0.00\",\"share\":0,\"potential\":\"0"
                  ".00\"},{\"class\":\"C1\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00"
                  "\",\"share\":0,\"potential\":\"0.00\"},{\"class\":\"C2\",\"clients\":0,\"sha"
                  "re_of_clients\":0,\"sum\":\"0.00\",\"share\":0,\"potential\":\"0.00\"},{\"cl"
                  "ass\":\"C3\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00\",\"share\""
                  ":0,\"potential\":\"0.00\"},{\"class\":null,\"clients\":3,\"share_of_clients\""
                  ":0.6,\"sum\":\"200.00\",\"share\":0.2,\"potential\":null}]}");
    expect_answer(&books, "portfolio.segments", "{\"by\":\"rep\"}",
                  "{\"by\":\"rep\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"total\":"
                  "\"1000.00\",\"rows\":[{\"rep\":\"anna\",\"clients\":2,\"share_of_clients\":0"
                  ".4,\"sum\":\"800.00\",\"share\":0.8},{\"rep\":\"ben\",\"clients\":2,\"share_"
                  "of_clients\":0.4,\"sum\":\"200.00\",\"share\":0.2},{\"rep\":null,\"clients\""
                  ":1,\"share_of_clients\":0.2,\"sum\":\"0.00\",\"share\":0}],\"after\":null}");
}

static void test_scores(void **state) {
    (void)state;
    expect_answer(&books, "portfolio.segments", "{\"by\":\"rfm\"}",
                  "{\"by\":\"rfm\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"total\":"
                  "\"1000.00\",\"rows\":[{\"name\":\"champions\",\"clients\":1,\"share_of_clien"
                  "ts\":0.25,\"sum\":\"600.00\",\"share\":0.6},{\"name\":\"loyal\",\"clients\":"
                  "2,\"share_of_clients\":0.5,\"sum\":\"250.00\",\"share\":0.25},{\"name\":\"po"
                  "tential_loyal\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00\",\"shar"
                  "e\":0},{\"name\":\"new\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00"
                  "\",\"share\":0},{\"name\":\"promising\",\"clients\":0,\"share_of_clients\":0"
                  ",\"sum\":\"0.00\",\"share\":0},{\"name\":\"need_attention\",\"clients\":0,\""
                  "share_of_clients\":0,\"sum\":\"0.00\",\"share\":0},{\"name\":\"about_to_slee"
                  "p\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00\",\"share\":0},{\"na"
                  "me\":\"cannot_lose\",\"clients\":0,\"share_of_clients\":0,\"sum\":\"0.00\",\""
                  "share\":0},{\"name\":\"at_risk\",\"clients\":1,\"share_of_clients\":0.25,\"s"
                  "um\":\"150.00\",\"share\":0.15},{\"name\":\"hibernating\",\"clients\":0,\"sh"
                  "are_of_clients\":0,\"sum\":\"0.00\",\"share\":0}],\"scored\":4,\"cuts\":{\"r"
                  "\":[\"2025-06-01\",\"2026-01-10\",\"2026-03-10\",\"2026-03-20\"],\"f\":[1,1,"
                  "1,2],\"m\":[\"50.00\",\"150.00\",\"200.00\",\"600.00\"]},\"cells\":[{\"r\":5"
                  ",\"f\":4,\"m\":2,\"name\":\"loyal\",\"clients\":1,\"sum\":\"50.00\"},{\"r\":"
                  "4,\"f\":5,\"m\":5,\"name\":\"champions\",\"clients\":1,\"sum\":\"600.00\"},{"
                  "\"r\":3,\"f\":4,\"m\":4,\"name\":\"loyal\",\"clients\":1,\"sum\":\"200.00\"}"
                  ",{\"r\":2,\"f\":4,\"m\":3,\"name\":\"at_risk\",\"clients\":1,\"sum\":\"150.0"
                  "0\"}]}");
    expect_answer(&books, "portfolio.segments", "{\"by\":\"frat\"}",
                  "{\"by\":\"frat\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"total\""
                  ":\"1000.00\",\"rows\":[{\"f\":5,\"r\":4,\"a\":5,\"t\":5,\"clients\":1,\"shar"
                  "e_of_clients\":0.25,\"sum\":\"600.00\",\"share\":0.6},{\"f\":4,\"r\":5,\"a\""
                  ":2,\"t\":5,\"clients\":1,\"share_of_clients\":0.25,\"sum\":\"50.00\",\"share"
                  "\":0.05},{\"f\":4,\"r\":3,\"a\":4,\"t\":5,\"clients\":1,\"share_of_clients\""
                  ":0.25,\"sum\":\"200.00\",\"share\":0.2},{\"f\":4,\"r\":2,\"a\":3,\"t\":5,\"c"
                  "lients\":1,\"share_of_clients\":0.25,\"sum\":\"150.00\",\"share\":0.15}],\"s"
                  "cored\":4,\"cuts\":{\"f\":[1,1,1,2],\"r\":[\"2025-06-01\",\"2026-01-10\",\"2"
                  "026-03-10\",\"2026-03-20\"],\"a\":[\"50.00\",\"150.00\",\"200.00\",\"600.00\""
                  "],\"t\":[1,1,1,1]}}");
    expect_answer(&books, "portfolio.segments", "{\"by\":\"frat\",\"rep\":\"ben\"}",
                  "{\"by\":\"frat\",\"rep\":\"ben\",\"metric\":\"revenue\",\"clients\":2,\"tota"
                  "l\":\"200.00\",\"rows\":[{\"f\":5,\"r\":5,\"a\":3,\"t\":5,\"clients\":1,\"sh"
                  "are_of_clients\":0.5,\"sum\":\"50.00\",\"share\":0.25},{\"f\":5,\"r\":3,\"a\""
                  ":5,\"t\":5,\"clients\":1,\"share_of_clients\":0.5,\"sum\":\"150.00\",\"share"
                  "\":0.75}],\"scored\":2,\"cuts\":{\"f\":[1,1,1,1],\"r\":[\"2025-06-01\",\"202"
                  "5-06-01\",\"2026-03-20\",\"2026-03-20\"],\"a\":[\"50.00\",\"50.00\",\"150.00"
                  "\",\"150.00\"],\"t\":[1,1,1,1]}}");
}

static void test_categories(void **state) {
    (void)state;
    expect_answer(&books, "portfolio.segments", "{\"by\":\"category\"}",
                  "{\"by\":\"category\",\"rep\":null,\"metric\":\"revenue\",\"clients\":5,\"tot"
                  "al\":\"1000.00\",\"rows\":[{\"category\":\"Paper\",\"revenue\":{\"total\":\""
                  "800.00\",\"trailing_12m\":\"800.00\"},\"quantity\":{\"total\":\"6\",\"traili"
                  "ng_12m\":\"6\"},\"margin\":{\"total\":\"770.00\",\"trailing_12m\":\"770.00\""
                  "},\"clients\":2,\"share_of_clients\":0.4,\"sum\":\"800.00\",\"share\":0.8,\""
                  "best\":[{\"client\":\"C-1\",\"name\":\"One\",\"sum\":\"600.00\",\"share\":0."
                  "75},{\"client\":\"C-2\",\"name\":null,\"sum\":\"200.00\",\"share\":0.25}]},{"
                  "\"category\":\"Ink\",\"revenue\":{\"total\":\"200.00\",\"trailing_12m\":\"20"
                  "0.00\"},\"quantity\":{\"total\":\"4\",\"trailing_12m\":\"4\"},\"margin\":{\""
                  "total\":\"180.00\",\"trailing_12m\":\"180.00\"},\"clients\":2,\"share_of_cli"
                  "ents\":0.4,\"sum\":\"200.00\",\"share\":0.2,\"best\":[{\"client\":\"C-3\",\""
                  "name\":null,\"sum\":\"150.00\",\"share\":0.75},{\"client\":\"C-4\",\"name\":"
                  "null,\"sum\":\"50.00\",\"share\":0.25}]}],\"after\":null}");
    expect_answer(&books, "portfolio.segments",
                  "{\"category\":\"Ink\",\"metric\":\"quantity\",\"limit\":1}",
                  "{\"by\":\"abc\",\"rep\":null,\"metric\":\"quantity\",\"category\":\"Ink\",\""
                  "clients\":2,\"total\":\"4\",\"rows\":[{\"class\":\"A\",\"clients\":2,\"share"
                  "_of_clients\":1,\"sum\":\"4\",\"share\":1},{\"class\":\"B\",\"clients\":0,\""
                  "share_of_clients\":0,\"sum\":\"0\",\"share\":0},{\"class\":\"C\",\"clients\""
                  ":0,\"share_of_clients\":0,\"sum\":\"0\",\"share\":0}],\"ranking\":[{\"place\""
                  ":1,\"client\":\"C-3\",\"name\":null,\"rep\":\"ben\",\"sum\":\"2\",\"share\":"
                  "0.5,\"cumulative_share\":0.5,\"abc\":\"A\"}]}");
    expect_answer(&books, "portfolio.segments", "{\"category\":\"Glass\"}",
                  "{\"by\":\"abc\",\"rep\":null,\"metric\":\"revenue\",\"category\":\"Glass\",\""
                  "clients\":0,\"total\":\"0.00\",\"rows\":[{\"class\":\"A\",\"clients\":0,\"sh"
                  "are_of_clients\":null,\"sum\":\"0.00\",\"share\":null},{\"class\":\"B\",\"cl"
                  "ients\":0,\"share_of_clients\":null,\"sum\":\"0.00\",\"share\":null},{\"clas"
                  "s\":\"C\",\"clients\":0,\"share_of_clients\":null,\"sum\":\"0.00\",\"share\""
                  ":null}],\"ranking\":[]}");
    expect_refused(&books, "portfolio.segments", "{\"by\":\"category\",\"metric\":\"orders\"}",
                   RPC_BAD_PARAMETER, "`metric` cannot be `orders`");
    expect_refused(&books, "portfolio.segments", "{\"by\":\"rfm\",\"category\":\"Ink\"}",
                   RPC_BAD_PARAMETER, "`by` can only be `abc`");
}

static void test_movers(void **state) {
    (void)state;
    expect_answer(&books, "portfolio.movers", "{}",
                  "{\"rep\":null,\"by\":\"rank\",\"since\":\"2026-03-01\",\"clients\":5,\"gaine"
                  "d\":[{\"client\":\"C-1\",\"name\":\"One\",\"rep\":\"anna\",\"change\":2,\"be"
                  "fore\":{\"revenue\":\"0.00\",\"place\":3,\"abc\":\"C\"},\"now\":{\"revenue\""
                  ":\"600.00\",\"place\":1,\"abc\":\"A\"}}],\"lost\":[{\"client\":\"C-2\",\"nam"
                  "e\":null,\"rep\":\"anna\",\"change\":-1,\"before\":{\"revenue\":\"200.00\",\""
                  "place\":1,\"abc\":\"A\"},\"now\":{\"revenue\":\"200.00\",\"place\":2,\"abc\""
                  ":\"A\"}},{\"client\":\"C-3\",\"name\":null,\"rep\":\"ben\",\"change\":-1,\"b"
                  "efore\":{\"revenue\":\"150.00\",\"place\":2,\"abc\":\"A\"},\"now\":{\"revenu"
                  "e\":\"150.00\",\"place\":3,\"abc\":\"B\"}}]}");
    expect_answer(&books, "portfolio.movers",
                  "{\"by\":\"revenue\",\"since\":\"2026-02-28\",\"limit\":1}",
                  "{\"rep\":null,\"by\":\"revenue\",\"since\":\"2026-02-28\",\"clients\":5,\"ga"
                  "ined\":[{\"client\":\"C-1\",\"name\":\"One\",\"rep\":\"anna\",\"change\":\"6"
                  "00.00\",\"before\":{\"revenue\":\"0.00\",\"place\":3,\"abc\":\"C\"},\"now\":"
                  "{\"revenue\":\"600.00\",\"place\":1,\"abc\":\"A\"}}],\"lost\":[]}");
    expect_answer(&books, "portfolio.movers", "{\"by\":\"class\"}",
                  "{\"rep\":null,\"by\":\"class\",\"since\":\"2026-03-01\",\"clients\":5,\"gain"
                  "ed\":[{\"client\":\"C-1\",\"name\":\"One\",\"rep\":\"anna\",\"change\":2,\"b"
                  "efore\":{\"revenue\":\"0.00\",\"place\":3,\"abc\":\"C\"},\"now\":{\"revenue\""
                  ":\"600.00\",\"place\":1,\"abc\":\"A\"}}],\"lost\":[{\"client\":\"C-3\",\"nam"
                  "e\":null,\"rep\":\"ben\",\"change\":-1,\"before\":{\"revenue\":\"150.00\",\""
                  "place\":2,\"abc\":\"A\"},\"now\":{\"revenue\":\"150.00\",\"place\":3,\"abc\""
                  ":\"B\"}}]}");
    expect_answer(&books, "portfolio.movers", "{\"rep\":\"ben\",\"by\":\"revenue\"}",
                  "{\"rep\":\"ben\",\"by\":\"revenue\",\"since\":\"2026-03-01\",\"clients\":2,\""
                  "gained\":[{\"client\":\"C-4\",\"name\":null,\"rep\":\"ben\",\"change\":\"50."
                  "00\",\"before\":{\"revenue\":\"0.00\",\"place\":2,\"abc\":\"C\"},\"now\":{\""
                  "revenue\":\"50.00\",\"place\":2,\"abc\":\"A\"}}],\"lost\":[]}");
    expect_refused(&books, "portfolio.movers", "{\"since\":\"2026-03-31\"}", RPC_BAD_PARAMETER,
                   "`since` must be before today, 2026-03-31");
}

static void expect_listed(const char *params, const char *expected) {
    json_t *result = kept_books_ask(&books, "portfolio.list", params);
    json_t *ids = json_array();
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(result, "clients"), i, row) {
        (void)json_array_append(ids, json_object_get(row, "client"));
    }
    json_decref(result);
    expect_json(ids, expected);
}

/* By the ranking page by page, as by another way: all clients have the same (absent) country. */
static void expect_pages(const char *filter) {
    char params[2048];
    char after[1024] = "null";
    char expected[512] = "[";
    json_t *ids = json_array();
    (void)snprintf(params, sizeof params, "{\"country\":\"\",\"limit\":1000%s}", filter);
    json_t *whole = kept_books_ask(&books, "portfolio.list", params);
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(whole, "clients"), i, row) {
        size_t used = strlen(expected);
        (void)snprintf(expected + used, sizeof expected - used, "%s\"%s\"", i > 0 ? "," : "",
                       json_string_value(json_object_get(row, "client")));
    }
    size_t length = strlen(expected);
    (void)snprintf(expected + length, sizeof expected - length, "]");
    while (after[0] != '\0') {
        (void)snprintf(params, sizeof params, "{\"limit\":2,\"after\":%s%s}", after, filter);
        json_t *page = kept_books_ask(&books, "portfolio.list", params);
        assert_true(json_equal(json_object_get(page, "total"), json_object_get(whole, "total")));
        json_array_foreach(json_object_get(page, "clients"), i, row) {
            (void)json_array_append(ids, json_object_get(row, "client"));
        }
        const char *cursor = json_string_value(json_object_get(page, "after"));
        after[0] = '\0';
        if (cursor != NULL)
            (void)snprintf(after, sizeof after, "\"%s\"", cursor);
        json_decref(page);
    }
    json_decref(whole);
    expect_json(ids, expected);
}

static void test_pages_of_a_ranking(void **state) {
    (void)state;
    expect_pages("");
    expect_pages(",\"rep\":\"anna\"");
    expect_pages(",\"rep\":\"ben\",\"sort\":\"orders.count_12m\"");
    expect_pages(",\"sort\":\"orders.count_12m\"");
    expect_pages(",\"sort\":\"orders.count_12m\",\"order\":\"asc\"");
    expect_pages(",\"sort\":\"rank.place\"");
}

static void test_list(void **state) {
    (void)state;
    static const char *const lists[][2] = {
        {"{\"abc\":\"A\"}", "[\"C-1\",\"C-2\"]"},
        {"{\"abc\":\"C\",\"rep\":\"ben\"}", "[\"C-4\"]"},
        {"{\"pareto\":\"small\"}", "[\"C-3\",\"C-4\",\"C-5\"]"},
        {"{\"rfm\":\"loyal\"}", "[\"C-2\",\"C-4\"]"},
        {"{\"rfm\":\"new\"}", "[]"},
        {"{\"sort\":\"rank.place\",\"order\":\"asc\",\"limit\":2}", "[\"C-1\",\"C-2\"]"},
        {"{\"sort\":\"rank.place\"}", "[\"C-5\",\"C-4\",\"C-3\",\"C-2\",\"C-1\"]"},
        {"{\"sort\":\"segments.rfm.r\"}", "[\"C-4\",\"C-1\",\"C-2\",\"C-3\",\"C-5\"]"},
        {"{\"sort\":\"segments.rfm.name\",\"order\":\"asc\"}",
         "[\"C-1\",\"C-2\",\"C-4\",\"C-3\",\"C-5\"]"},
        {"{\"sort\":\"segments.crossed\",\"order\":\"asc\"}",
         "[\"C-2\",\"C-1\",\"C-3\",\"C-4\",\"C-5\"]"},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        expect_listed(lists[i][0], lists[i][1]);
    expect_refused(&books, "portfolio.list", "{\"rfm\":\"champion\"}", RPC_BAD_PARAMETER,
                   "no cell is called so");
    expect_answer(&books, "portfolio.list",
                  "{\"fields\":[\"rank\",\"segments\"],\"rfm\":\"at_risk\"}",
                  "{\"clients\":[{\"client\":\"C-3\",\"rank\":{\"place\":3,\"of\":5,\"cumulativ"
                  "e_share\":0.95,\"in_rep\":1,\"rep_of\":2},\"segments\":{\"abc\":\"B\",\"pare"
                  "to\":\"small\",\"pmg\":\"P\",\"crossed\":null,\"rfm\":{\"r\":2,\"f\":4,\"m\""
                  ":3,\"name\":\"at_risk\"},\"frat\":{\"f\":4,\"r\":2,\"a\":3,\"t\":5}}}],\"tot"
                  "al\":1,\"after\":null}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pareto),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_scores),
        cmocka_unit_test(test_categories),
        cmocka_unit_test(test_movers),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_pages_of_a_ranking),
    };
    return cmocka_run_group_tests(tests, open_books, close_books);
}

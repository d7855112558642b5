/* query_test.c - what the methods answer about a small business whose figures are worked out by hand.
 *
 * Today is 31 March 2026; a dollar is half a euro. Anna has C-1, who buys; Ben has C-2, a prospect; nobody has C-3. */
#include "daemon/query.h"

#include "tests/unit/support/kept_books.h"

static kept_books books;

static int open_books(void **state) {
    (void)state;
    kept_books_open(&books, "rates: {USD: [{from: 2020-01-01, rate: \"0.5\"}]}\n");
    kept_books_tell(
        &books, "client.updated",
        "{\"client\":\"C-1\",\"name\":\"Acme O'Neil\",\"rep\":\"anna\",\"segment\":\"Retail\","
        "\"country\":\"FR\",\"potential\":\"1000\",\"since\":\"2019-04-01\",\"tags\":[\"vip\","
        "\"old\"]}");
    kept_books_tell(
        &books, "client.updated",
        "{\"client\":\"C-2\",\"name\":\"Zebra\",\"rep\":\"ben\",\"relationship\":\"abandoned\"}");
    kept_books_tell(&books, "order.placed",
                    "{\"id\":\"O-1\",\"client\":\"C-1\",\"date\":\"2025-02-01\",\"amount\":\"300\","
                    "\"rep\":\"zoe\"}");
    kept_books_tell(&books, "order.placed",
                    "{\"id\":\"O-2\",\"client\":\"C-1\",\"date\":\"2026-03-01\",\"amount\":\"100\","
                    "\"quote\":\"D-9\"}");
    kept_books_tell(&books, "order.placed",
                    "{\"id\":\"O-3\",\"client\":\"C-1\",\"date\":\"2026-03-11\",\"amount\":\"7\"}");
    kept_books_tell(
        &books, "invoice.issued",
        "{\"id\":\"F-1\",\"client\":\"C-1\",\"date\":\"2025-02-02\",\"currency\":\"USD\",\"order\":"
        "\"O-1\","
        "\"rep\":\"zoe\",\"lines\":[{\"sku\":\"s\",\"category\":\"Paper\",\"quantity\":\"2.5\","
        "\"amount\":\"200.00\",\"cost\":\"100\"},{\"amount\":\"100\"}]}");
    kept_books_tell(&books, "invoice.issued",
                    "{\"id\":\"F-2\",\"client\":\"C-1\",\"date\":\"2026-03-05\",\"order\":\"O-2\","
                    "\"version\":3,"
                    "\"lines\":[{\"category\":\"Paper\",\"quantity\":\"4\",\"amount\":\"90\","
                    "\"cost\":\"60\"}]}");
    kept_books_tell(&books, "credit_note.issued",
                    "{\"id\":\"A-1\",\"client\":\"C-1\",\"date\":\"2026-03-06\",\"invoice\":\"F-"
                    "2\",\"category\":\"Ink\","
                    "\"amount\":\"15\",\"quantity\":\"1\"}");
    kept_books_tell(&books, "quote.sent", "{\"id\":\"D-1\",\"client\":\"C-1\",\"amount\":\"120\"}");
    kept_books_tell(&books, "quote.accepted",
                    "{\"id\":\"D-9\",\"client\":\"C-1\",\"amount\":\"100\"}");
    kept_books_tell(&books, "quote.declined",
                    "{\"id\":\"D-8\",\"client\":\"C-1\",\"amount\":\"1\"}");
    kept_books_tell(
        &books, "contract.signed",
        "{\"id\":\"K-1\",\"client\":\"C-1\",\"date\":\"2026-01-01\",\"start\":\"2026-01-01\","
        "\"end\":\"2026-12-31\",\"auto_renew\":true,\"amount\":\"1200\"}");
    kept_books_tell(&books, "contact.made",
                    "{\"id\":\"V-1\",\"client\":\"C-3\",\"date\":\"2026-03-30\",\"kind\":\"visit\","
                    "\"rep\":\"anna\"}");
    kept_books_tell(
        &books, "invoice.issued",
        "{\"id\":\"F-3\",\"client\":\"C-3\",\"date\":\"2026-04-01\",\"amount\":\"5\"}"); /* tomorrow's */
    return 0;
}

static int close_books(void **state) {
    (void)state;
    kept_books_close(&books);
    return 0;
}

#define C1_FIGURES                                                                                 \
    "\"orders\":{\"count\":3,\"count_12m\":2,\"first\":\"2025-02-01\",\"last\":\"2026-03-11\","    \
    "\"purchase_days\":3,"                                                                         \
    "\"purchase_days_12m\":2,\"cadence_days\":201.5,\"backlog\":\"167.00\"},"                      \
    "\"revenue\":{\"total\":\"225.00\",\"trailing_12m\":\"75.00\",\"previous_12m\":\"150.00\","    \
    "\"year_to_date\":\"75.00\",\"previous_year_to_date\":\"150.00\",\"evolution\":-0.5},"         \
    "\"margin\":{\"total\":\"80.00\",\"trailing_12m\":\"30.00\",\"rate\":0.421053,\"coverage\":0." \
    "844444,"                                                                                      \
    "\"rate_12m\":0.333333,\"coverage_12m\":1.2},\"quantity\":{\"total\":\"5.5\",\"trailing_"      \
    "12m\":\"3\"}"
#define C1_PRODUCTS                                                                             \
    "\"products\":[{\"category\":\"Paper\",\"revenue\":{\"total\":\"190.00\",\"trailing_12m\":" \
    "\"90.00\"},"                                                                               \
    "\"quantity\":{\"total\":\"6.5\",\"trailing_12m\":\"4\"},\"margin\":{\"total\":\"80.00\","  \
    "\"trailing_12m\":\"30.00\"}},"                                                             \
    "{\"category\":\"\",\"revenue\":{\"total\":\"50.00\",\"trailing_12m\":\"0.00\"},"           \
    "\"quantity\":{\"total\":\"0\",\"trailing_12m\":\"0\"},\"margin\":{\"total\":\"0.00\","     \
    "\"trailing_12m\":\"0.00\"}},"                                                              \
    "{\"category\":\"Ink\",\"revenue\":{\"total\":\"-15.00\",\"trailing_12m\":\"-15.00\"},"     \
    "\"quantity\":{\"total\":\"-1\",\"trailing_12m\":\"-1\"},\"margin\":{\"total\":\"0.00\","   \
    "\"trailing_12m\":\"0.00\"}}]"
#define C1_REST                                                                                    \
    "\"diversity\":1,\"quotes\":{\"sent\":3,\"accepted\":1,\"declined\":1,\"expired\":0,\"open\":" \
    "1,"                                                                                           \
    "\"open_amount\":\"120.00\",\"conversion\":0.5},"                                              \
    "\"contracts\":{\"active\":1,\"next_end\":\"2026-12-31\",\"on_record\":1},"                    \
    "\"share\":{\"revenue\":1,\"wallet\":0.075}"
#define C1_STANDING                                                                               \
    "\"rank\":{\"place\":1,\"of\":3,\"cumulative_share\":1,\"in_rep\":1,\"rep_of\":1},"           \
    "\"segments\":{\"abc\":\"A\",\"pareto\":\"large\",\"pmg\":\"G\",\"crossed\":\"A1\","          \
    "\"rfm\":{\"r\":5,\"f\":5,\"m\":5,\"name\":\"champions\"},\"frat\":{\"f\":5,\"r\":5,\"a\":5," \
    "\"t\":5}}"
#define C1_SEGMENTED                                                                        \
    "\"segments\":{\"abc\":{\"A\":1,\"B\":0,\"C\":0},\"pareto\":{\"large\":1,\"small\":0}," \
    "\"top20_share\":1,\"clients_for_80\":1}"
#define NO_ORDERS                                                                               \
    "\"orders\":{\"count\":0,\"count_12m\":0,\"first\":null,\"last\":null,\"purchase_days\":0," \
    "\"purchase_days_12m\":0,\"cadence_days\":null,\"backlog\":\"0.00\"}"

static void test_client_get(void **state) {
    (void)state;
    expect_answer(
        &books, "client.get", "{\"client\":\"C-1\"}",
        "{\"client\":\"C-1\",\"name\":\"Acme "
        "O'Neil\",\"rep\":\"anna\",\"segment\":\"Retail\",\"country\":\"FR\","
        "\"relationship\":\"active\",\"potential\":\"1000.00\",\"since\":\"2019-04-01\","
        "\"tags\":[\"vip\",\"old\"]," C1_FIGURES "," C1_PRODUCTS "," C1_REST "," C1_STANDING
        ",\"lifecycle\":{\"phase\":\"adolescence\",\"since\":\"2026-03-31\",\"reasons\":["
        "{\"indicator\":\"tenure\",\"value\":423,\"comparison\":\"below\",\"threshold\":540,"
        "\"cadences\":null}],\"next_review\":\"2026-07-26\"},"
        "\"action\":{\"what\":\"chase the open quote\",\"due\":\"2026-03-09\","
        "\"kind\":\"quote\",\"about\":null}}");
    expect_answer(
        &books, "client.get", "{\"client\":\"C-2\"}",
        "{\"client\":\"C-2\",\"name\":\"Zebra\",\"rep\":\"ben\",\"segment\":null,\"country\":null,"
        "\"relationship\":\"abandoned\",\"potential\":null,\"since\":null,\"tags\":[]," NO_ORDERS
        ","
        "\"revenue\":{\"total\":\"0.00\",\"trailing_12m\":\"0.00\",\"previous_12m\":\"0.00\","
        "\"year_to_date\":\"0.00\",\"previous_year_to_date\":\"0.00\",\"evolution\":null},"
        "\"margin\":{\"total\":\"0.00\",\"trailing_12m\":\"0.00\",\"rate\":null,\"coverage\":null,"
        "\"rate_12m\":null,\"coverage_12m\":null},\"quantity\":{\"total\":\"0\",\"trailing_12m\":"
        "\"0\"},"
        "\"products\":[],\"diversity\":0,\"quotes\":{\"sent\":0,\"accepted\":0,\"declined\":0,"
        "\"expired\":0,"
        "\"open\":0,\"open_amount\":\"0.00\",\"conversion\":null},"
        "\"contracts\":{\"active\":0,\"next_end\":null,\"on_record\":0},"
        "\"share\":{\"revenue\":0,\"wallet\":null},"
        "\"rank\":{\"place\":2,\"of\":3,\"cumulative_share\":1,\"in_rep\":1,\"rep_of\":1},"
        "\"segments\":{\"abc\":\"C\",\"pareto\":\"small\",\"pmg\":\"P\",\"crossed\":null,"
        "\"rfm\":{\"r\":null,\"f\":null,\"m\":null,\"name\":null},"
        "\"frat\":{\"f\":null,\"r\":null,\"a\":null,\"t\":null}},"
        "\"lifecycle\":{\"phase\":\"abandoned\",\"since\":\"2026-03-31\",\"reasons\":["
        "{\"indicator\":\"relationship\",\"value\":\"abandoned\",\"comparison\":\"is\","
        "\"threshold\":\"abandoned\",\"cadences\":null}],\"next_review\":null},\"action\":null}");
    expect_refused(&books, "client.get", "{\"client\":\"c-1\"}", RPC_NOT_FOUND, "no client `c-1`");
}

static void expect_ids(const char *method, const char *params, const char *array, const char *id,
                       const char *expected) {
    json_t *result = kept_books_ask(&books, method, params);
    json_t *ids = json_array();
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(result, array), i, row) {
        (void)json_array_append(ids, json_object_get(row, id));
    }
    json_decref(result);
    expect_json(ids, expected);
}

static void test_client_search(void **state) {
    (void)state;
    expect_answer(&books, "client.search", "{\"query\":\"C-1\"}",
                  "{\"clients\":[{\"client\":\"C-1\",\"name\":\"Acme "
                  "O'Neil\",\"rep\":\"anna\"}],\"after\":null}");
    static const char *const queries[][2] = {
        {"C-", "[\"C-1\",\"C-2\",\"C-3\"]"},
        {"c-", "[]"},
        {"acme", "[\"C-1\"]"},
        {"o'n", "[\"C-1\"]"},
        {"NEIL ac", "[\"C-1\"]"},
        {"neil zeb", "[]"},
        {"cme", "[]"},
        {" ", "[]"},
        {"z", "[\"C-2\"]"},
        {"acme o'neil x", "[]"},
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        char params[64];
        (void)snprintf(params, sizeof params, "{\"query\":\"%s\"}", queries[i][0]);
        expect_ids("client.search", params, "clients", "client", queries[i][1]);
    }
}

static void test_history(void **state) {
    (void)state;
    expect_answer(&books, "client.history", "{\"client\":\"C-1\"}",
                  "{\"client\":\"C-1\",\"by\":\"month\",\"history\":["
                  "{\"period\":\"2025-02\",\"revenue\":\"150.00\",\"margin\":\"50.00\","
                  "\"quantity\":\"2.5\",\"orders\":1},"
                  "{\"period\":\"2026-03\",\"revenue\":\"75.00\",\"margin\":\"30.00\",\"quantity\":"
                  "\"3\",\"orders\":2}]}");
    expect_answer(&books, "portfolio.history",
                  "{\"by\":\"day\",\"from\":\"2026-03-01\",\"to\":\"2026-03-05\"}",
                  "{\"by\":\"day\",\"history\":["
                  "{\"period\":\"2026-03-01\",\"revenue\":\"0.00\",\"margin\":\"0.00\","
                  "\"quantity\":\"0\",\"orders\":1},"
                  "{\"period\":\"2026-03-05\",\"revenue\":\"90.00\",\"margin\":\"30.00\","
                  "\"quantity\":\"4\",\"orders\":0}]}");
    expect_answer(&books, "portfolio.history", "{\"rep\":\"ben\"}",
                  "{\"by\":\"month\",\"history\":[]}");
    expect_answer(&books, "client.history",
                  "{\"client\":\"C-3\"}", /* a visit is no activity here */
                  "{\"client\":\"C-3\",\"by\":\"month\",\"history\":[]}");
    expect_refused(&books, "portfolio.history", "{\"from\":\"2026-03-02\",\"to\":\"2026-03-01\"}",
                   RPC_BAD_PARAMETER, "`from` is after `to`");
    expect_refused(&books, "portfolio.history", "{\"rep\":\"nobody\"}", RPC_NOT_FOUND,
                   "no rep `nobody`");
}

#define NO_TERMS "\"start\":null,\"end\":null,\"auto_renew\":null,\"notice_days\":null"

static void test_client_documents(void **state) {
    (void)state;
    expect_ids("client.documents", "{\"client\":\"C-1\"}", "documents", "id",
               "[\"O-3\",\"A-1\",\"F-2\",\"D-9\",\"D-8\",\"D-1\",\"O-2\",\"K-1\",\"F-1\",\"O-1\"]");
    expect_answer(
        &books, "client.documents", "{\"client\":\"C-1\",\"kind\":\"credit_note\"}",
        "{\"client\":\"C-1\",\"documents\":[{\"kind\":\"credit_note\",\"id\":\"A-1\",\"date\":"
        "\"2026-03-06\","
        "\"version\":0,\"state\":\"issued\",\"counted\":true,\"currency\":\"EUR\",\"amount\":\"15."
        "00\","
        "\"amount_base\":\"15.00\",\"rep\":null,\"order\":null,\"invoice\":\"F-2\",\"quote\":null,"
        "\"contract\":null,\"deposit\":null," NO_TERMS ",\"contact\":null,\"lines\":[{\"sku\":null,"
        "\"category\":\"Ink\",\"order\":null,\"quantity\":\"1\",\"amount\":\"15.00\",\"cost\":null}"
        "]}],"
        "\"after\":null}");
    expect_answer(
        &books, "client.documents", "{\"client\":\"C-1\",\"kind\":\"contract\"}",
        "{\"client\":\"C-1\",\"documents\":[{\"kind\":\"contract\",\"id\":\"K-1\",\"date\":\"2026-"
        "01-01\","
        "\"version\":0,\"state\":\"signed\",\"counted\":true,\"currency\":\"EUR\",\"amount\":"
        "\"1200.00\","
        "\"amount_base\":\"1200.00\",\"rep\":null,\"order\":null,\"invoice\":null,\"quote\":null,"
        "\"contract\":null,\"deposit\":null,\"start\":\"2026-01-01\",\"end\":\"2026-12-31\",\"auto_"
        "renew\":true,"
        "\"notice_days\":null,\"contact\":null,\"lines\":null}],\"after\":null}");
    expect_answer(&books, "client.documents", "{\"client\":\"C-3\"}",
                  "{\"client\":\"C-3\",\"documents\":[{\"kind\":\"invoice\",\"id\":\"F-3\","
                  "\"date\":\"2026-04-01\","
                  "\"version\":0,\"state\":\"issued\",\"counted\":false,\"currency\":\"EUR\","
                  "\"amount\":\"5.00\","
                  "\"amount_base\":\"5.00\",\"rep\":null,\"order\":null,\"invoice\":null,\"quote\":"
                  "null,\"contract\":null,"
                  "\"deposit\":false," NO_TERMS
                  ",\"contact\":null,\"lines\":[{\"sku\":null,\"category\":\"\",\"order\":null,"
                  "\"quantity\":null,\"amount\":\"5.00\",\"cost\":null}]},"
                  "{\"kind\":\"contact\",\"id\":\"V-1\",\"date\":\"2026-03-30\",\"version\":0,"
                  "\"state\":\"made\","
                  "\"counted\":true,\"currency\":null,\"amount\":null,\"amount_base\":null,\"rep\":"
                  "\"anna\",\"order\":null,"
                  "\"invoice\":null,\"quote\":null,\"contract\":null,\"deposit\":null," NO_TERMS ","
                  "\"contact\":\"visit\",\"lines\":null}],\"after\":null}");
    json_t *dollars =
        kept_books_ask(&books, "client.documents", "{\"client\":\"C-1\",\"kind\":\"invoice\"}");
    json_t *first = json_array_get(json_object_get(dollars, "documents"), 1);
    expect_json(json_pack("[OOOO]", json_object_get(first, "currency"),
                          json_object_get(first, "amount"), json_object_get(first, "amount_base"),
                          json_object_get(first, "order")),
                "[\"USD\",\"300.00\",\"150.00\",\"O-1\"]");
    json_decref(dollars);
}

/* Each page of one, by its cursor. */
static void expect_one_by_one(const char *method, const char *params, const char *array,
                              const char *id, const char *expected) {
    char asked[2048];
    char after[1024] = "null";
    json_t *ids = json_array();
    while (after[0] != '\0') {
        (void)snprintf(asked, sizeof asked, "{%s\"limit\":1,\"after\":%s}", params, after);
        json_t *result = kept_books_ask(&books, method, asked);
        json_t *rows = json_object_get(result, array);
        const char *cursor = json_string_value(json_object_get(result, "after"));
        assert_in_range(json_array_size(rows), 0, 1);
        if (json_array_size(rows) == 1)
            (void)json_array_append(ids, json_object_get(json_array_get(rows, 0), id));
        after[0] = '\0';
        if (cursor != NULL)
            (void)snprintf(after, sizeof after, "\"%s\"", cursor);
        json_decref(result);
    }
    expect_json(ids, expected);
}

static void test_pages(void **state) {
    (void)state;
    expect_one_by_one("client.search", "\"query\":\"C\",", "clients", "client",
                      "[\"C-1\",\"C-2\",\"C-3\"]");
    expect_one_by_one("portfolio.list", "\"sort\":\"name\",\"order\":\"asc\",", "clients", "client",
                      "[\"C-1\",\"C-2\",\"C-3\"]");
    expect_one_by_one("portfolio.list", "\"sort\":\"name\",", "clients", "client",
                      "[\"C-2\",\"C-1\",\"C-3\"]");
    expect_one_by_one("client.documents", "\"client\":\"C-1\",\"kind\":\"quote\",", "documents",
                      "id", "[\"D-9\",\"D-8\",\"D-1\"]");
    expect_one_by_one("rep.list", "", "reps", "rep", "[\"anna\",\"ben\",\"zoe\"]");
    expect_refused(&books, "rep.list", "{\"after\":\"00\"}", RPC_BAD_PARAMETER, "`after`");
    expect_refused(&books, "client.documents", "{\"client\":\"C-1\",\"after\":\"x\"}",
                   RPC_BAD_PARAMETER, "`after`");
}

static void test_portfolio_list(void **state) {
    (void)state;
    static const char *const filters[][2] = {
        {"{}", "[\"C-1\",\"C-2\",\"C-3\"]"},
        {"{\"sort\":\"client\"}", "[\"C-3\",\"C-2\",\"C-1\"]"},
        {"{\"sort\":\"orders.last\",\"order\":\"asc\"}", "[\"C-1\",\"C-2\",\"C-3\"]"},
        {"{\"rep\":\"ben\"}", "[\"C-2\"]"},
        {"{\"rep\":\"zoe\"}", "[]"},
        {"{\"category\":\"Paper\"}", "[\"C-1\"]"},
        {"{\"category\":\"\"}", "[\"C-1\"]"},
        {"{\"category\":\"Glass\"}", "[]"},
        {"{\"segment\":\"Retail\"}", "[\"C-1\"]"},
        {"{\"segment\":\"\"}", "[\"C-2\",\"C-3\"]"},
        {"{\"country\":\"FR\",\"tag\":\"vip\"}", "[\"C-1\"]"},
        {"{\"country\":\"FR\",\"tag\":\"new\"}", "[]"},
    };
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
        expect_ids("portfolio.list", filters[i][0], "clients", "client", filters[i][1]);
    expect_answer(&books, "portfolio.list",
                  "{\"fields\":[\"share\",\"diversity\"],\"limit\":1,\"tag\":\"old\"}",
                  "{\"clients\":[{\"client\":\"C-1\",\"diversity\":1,\"share\":{\"revenue\":1,"
                  "\"wallet\":0.075}}],"
                  "\"total\":1,\"after\":null}");
    expect_answer(&books, "portfolio.list", "{\"fields\":[],\"rep\":\"anna\"}",
                  "{\"clients\":[{\"client\":\"C-1\"}],\"total\":1,\"after\":null}");
    json_t *whole = kept_books_ask(&books, "portfolio.list", "{\"rep\":\"anna\"}");
    json_t *client = json_array_get(json_object_get(whole, "clients"), 0);
    assert_null(json_object_get(client, "products"));
    assert_int_equal(json_object_size(client), 21);
    json_decref(whole);
    expect_refused(&books, "portfolio.list", "{\"rep\":\"nobody\"}", RPC_NOT_FOUND, "`nobody`");
}

#define SUMMED                                                                             \
    "\"clients\":{\"known\":1,\"prospects\":0,\"buyers\":1},"                              \
    "\"phases\":{\"abandoned\":0,\"prospect\":0,\"lost\":0,\"old_age\":0,\"childhood\":0," \
    "\"adolescence\":1,\"adulthood\":0},\"new\":0,\"retention\":1,"                        \
    "\"attrition\":0,"

/* C-1's figures as a portfolio's: no cadence. */
static json_t *without_cadence(json_t *answer) {
    json_t *orders = json_object_get(answer, "orders");
    assert_true(json_is_null(json_object_get(orders, "cadence_days")));
    (void)json_object_set_new(orders, "cadence_days", json_real(201.5));
    return answer;
}

static void test_summaries(void **state) {
    (void)state;
    expect_json(without_cadence(kept_books_ask(&books, "portfolio.summary", "{\"rep\":\"anna\"}")),
                "{\"rep\":\"anna\"," SUMMED C1_FIGURES "," C1_PRODUCTS "," C1_REST "," C1_SEGMENTED
                "}");
    expect_json(
        without_cadence(kept_books_ask(&books, "portfolio.summary", "{}")),
        "{\"rep\":null,\"clients\":{\"known\":3,\"prospects\":2,\"buyers\":1},"
        "\"phases\":{\"abandoned\":1,\"prospect\":1,\"lost\":0,\"old_age\":0,\"childhood\":0,"
        "\"adolescence\":1,\"adulthood\":0},\"new\":0,"
        "\"retention\":1,"
        "\"attrition\":0," C1_FIGURES "," C1_PRODUCTS "," C1_REST ","
        "\"segments\":{\"abc\":{\"A\":1,\"B\":0,\"C\":2},\"pareto\":{\"large\":1,\"small\":2},"
        "\"top20_share\":1,\"clients_for_80\":1}}");
    json_t *listed = kept_books_ask(&books, "rep.list", "{\"limit\":1}");
    json_t *anna = json_incref(json_array_get(json_object_get(listed, "reps"), 0));
    json_decref(listed);
    expect_json(without_cadence(anna),
                "{\"rep\":\"anna\"," SUMMED C1_FIGURES "," C1_REST "," C1_SEGMENTED "}");
}

static void test_rep_get_tells_what_was_sold(void **state) {
    (void)state;
    json_t *zoe = kept_books_ask(&books, "rep.get", "{\"rep\":\"zoe\"}");
    expect_json(
        json_incref(json_object_get(zoe, "sold")),
        "{\"revenue\":{\"total\":\"150.00\",\"trailing_12m\":\"0.00\",\"previous_12m\":\"150.00\","
        "\"year_to_date\":\"0.00\",\"previous_year_to_date\":\"150.00\",\"evolution\":-1},"
        "\"margin\":{\"total\":\"50.00\",\"trailing_12m\":\"0.00\",\"rate\":0.5,\"coverage\":0."
        "666667,"
        "\"rate_12m\":null,\"coverage_12m\":null},\"quantity\":{\"total\":\"2.5\",\"trailing_12m\":"
        "\"0\"},"
        "\"orders\":{\"count\":1,\"count_12m\":0}}");
    expect_json(json_incref(json_object_get(zoe, "clients")),
                "{\"known\":0,\"prospects\":0,\"buyers\":0}");
    assert_non_null(json_object_get(zoe, "products"));
    json_decref(zoe);
    expect_refused(&books, "rep.get", "{\"rep\":\"nobody\"}", RPC_NOT_FOUND, "rep.list");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client_get), cmocka_unit_test(test_client_search),
        cmocka_unit_test(test_history),    cmocka_unit_test(test_client_documents),
        cmocka_unit_test(test_pages),      cmocka_unit_test(test_portfolio_list),
        cmocka_unit_test(test_summaries),  cmocka_unit_test(test_rep_get_tells_what_was_sold),
    };
    return cmocka_run_group_tests(tests, open_books, close_books);
}

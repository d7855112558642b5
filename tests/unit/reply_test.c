#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/reply.h"

static reply read_text(const char *bytes) {
    reply answer;
    reply_read(&answer, bytes, strlen(bytes));
    return answer;
}

static void a_receipt(void **state) {
    (void)state;
    reply answer = read_text("{\"accepted\":3,\"duplicate\":2,\"rejected\":["
                             "{\"index\":4,\"id\":\"x-1\",\"reason\":\"bad_date: no\"},"
                             "{\"index\":-1},7]}");
    assert_int_equal(answer.kind, REPLY_RECEIPT);
    assert_int_equal(answer.accepted, 3);
    assert_int_equal(answer.duplicate, 2);
    assert_int_equal(answer.rejected, 3);
    rejection told = reply_rejection(&answer, 0);
    assert_int_equal(told.index, 4);
    assert_string_equal(told.id, "x-1");
    assert_string_equal(told.reason, "bad_date: no");
    assert_int_equal(reply_rejection(&answer, 1).index, 0);
    assert_string_equal(reply_rejection(&answer, 2).id, "");
    reply_finish(&answer);
}

static void busy(void **state) {
    (void)state;
    reply answer = read_text("{\"busy\":\"the disk is full\"}");
    assert_int_equal(answer.kind, REPLY_BUSY);
    reply_finish(&answer);
}

static void anything_else_is_strange(void **state) {
    (void)state;
    const char *strange[] = {"",
                             "{",
                             "[]",
                             "7",
                             "{}",
                             "{\"accepted\":1,\"duplicate\":0}",
                             "{\"accepted\":-1,\"duplicate\":0,\"rejected\":[]}",
                             "{\"accepted\":\"1\",\"duplicate\":0,\"rejected\":[]}",
                             "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600}}"};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        reply answer = read_text(strange[i]);
        assert_int_equal(answer.kind, REPLY_STRANGE);
        reply_finish(&answer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt),
        cmocka_unit_test(busy),
        cmocka_unit_test(anything_else_is_strange),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

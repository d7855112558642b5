/* rpc_call against a real ROUTER that answers well, wrongly, late or not at all. */
#include "tools/common/rpc_call.h"

#include "tools/common/terminal.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

enum { SHORT_MS = 200, LONG_MS = 20000, FRAME_MAX = 4096 };

/* Answers `answer_count` requests, each with the same text in which %ID% is the request's id, then
 * goes away. Silent requests are read and not answered. */
typedef struct fake_daemon {
    void *context;
    void *router;
    pthread_t thread;
    char endpoint[256];
    const char *answer; /* NULL: silent */
    int answer_count;
    bool with_delimiter;
    char last_request[FRAME_MAX];
} fake_daemon;

static int receive_frame(void *socket, char *frame, size_t room) {
    int length = zmq_recv(socket, frame, room - 1, 0);
    frame[length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1] = '\0';
    return length;
}

static json_int_t id_of(const char *request) {
    json_t *object = json_loads(request, 0, NULL);
    json_int_t id = json_integer_value(json_object_get(object, "id"));
    json_decref(object);
    return id;
}

static void reply(fake_daemon *d, const char *peer, size_t peer_length, json_int_t id) {
    char text[FRAME_MAX];
    const char *mark = strstr(d->answer, "%ID%");
    if (mark == NULL) {
        (void)snprintf(text, sizeof text, "%s", d->answer);
    } else {
        (void)snprintf(text, sizeof text, "%.*s%lld%s", (int)(mark - d->answer), d->answer,
                       (long long)id, mark + strlen("%ID%"));
    }
    (void)zmq_send(d->router, peer, peer_length, ZMQ_SNDMORE);
    if (d->with_delimiter) {
        (void)zmq_send(d->router, "", 0, ZMQ_SNDMORE);
    }
    (void)zmq_send(d->router, text, strlen(text), 0);
}

static void *serve(void *argument) {
    fake_daemon *d = argument;
    for (int i = 0; i < d->answer_count; i++) {
        char peer[64];
        char frame[FRAME_MAX];
        int peer_length = zmq_recv(d->router, peer, sizeof peer, 0);
        if (peer_length < 0 || receive_frame(d->router, frame, sizeof frame) != 0 ||
            receive_frame(d->router, d->last_request, sizeof d->last_request) < 0) {
            break; /* timed out, or not the frames a REQ socket would send */
        }
        if (d->answer != NULL) {
            reply(d, peer, (size_t)peer_length, id_of(d->last_request));
        }
    }
    return NULL;
}

static void fake_start(fake_daemon *d, const char *answer, int answer_count) {
    int limit = LONG_MS;
    int linger = 1000;
    size_t size = sizeof d->endpoint;
    memset(d, 0, sizeof *d);
    d->answer = answer;
    d->answer_count = answer_count;
    d->with_delimiter = true;
    d->context = zmq_ctx_new();
    assert_non_null(d->context);
    d->router = zmq_socket(d->context, ZMQ_ROUTER);
    assert_non_null(d->router);
    assert_int_equal(zmq_setsockopt(d->router, ZMQ_RCVTIMEO, &limit, sizeof limit), 0);
    assert_int_equal(zmq_setsockopt(d->router, ZMQ_LINGER, &linger, sizeof linger), 0);
    assert_int_equal(zmq_bind(d->router, "tcp://127.0.0.1:*"), 0);
    assert_int_equal(zmq_getsockopt(d->router, ZMQ_LAST_ENDPOINT, d->endpoint, &size), 0);
    assert_int_equal(pthread_create(&d->thread, NULL, serve, d), 0);
}

static void fake_stop(fake_daemon *d) {
    assert_int_equal(pthread_join(d->thread, NULL), 0);
    assert_int_equal(zmq_close(d->router), 0);
    assert_int_equal(zmq_ctx_term(d->context), 0);
}

/* One call to a fake that gives `answer`; the caller finishes *ret_answer. */
static rpc_status call_once(const char *answer, int timeout_ms, rpc_answer *ret_answer) {
    fake_daemon d;
    fake_start(&d, answer, 1);
    rpc_caller *caller = rpc_caller_create(d.endpoint, timeout_ms);
    assert_non_null(caller);
    rpc_status status = rpc_call(caller, "system.health", NULL, ret_answer);
    assert_int_equal(status, ret_answer->status);
    fake_stop(&d);
    rpc_caller_destroy(caller);
    return status;
}

static void gives_the_result(void **state) {
    (void)state;
    rpc_answer answer;
    assert_int_equal(
        call_once("{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"result\":{\"commit\":7}}", LONG_MS, &answer),
        RPC_DONE);
    assert_int_equal(json_integer_value(json_object_get(answer.result, "commit")), 7);
    rpc_answer_finish(&answer);
}

static void sends_a_request_and_keeps_the_connection(void **state) {
    (void)state;
    fake_daemon d;
    fake_start(&d, "{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"result\":{}}", 3);
    d.with_delimiter = false;
    rpc_caller *caller = rpc_caller_create(d.endpoint, LONG_MS);
    assert_non_null(caller);
    json_t *params = json_pack("{s:s}", "client", "C-118");
    for (int i = 0; i < 3; i++) {
        rpc_answer answer;
        assert_int_equal(rpc_call(caller, "client.get", params, &answer), RPC_DONE);
        rpc_answer_finish(&answer);
    }
    json_decref(params);
    fake_stop(&d);
    rpc_caller_destroy(caller);
    assert_string_equal(d.last_request, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"client.get\","
                                        "\"params\":{\"client\":\"C-118\"}}");
}

static void tells_a_refusal(void **state) {
    (void)state;
    rpc_answer answer;
    assert_int_equal(call_once("{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"error\":"
                               "{\"code\":-32001,\"message\":\"no such client\"}}",
                               LONG_MS, &answer),
                     RPC_REFUSED);
    assert_int_equal(answer.code, -32001);
    assert_string_equal(answer.message, "no such client");
    assert_null(answer.result);
    rpc_answer_finish(&answer);
}

static void tells_a_malformed_answer(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "no JSON",
        "[]",
        "{\"id\":%ID%,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":%ID%}",
        "{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"result\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"error\":{\"code\":\"x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"error\":7}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        rpc_answer answer;
        assert_int_equal(call_once(wrong[i], LONG_MS, &answer), RPC_MALFORMED);
        assert_true(strlen(answer.message) > 0);
        rpc_answer_finish(&answer);
    }
}

static void gives_up_on_silence(void **state) {
    (void)state;
    rpc_answer answer;
    int64_t started = monotonic_ms();
    assert_int_equal(call_once(NULL, SHORT_MS, &answer), RPC_UNREACHABLE);
    assert_true(monotonic_ms() - started >= SHORT_MS);
    assert_non_null(strstr(answer.message, "no answer within 0.2 s"));
    rpc_answer_finish(&answer);
}

/* A port that was just free: nobody listens there. */
static void tells_at_once_that_nobody_listens(void **state) {
    (void)state;
    fake_daemon d;
    fake_start(&d, NULL, 0);
    fake_stop(&d);
    static const char *const no_endpoints[] = {"ipc:///nonexistent/socket", "127.0.0.1", ""};
    const char *endpoints[] = {d.endpoint, no_endpoints[0], no_endpoints[1], no_endpoints[2]};
    for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++) {
        rpc_answer answer;
        rpc_caller *caller = rpc_caller_create(endpoints[i], LONG_MS);
        assert_non_null(caller);
        int64_t started = monotonic_ms();
        assert_int_equal(rpc_call(caller, "system.health", NULL, &answer), RPC_UNREACHABLE);
        assert_true(monotonic_ms() - started < LONG_MS / 2);
        assert_true(strlen(answer.message) > 0);
        rpc_answer_finish(&answer);
        rpc_caller_destroy(caller);
    }
}

/* The daemon goes away while a call is under way, and comes back for the next one. */
static void calls_anew_after_a_loss(void **state) {
    (void)state;
    fake_daemon d;
    fake_start(&d, NULL, 1);
    rpc_caller *caller = rpc_caller_create(d.endpoint, SHORT_MS);
    assert_non_null(caller);
    rpc_answer answer;
    assert_int_equal(rpc_call(caller, "system.health", NULL, &answer), RPC_UNREACHABLE);
    rpc_answer_finish(&answer);
    fake_stop(&d);
    assert_int_equal(rpc_call(caller, "system.health", NULL, &answer), RPC_UNREACHABLE);
    rpc_answer_finish(&answer);
    rpc_caller_destroy(caller);
    rpc_caller_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_result),
        cmocka_unit_test(sends_a_request_and_keeps_the_connection),
        cmocka_unit_test(tells_a_refusal),
        cmocka_unit_test(tells_a_malformed_answer),
        cmocka_unit_test(gives_up_on_silence),
        cmocka_unit_test(tells_at_once_that_nobody_listens),
        cmocka_unit_test(calls_anew_after_a_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

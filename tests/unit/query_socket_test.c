/* query_socket_test.c - framing, limits and refusals of the query sockets, over real sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "daemon/query_socket.h"

enum { WAIT_MILLISECONDS = 10000, MEBIBYTE = 1 << 20 };

static void *context;
static query_socket served;
static char address[ENDPOINT_ADDRESS_SIZE];
static role last_role;

/* Answers with the request itself. */
static char *echo(rpc_context *c, const char *bytes, size_t length, size_t *ret_length) {
    last_role = c->role;
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    *ret_length = length;
    return copy;
}

static char *out_of_memory(rpc_context *c, const char *bytes, size_t length, size_t *ret_length) {
    (void)c;
    (void)bytes;
    (void)length;
    (void)ret_length;
    return NULL;
}

static int open_sockets(void **state) {
    (void)state;
    char error[ENDPOINT_ERROR_SIZE];
    context = zmq_ctx_new();
    if (!query_socket_init(&served, context, ROLE_QUERY, "endpoints.query", "tcp://127.0.0.1:*",
                           error)) {
        return -1;
    }
    served.answer = echo;
    endpoint_bound(served.socket, address);
    return 0;
}

static int close_sockets(void **state) {
    (void)state;
    query_socket_finish(&served);
    return zmq_ctx_term(context);
}

static void *peer(int type) {
    int linger = 0;
    void *socket = zmq_socket(context, type);
    assert_non_null(socket);
    assert_int_equal(zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger), 0);
    assert_int_equal(zmq_connect(socket, address), 0);
    return socket;
}

static void wait_for(void *socket) {
    zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
    assert_int_equal(zmq_poll(&item, 1, WAIT_MILLISECONDS), 1);
}

static void serve_one(void) {
    rpc_context c = {.keeper = NULL};
    wait_for(served.socket);
    query_socket_serve(&served, &c, 1);
}

/* The next frame; *ret_more tells whether another follows. */
static char *frame(void *socket, bool *ret_more) {
    static char bytes[256];
    wait_for(socket);
    int length = zmq_recv(socket, bytes, sizeof bytes - 1, 0);
    assert_in_range(length, 0, sizeof bytes - 1);
    bytes[length] = '\0';
    int more = 0;
    size_t size = sizeof more;
    assert_int_equal(zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size), 0);
    *ret_more = more != 0;
    return bytes;
}

static void expect_answer(void *socket, const char *expected) {
    bool more = true;
    assert_string_equal(frame(socket, &more), expected);
    assert_false(more);
}

static void expect_error(void *socket, int code, const char *word) {
    bool more = true;
    char *answer = frame(socket, &more);
    assert_false(more);
    json_t *value = json_loads(answer, 0, NULL);
    assert_non_null(value);
    assert_true(json_is_null(json_object_get(value, "id")));
    json_t *error = json_object_get(value, "error");
    assert_int_equal(json_integer_value(json_object_get(error, "code")), code);
    assert_non_null(strstr(json_string_value(json_object_get(error, "message")), word));
    json_decref(value);
}

static void send_text(void *socket, const char *string, int flags) {
    assert_int_equal(zmq_send(socket, string, strlen(string), flags), strlen(string));
}

static void test_with_and_without_delimiter(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER);
    void *req = peer(ZMQ_REQ);
    send_text(dealer, "one", 0);
    serve_one();
    expect_answer(dealer, "one");
    send_text(req, "two", 0);
    serve_one();
    expect_answer(req, "two");
    send_text(dealer, "", ZMQ_SNDMORE);
    send_text(dealer, "three", 0);
    serve_one();
    bool more = false;
    assert_string_equal(frame(dealer, &more), "");
    assert_true(more);
    expect_answer(dealer, "three");
    assert_int_equal(last_role, ROLE_QUERY);
    zmq_close(dealer);
    zmq_close(req);
}

static void test_wrong_frames_are_told(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER);
    send_text(dealer, "a", ZMQ_SNDMORE);
    send_text(dealer, "b", 0);
    serve_one();
    expect_error(dealer, -32600, "one frame");
    for (int i = 0; i < 20; i++) {
        send_text(dealer, "x", ZMQ_SNDMORE);
    }
    send_text(dealer, "x", 0);
    serve_one();
    expect_error(dealer, -32600, "one frame");
    send_text(dealer, "after", 0);
    serve_one();
    expect_answer(dealer, "after");
    zmq_close(dealer);
}

static void test_long_requests_are_refused(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER);
    char *blanks = calloc(1, 16 * MEBIBYTE);
    assert_non_null(blanks);
    assert_int_equal(zmq_send(dealer, blanks, 16 * MEBIBYTE, 0), 16 * MEBIBYTE);
    serve_one();
    expect_error(dealer, -32600, "1 MiB");
    free(blanks);
    zmq_close(dealer);
}

static void test_no_memory_is_told(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER);
    served.answer = out_of_memory;
    send_text(dealer, "x", 0);
    serve_one();
    expect_error(dealer, -32603, "memory");
    zmq_close(dealer);
}

static void test_serves_only_so_many(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER);
    for (int i = 0; i < 5; i++) {
        send_text(dealer, "x", 0);
    }
    for (int i = 0; i < 5; i++) {
        serve_one();
        expect_answer(dealer, "x");
        zmq_pollitem_t item = {.socket = dealer, .events = ZMQ_POLLIN};
        assert_int_equal(zmq_poll(&item, 1, 0), 0);
    }
    zmq_close(dealer);
}

static void test_a_peer_that_left_is_nobodys_trouble(void **state) {
    (void)state;
    void *leaver = peer(ZMQ_DEALER);
    void *stayer = peer(ZMQ_DEALER);
    send_text(leaver, "x", 0);
    wait_for(served.socket);
    zmq_close(leaver);
    send_text(stayer, "y", 0);
    rpc_context c = {.keeper = NULL};
    zmq_pollitem_t items[] = {{.socket = served.socket, .events = ZMQ_POLLIN},
                              {.socket = stayer, .events = ZMQ_POLLIN}};
    do {
        assert_true(zmq_poll(items, 2, WAIT_MILLISECONDS) > 0);
        query_socket_serve(&served, &c, 10);
    } while ((items[1].revents & ZMQ_POLLIN) == 0);
    expect_answer(stayer, "y");
    zmq_close(stayer);
}

static void test_address_in_use(void **state) {
    (void)state;
    char error[ENDPOINT_ERROR_SIZE] = "";
    query_socket second;
    assert_false(
        query_socket_init(&second, context, ROLE_QUERY, "endpoints.query", address, error));
    assert_non_null(strstr(error, "endpoints.query"));
    assert_non_null(strstr(error, address));
    assert_non_null(strstr(error, "in use"));
    assert_false(
        query_socket_init(&second, context, ROLE_QUERY, "endpoints.query", "http://x", error));
    assert_non_null(strstr(error, "tcp://"));
    query_socket_finish(&second);
}

static void test_admin_socket_is_this_users(void **state) {
    (void)state;
    char folder[] = "/tmp/query_socket_test-XXXXXX";
    char path[64];
    char error[ENDPOINT_ERROR_SIZE] = "";
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/admin.sock", folder);
    FILE *stale = fopen(path, "w");
    assert_non_null(stale);
    assert_int_equal(fclose(stale), 0);
    (void)snprintf(address, sizeof address, "ipc://%s", path);
    query_socket admin;
    assert_true(query_socket_init(&admin, context, ROLE_ADMIN, "state_dir", address, error));
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 077, 0);
    admin.answer = echo;
    void *dealer = peer(ZMQ_DEALER);
    send_text(dealer, "x", 0);
    rpc_context c = {.keeper = NULL};
    wait_for(admin.socket);
    query_socket_serve(&admin, &c, 1);
    expect_answer(dealer, "x");
    assert_int_equal(last_role, ROLE_ADMIN);
    zmq_close(dealer);
    query_socket_finish(&admin);
    (void)unlink(path); /* gone already, when the socket removed it */
    (void)rmdir(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_sockets, close_sockets)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_with_and_without_delimiter),
        TEST(test_wrong_frames_are_told),
        TEST(test_long_requests_are_refused),
        TEST(test_no_memory_is_told),
        TEST(test_serves_only_so_many),
        TEST(test_a_peer_that_left_is_nobodys_trouble),
        TEST(test_address_in_use),
        TEST(test_admin_socket_is_this_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* intake_test.c - the ingest thread over real sockets; the test is the owner thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "ingest/intake.h"

enum { WAIT_MILLISECONDS = 10000 };

static const char accepted_one[] = "{\"accepted\":1,\"duplicate\":0,\"rejected\":[]}";
static const char *no_topics[] = {""};

static void *context;
static intake *it;
static char address[ENDPOINT_ADDRESS_SIZE];
static char feed_address[ENDPOINT_ADDRESS_SIZE];
static const feed_settings feeds[] = {
    {.name = "shop",
     .address = "tcp://127.0.0.1:*",
     .bind = true,
     .topics = no_topics,
     .topic_count = 1},
    {.name = "near", .address = "inproc://near", .bind = true}, /* what is sent is there at once */
};

static day any_day(int64_t nanoseconds) {
    (void)nanoseconds;
    return 20000;
}

static rates base;
static decode_rules rules;

static int open_intake(void **state) {
    (void)state;
    char error[ENDPOINT_ERROR_SIZE] = "";
    base = (rates){.base = currency_find(text_of("EUR"))};
    rules = (decode_rules){.rates = &base, .local_day = any_day};
    context = zmq_ctx_new();
    const intake_settings settings = {.context = context,
                                      .address = "tcp://127.0.0.1:*",
                                      .feeds = feeds,
                                      .feed_count = 2,
                                      .rules = &rules};
    it = intake_create(&settings, error);
    if (it == NULL) {
        print_error("%s\n", error);
        return -1;
    }
    endpoint_bound(intake_submit_socket(it), address);
    endpoint_bound(intake_feed_socket(it, 0), feed_address);
    return intake_start(it, error) ? 0 : -1;
}

static int close_intake(void **state) {
    (void)state;
    intake_destroy(it);
    return zmq_ctx_term(context);
}

static void *peer(int type, const char *to) {
    int linger = 0;
    void *socket = zmq_socket(context, type);
    assert_non_null(socket);
    assert_int_equal(zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger), 0);
    assert_int_equal(zmq_connect(socket, to), 0);
    return socket;
}

static bool readable(void *socket, long milliseconds) {
    zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
    return zmq_poll(&item, 1, milliseconds) == 1;
}

/* A publisher that the feed has subscribed to. */
static void *publisher(const char *to) {
    void *socket = peer(ZMQ_XPUB, to);
    char notice[8];
    assert_true(readable(socket, WAIT_MILLISECONDS));
    assert_int_equal(zmq_recv(socket, notice, sizeof notice, 0), 1);
    return socket;
}

static void send_frame(void *socket, const char *bytes, int flags) {
    assert_int_equal(zmq_send(socket, bytes, strlen(bytes), flags), strlen(bytes));
}

static void send_order(void *socket, int number) {
    char bytes[256];
    (void)snprintf(
        bytes, sizeof bytes,
        "{\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/s\",\"id\":\"e%d\","
        "\"time\":\"2026-03-02T08:00:00Z\","
        "\"data\":{\"id\":\"O-%d\",\"client\":\"C\",\"amount\":\"1.00\"}}",
        number, number);
    send_frame(socket, bytes, 0);
}

static void expect_reply(void *socket, const char *begins) {
    char bytes[1024] = "";
    assert_true(readable(socket, WAIT_MILLISECONDS));
    int length = zmq_recv(socket, bytes, sizeof bytes - 1, 0);
    assert_in_range(length, 0, sizeof bytes - 1);
    bytes[length] = '\0';
    if (strncmp(bytes, begins, strlen(begins)) != 0) {
        fail_msg("answered %s, not %s", bytes, begins);
    }
}

static intake_news news(event_batch **ret_batch) {
    if (!readable(intake_socket(it), WAIT_MILLISECONDS)) {
        return INTAKE_NOTHING;
    }
    return intake_receive(it, ret_batch);
}

static event_batch *next_batch(void) {
    event_batch *batch = NULL;
    assert_int_equal(news(&batch), INTAKE_BATCH);
    return batch;
}

/* What the bookkeeper does to a batch of new events. */
static size_t give_back_durable(event_batch *batch) {
    size_t count = event_batch_item_count(batch);
    for (size_t i = 0; i < count; i++) {
        batch_item *item = event_batch_item(batch, i);
        item->outcome = item->reason == REASON_NONE ? OUTCOME_ACCEPTED : OUTCOME_REJECTED;
    }
    intake_give_back(it, batch, NULL);
    return count;
}

/* Commits what comes until the socket has an answer. */
static void commit_until_answered(void *socket) {
    zmq_pollitem_t items[] = {{.socket = socket, .events = ZMQ_POLLIN},
                              {.socket = intake_socket(it), .events = ZMQ_POLLIN}};
    for (;;) {
        assert_true(zmq_poll(items, 2, WAIT_MILLISECONDS) > 0);
        if ((items[0].revents & ZMQ_POLLIN) != 0) {
            return;
        }
        give_back_durable(next_batch());
    }
}

static void drain(void) {
    event_batch *batch = NULL;
    intake_drain(it);
    intake_news what;
    while ((what = news(&batch)) == INTAKE_BATCH) {
        give_back_durable(batch);
    }
    assert_int_equal(what, INTAKE_ENDED);
    assert_string_equal(intake_failure(it), "");
}

static void test_one_event_waits_for_nothing(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER, address);
    send_order(dealer, 1);
    event_batch *batch = next_batch();
    assert_int_equal(event_batch_item_count(batch), 1);
    assert_int_equal(intake_counts_now(it).batches_out, 1);
    assert_false(readable(dealer, 0)); /* no answer before the commit */
    give_back_durable(batch);
    expect_reply(dealer, accepted_one);
    assert_int_equal(intake_counts_now(it).batches_out, 0);
    zmq_close(dealer);
}

static void test_replies_keep_the_order(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER, address);
    for (int round = 0; round < 50; round++) {
        send_order(dealer, round);
        send_frame(dealer, "{", 0);
        send_frame(dealer, "a", ZMQ_SNDMORE);
        send_frame(dealer, "b", 0);
        send_frame(dealer, "[]", 0);
    }
    for (int round = 0; round < 50; round++) {
        commit_until_answered(dealer);
        expect_reply(dealer, accepted_one);
        commit_until_answered(dealer);
        expect_reply(dealer, "{\"accepted\":0,\"duplicate\":0,\"rejected\":[{\"index\":0,\"id\":"
                             "null,\"reason\":\"json: ");
        commit_until_answered(dealer);
        expect_reply(dealer, "{\"error\":\"");
        commit_until_answered(dealer);
        expect_reply(dealer, "{\"accepted\":0,\"duplicate\":0,\"rejected\":[]}");
    }
    assert_int_equal(intake_counts_now(it).malformed_messages, 50);
    zmq_close(dealer);
}

static void test_req_and_leavers(void **state) {
    (void)state;
    void *req = peer(ZMQ_REQ, address);
    void *leaver = peer(ZMQ_DEALER, address);
    send_order(leaver, 1);
    event_batch *batch = next_batch();
    zmq_close(leaver);
    send_order(req, 2);
    give_back_durable(batch);
    commit_until_answered(req);
    expect_reply(req, accepted_one);
    zmq_close(req);
}

static void test_feed(void **state) {
    (void)state;
    void *pub = publisher(feed_address);
    send_frame(pub, "order.placed", ZMQ_SNDMORE);
    send_order(pub, 1);
    send_order(pub, 2);
    send_frame(pub, "a", ZMQ_SNDMORE);
    send_frame(pub, "b", ZMQ_SNDMORE);
    send_frame(pub, "c", 0);
    size_t seen = 0;
    while (seen < 3) {
        event_batch *batch = next_batch();
        for (size_t i = 0; i < event_batch_item_count(batch); i++, seen++) {
            const batch_item *item = event_batch_item(batch, i);
            assert_int_equal(item->reason, seen < 2 ? REASON_NONE : REASON_NOT_AN_EVENT);
            if (seen == 2) {
                assert_true(text_equal(item->raw, text_of("b")));
                assert_non_null(
                    memmem(item->explanation.bytes, item->explanation.length, "3 frames", 8));
            }
        }
        give_back_durable(batch);
    }
    zmq_close(pub);
}

/* With all batches out nothing more is read; then everything is answered. */
static void test_back_pressure(void **state) {
    (void)state;
    enum { MESSAGES = 6000 };
    void *filler = peer(ZMQ_DEALER, address);
    event_batch *held[8];
    size_t held_count = 0;
    for (int i = 0; i < MESSAGES; i++) {
        send_order(filler, i);
    }
    size_t taken = 0;
    while (readable(intake_socket(it), held_count < 3 ? WAIT_MILLISECONDS : 50)) {
        held[held_count] = next_batch();
        taken += event_batch_item_count(held[held_count]);
        held_count += 1;
    }
    assert_int_equal(held_count, 3);
    assert_true(taken < MESSAGES);
    for (size_t i = 0; i < held_count; i++) {
        give_back_durable(held[i]);
    }
    for (int i = 0; i < MESSAGES; i++) {
        commit_until_answered(filler);
        expect_reply(filler, accepted_one);
    }
    zmq_close(filler);
}

static void test_refused_then_resumed(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER, address);
    void *pub = publisher(feed_address);
    send_order(dealer, 1);
    event_batch *batch = next_batch();
    send_order(dealer, 2); /* fills the next batch meanwhile */
    send_order(pub, 3);
    send_frame(pub, "{}", 0);
    intake_give_back(it, batch, "disk full");
    expect_reply(dealer, "{\"busy\":\"disk full\"}");
    /* What was read before the refusal is refused with it; what is read after is turned away. Either way: */
    expect_reply(dealer, "{\"busy\":\"disk full\"}");
    send_frame(dealer, "a", ZMQ_SNDMORE);
    send_frame(dealer, "b", 0);
    expect_reply(dealer, "{\"error\":\"");
    assert_false(readable(intake_socket(it), 50));
    intake_resume(it);
    size_t seen = 0;
    while (seen < 2) { /* the feed's events come now, kept or not yet read */
        batch = next_batch();
        for (size_t i = 0; i < event_batch_item_count(batch); i++, seen++) {
            const batch_item *item = event_batch_item(batch, i);
            assert_int_equal(item->reason == REASON_NONE, seen == 0);
            assert_true(item->raw.length > 0);
        }
        give_back_durable(batch);
    }
    do { /* turned away until the kept ones are durable */
        send_order(dealer, 4);
        commit_until_answered(dealer);
        char bytes[256] = "";
        assert_true(zmq_recv(dealer, bytes, sizeof bytes - 1, 0) > 0);
        if (strcmp(bytes, accepted_one) == 0) {
            break;
        }
        assert_string_equal(bytes, "{\"busy\":\"disk full\"}");
    } while (true);
    assert_int_equal(intake_counts_now(it).lost_events, 0);
    zmq_close(pub);
    zmq_close(dealer);
}

static void test_refused_feed_events_are_kept(void **state) {
    (void)state;
    void *pub = publisher(feed_address);
    send_order(pub, 1);
    event_batch *batch = next_batch();
    for (int times = 0; times < 3; times++) {
        assert_int_equal(event_batch_item_count(batch), 1);
        const batch_item *item = event_batch_item(batch, 0);
        assert_int_equal(item->reason, REASON_NONE);
        assert_true(text_equal(item->event.document, text_of("O-1")));
        intake_give_back(it, batch, "disk full");
        intake_resume(it);
        batch = next_batch();
    }
    intake_give_back(it, batch, "disk full");
    drain();
    assert_int_equal(intake_counts_now(it).lost_events, 1);
    zmq_close(pub);
}

static void test_drain_answers_what_was_taken(void **state) {
    (void)state;
    void *dealer = peer(ZMQ_DEALER, address);
    send_order(dealer, 1);
    event_batch *batch = next_batch();
    intake_drain(it);
    give_back_durable(batch);
    drain();
    expect_reply(dealer, accepted_one);
    zmq_close(dealer);
}

static void test_drain_takes_what_feeds_have_sent(void **state) {
    (void)state;
    enum { MESSAGES = 5000 };
    void *pub = publisher("inproc://near");
    for (int i = 0; i < MESSAGES; i++) {
        send_order(pub, i);
    }
    intake_drain(it);
    size_t taken = 0;
    event_batch *batch = NULL;
    while (news(&batch) == INTAKE_BATCH) {
        taken += give_back_durable(batch);
    }
    assert_int_equal(taken, MESSAGES);
    zmq_close(pub);
}

static void test_address_in_use(void **state) {
    (void)state;
    char error[ENDPOINT_ERROR_SIZE] = "";
    const intake_settings settings = {.context = context, .address = address, .rules = &rules};
    assert_null(intake_create(&settings, error));
    assert_non_null(strstr(error, "endpoints.ingest"));
    assert_non_null(strstr(error, address));
    const feed_settings wrong = {
        .name = "wrong", .address = "nowhere", .topics = no_topics, .topic_count = 1};
    const intake_settings other = {.context = context,
                                   .address = "tcp://127.0.0.1:*",
                                   .feeds = &wrong,
                                   .feed_count = 1,
                                   .rules = &rules};
    assert_null(intake_create(&other, error));
    assert_non_null(strstr(error, "feed wrong"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_intake, close_intake)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_one_event_waits_for_nothing),
        TEST(test_replies_keep_the_order),
        TEST(test_req_and_leavers),
        TEST(test_feed),
        TEST(test_back_pressure),
        TEST(test_refused_then_resumed),
        TEST(test_refused_feed_events_are_kept),
        TEST(test_drain_answers_what_was_taken),
        TEST(test_drain_takes_what_feeds_have_sent),
        TEST(test_address_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

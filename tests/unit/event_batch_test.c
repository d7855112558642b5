#include "ingest/event_batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const text no_peer = {NULL, 0};

static void test_messages_and_items(void **state) {
    (void)state;
    event_batch *batch = event_batch_create();
    assert_non_null(batch);
    char routing[] = "peer\0one";
    assert_true(event_batch_open_message(batch, batch, (text){routing, 8}, true));
    memset(routing, 'x', sizeof routing); /* it was copied */
    assert_non_null(event_batch_add(batch));
    assert_non_null(event_batch_add(batch));
    assert_true(event_batch_open_message(batch, NULL, no_peer, false));
    batch_item *last = event_batch_add(batch);
    assert_int_equal(last->message, 1);
    assert_int_equal(last->index, 0);
    assert_int_equal(last->reason, REASON_NONE);
    assert_int_equal(last->outcome, OUTCOME_PENDING);
    assert_int_equal(event_batch_item_count(batch), 3);
    assert_int_equal(event_batch_item(batch, 1)->index, 1);
    assert_int_equal(event_batch_message_count(batch), 2);
    const batch_message *first = event_batch_message(batch, 0);
    assert_ptr_equal(first->origin, batch);
    assert_true(text_equal(first->peer, (text){"peer\0one", 8}));
    assert_true(first->delimited);
    assert_int_equal(first->first, 0);
    assert_int_equal(first->count, 2);
    assert_int_equal(event_batch_message(batch, 1)->first, 2);
    assert_int_equal(event_batch_message(batch, 1)->peer.length, 0);
    event_batch_destroy(batch);
}

static void test_taking_back(void **state) {
    (void)state;
    event_batch *batch = event_batch_create();
    assert_true(event_batch_open_message(batch, NULL, no_peer, false));
    assert_non_null(event_batch_add(batch));
    assert_true(event_batch_open_message(batch, NULL, no_peer, false));
    assert_non_null(event_batch_add(batch));
    assert_non_null(event_batch_add(batch));
    event_batch_drop_item(batch);
    assert_int_equal(event_batch_item_count(batch), 2);
    assert_int_equal(event_batch_message(batch, 1)->count, 1);
    event_batch_drop_items(batch);
    assert_int_equal(event_batch_item_count(batch), 1);
    assert_int_equal(event_batch_message_count(batch), 2);
    event_batch_item(batch, 0)->reason = REASON_JSON;
    batch_item *again = event_batch_add(batch);
    again->reason = REASON_JSON;
    event_batch_drop_message(batch);
    assert_int_equal(event_batch_item_count(batch), 1);
    assert_int_equal(event_batch_message_count(batch), 1);
    assert_true(event_batch_open_message(batch, NULL, no_peer, false));
    assert_int_equal(event_batch_add(batch)->reason, REASON_NONE); /* zeroed again */
    event_batch_destroy(batch);
}

static void test_full_by_items(void **state) {
    (void)state;
    event_batch *batch = event_batch_create();
    assert_true(event_batch_open_message(batch, NULL, no_peer, false));
    uint32_t full_at = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        if (event_batch_full(batch) && full_at == 0) {
            full_at = i;
        }
        assert_int_equal(event_batch_full(batch), full_at > 0); /* and stays so */
        batch_item *item = event_batch_add(batch);
        assert_int_equal(item->index, i);
        item->event.sequence = i;
    }
    assert_in_range(full_at, 100, 2000);
    for (uint32_t i = 0; i < 10000; i++) {
        assert_int_equal(event_batch_item(batch, i)->event.sequence, i);
    }
    event_batch_clear(batch);
    assert_int_equal(event_batch_item_count(batch), 0);
    assert_int_equal(event_batch_message_count(batch), 0);
    assert_false(event_batch_full(batch));
    event_batch_destroy(batch);
}

static void test_full_by_bytes(void **state) {
    (void)state;
    event_batch *batch = event_batch_create();
    for (int round = 0; round < 3; round++) {
        size_t taken = 0;
        while (!event_batch_full(batch)) {
            char *piece = event_batch_alloc(batch, 1000);
            assert_non_null(piece);
            memset(piece, round, 1000);
            taken += 1000;
        }
        assert_in_range(taken, (4 << 20) - 1000, (4 << 20) + 1000);
        event_batch_clear(batch);
    }
    event_batch_destroy(batch);
}

/* Pieces of all sizes are aligned, writable and do not overlap. */
static void test_pieces(void **state) {
    (void)state;
    enum { PIECES = 2000 };
    static unsigned char *pieces[PIECES];
    event_batch *batch = event_batch_create();
    for (size_t i = 0; i < PIECES; i++) {
        size_t size = i * 7 % 3001;
        pieces[i] = event_batch_alloc(batch, size);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % 8, 0);
        memset(pieces[i], (int)(i % 251), size);
    }
    char *large = event_batch_alloc(batch, 20 << 20);
    assert_non_null(large);
    memset(large, 1, 20 << 20);
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t at = 0; at < i * 7 % 3001; at++) {
            assert_int_equal(pieces[i][at], i % 251);
        }
    }
    assert_true(event_batch_full(batch));
    assert_null(event_batch_alloc(batch, SIZE_MAX));
    event_batch_clear(batch);
    assert_non_null(event_batch_alloc(batch, 1));
    event_batch_destroy(batch);
}

static void test_destroy_nothing(void **state) {
    (void)state;
    event_batch_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages_and_items),
        cmocka_unit_test(test_taking_back),
        cmocka_unit_test(test_full_by_items),
        cmocka_unit_test(test_full_by_bytes),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_destroy_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

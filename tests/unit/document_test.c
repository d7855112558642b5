/* document_test.c - the same events in every order, any number of times, give the same document. */
#include "tests/unit/support/sample.h"

enum { EVENTS = 4, LENGTH = 6 };

static event make_event(const char *type, const char *id, uint64_t version, int64_t time,
                        bool has_body) {
    event e = {.type = event_type_find(text_of(type)),
               .document = {"D-1", 3},
               .stamp = {version, time, text_of(id)},
               .state_date = (day)time,
               .state_date_given = time % 2 == 0,
               .has_body = has_body};
    assert_non_null(e.type);
    assert_true(has_body || e.type->ends);
    if (has_body) {
        e.body = (body){.client = {"C-1", 3},
                        .name = text_of(id),
                        .date = (day)(100 + time),
                        .notice_days = -1};
    }
    return e;
}

static bool same_stamp(const stamp *a, const stamp *b) {
    return stamp_compare(a, b) == 0;
}

static bool same_document(const document *a, const document *b) {
    bool same_state = a->state == b->state && same_stamp(&a->state_stamp, &b->state_stamp) &&
                      a->state_date == b->state_date && a->state_date_given == b->state_date_given;
    return same_state && a->has_body == b->has_body &&
           (!a->has_body ||
            (same_stamp(&a->body_stamp, &b->body_stamp) && a->body.date == b->body.date &&
             a->body.tags == b->body.tags && a->body.tag_count == b->body.tag_count &&
             text_equal(a->body.name, b->body.name) && text_equal(a->body.client, b->body.client)));
}

/* The greatest stamp wins each register; what is erased has no name and no tags. */
static document define(document_kind kind, const event *events, int count) {
    document d = {.kind = kind, .id = {"D-1", 3}};
    const event *state = NULL;
    const event *full = NULL;
    for (int i = 0; i < count; i++) {
        const event *e = &events[i];
        if (state == NULL || stamp_compare(&e->stamp, &state->stamp) > 0)
            state = e;
        if (e->has_body && (full == NULL || stamp_compare(&e->stamp, &full->stamp) > 0))
            full = e;
    }
    d.state = state->type->verb;
    d.state_stamp = state->stamp;
    d.state_date = state->state_date;
    d.state_date_given = state->state_date_given;
    if (full != NULL) {
        d.has_body = true;
        d.body = full->body;
        d.body_stamp = full->stamp;
        if (d.state == VERB_ERASED) {
            d.body.name = (text){NULL, 0};
            d.body.tags = NULL;
            d.body.tag_count = 0;
        }
    }
    return d;
}

/* Every sequence of LENGTH events that has each of them at least once. */
static void expect_order_does_not_matter(document_kind kind, const event *events, int count) {
    document expected = define(kind, events, count);
    int sequences = 1;
    for (int i = 0; i < LENGTH; i++)
        sequences *= count;
    for (int sequence = 0; sequence < sequences; sequence++) {
        document d = {.kind = kind, .id = {"D-1", 3}};
        unsigned seen = 0;
        for (int i = 0, rest = sequence; i < LENGTH; i++, rest /= count) {
            const event *e = &events[rest % count];
            bool repeated = seen >> (rest % count) & 1;
            document_change change = document_apply(&d, e);
            assert_true(!repeated || change != DOCUMENT_CHANGED);
            seen |= 1U << (rest % count);
        }
        if (seen == (1U << count) - 1 && !same_document(&d, &expected))
            fail_msg("sequence %d of %d in base %d gives another document", sequence, sequences,
                     count);
    }
}

static void test_worked_sets(void **state) {
    (void)state;
    const event quote[] = {make_event("quote.sent", "a", 0, 10, true),
                           make_event("quote.amended", "b", 0, 20, true),
                           make_event("quote.declined", "c", 0, 15, false),
                           make_event("quote.accepted", "d", 0, 20, true)};
    expect_order_does_not_matter(KIND_QUOTE, quote, EVENTS);
    const event client[] = {make_event("client.updated", "a", 0, 10, true),
                            make_event("client.erased", "b", 0, 20, false),
                            make_event("client.updated", "c", 0, 15, true),
                            make_event("client.updated", "d", 0, 30, true)};
    expect_order_does_not_matter(KIND_CLIENT, client, EVENTS);
    expect_order_does_not_matter(KIND_CLIENT, client, 3); /* ends erased */
    const event versions[] = {make_event("order.placed", "z", 3, 10, true),
                              make_event("order.amended", "y", 2, 90, true),
                              make_event("order.cancelled", "x", 3, 9, false),
                              make_event("order.cancelled", "w", 0, 99, true)};
    expect_order_does_not_matter(KIND_ORDER, versions, EVENTS);
}

/* Sets drawn at random from few stamps, so that ties by version and time are common. */
static void run_random_sets(document_kind kind, const char *const types[], int type_count,
                            uint64_t seed) {
    static const char *const ids[EVENTS] = {"a", "aa", "b", ""};
    static text tags[] = {{"vip", 3}};
    for (int round = 0; round < 60; round++) {
        event events[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            const char *type = types[random_between(&seed, 0, type_count - 1)];
            bool ends = event_type_find(text_of(type))->ends;
            bool has_body = !ends || random_between(&seed, 0, 1) == 0;
            events[i] = make_event(type, ids[i], (uint64_t)random_between(&seed, 0, 1),
                                   random_between(&seed, 0, 2), has_body);
            events[i].body.tags = tags;
            events[i].body.tag_count = 1;
        }
        expect_order_does_not_matter(kind, events, EVENTS);
    }
}

static void test_random_sets(void **state) {
    (void)state;
    static const char *const client[] = {"client.updated", "client.erased"};
    static const char *const quote[] = {"quote.sent", "quote.accepted", "quote.declined",
                                        "quote.cancelled"};
    static const char *const agreement[] = {"contract.signed", "contract.renewed",
                                            "contract.terminated"};
    run_random_sets(KIND_CLIENT, client, 2, 9);
    run_random_sets(KIND_QUOTE, quote, 4, 10);
    run_random_sets(KIND_CONTRACT, agreement, 3, 11);
}

static void test_what_an_event_did(void **state) {
    (void)state;
    document d = {.kind = KIND_ORDER, .id = {"D-1", 3}};
    event cancelled = make_event("order.cancelled", "c", 0, 20, false);
    event placed = make_event("order.placed", "a", 0, 10, true);
    event amended = make_event("order.amended", "b", 0, 5, true);
    assert_int_equal(document_apply(&d, &cancelled), DOCUMENT_CHANGED);
    assert_false(d.has_body);
    assert_int_equal(document_apply(&d, &placed), DOCUMENT_CHANGED); /* only its body */
    assert_int_equal(d.state, VERB_CANCELLED);
    assert_int_equal(document_apply(&d, &cancelled), DOCUMENT_REPEATED);
    assert_int_equal(document_apply(&d, &placed), DOCUMENT_REPEATED);
    assert_int_equal(document_apply(&d, &amended), DOCUMENT_SUPERSEDED);
    assert_int_equal(document_apply(&d, &amended), DOCUMENT_SUPERSEDED);
    assert_int_equal(d.body.date, 110);
}

static void test_counts(void **state) {
    (void)state;
    document d = {.kind = KIND_QUOTE, .state = VERB_CANCELLED};
    assert_false(document_counts(&d, 100));
    d = sample_document(KIND_QUOTE, VERB_SENT, "Q-1", "C-1", 100);
    assert_false(document_counts(&d, 99));
    assert_true(document_counts(&d, 100));
    for (int v = VERB_UPDATED; v < VERB_COUNT; v++) {
        d.state = (verb)v;
        assert_int_equal(document_counts(&d, 100), v != VERB_CANCELLED);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_sets),
        cmocka_unit_test(test_random_sets),
        cmocka_unit_test(test_what_an_event_did),
        cmocka_unit_test(test_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

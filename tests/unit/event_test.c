#include "portfolio/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const type_names[] = {
    "client.updated",  "client.erased",     "quote.sent",         "quote.amended",
    "quote.accepted",  "quote.declined",    "quote.expired",      "quote.cancelled",
    "order.placed",    "order.amended",     "order.cancelled",    "invoice.issued",
    "invoice.amended", "invoice.cancelled", "credit_note.issued", "credit_note.cancelled",
    "contract.signed", "contract.amended",  "contract.renewed",   "contract.terminated",
    "contact.made"};

/* Each type's name is its kind's and its verb's. */
static void test_types(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++) {
        const event_type *type = event_type_find(text_of(type_names[i]));
        assert_non_null(type);
        char joined[64];
        (void)snprintf(joined, sizeof joined, "%s.%s", document_kind_name(type->kind),
                       verb_name(type->verb));
        assert_string_equal(joined, type_names[i]);
        assert_string_equal(type->name, type_names[i]);
    }
}

static void test_ending_verbs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++) {
        const event_type *type = event_type_find(text_of(type_names[i]));
        bool ends = type->verb == VERB_CANCELLED || type->verb == VERB_DECLINED ||
                    type->verb == VERB_EXPIRED || type->verb == VERB_TERMINATED ||
                    type->verb == VERB_ERASED;
        assert_int_equal(type->ends, ends);
    }
}

static void test_other_types(void **state) {
    (void)state;
    const char *wrong[] = {
        "",      "order",         "order.",       "order.eaten",    "credit_note.amended",
        "Order", "order.placed ", "Order.placed", "feed.heartbeat", "contact.updated"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_null(event_type_find(text_of(wrong[i])));
    }
    assert_null(event_type_find((text){NULL, 0}));
    assert_non_null(event_type_find((text){"order.placedX", 12}));
}

static void test_names(void **state) {
    (void)state;
    for (int i = 0; i < KIND_COUNT; i++) {
        document_kind kind = KIND_COUNT;
        assert_true(document_kind_find(text_of(document_kind_name((document_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    document_kind kind = KIND_COUNT;
    assert_false(document_kind_find(text_of("parcel"), &kind));
    assert_int_equal(kind, KIND_COUNT);
    for (int i = 0; i < VERB_COUNT; i++) {
        assert_non_null(verb_name((verb)i));
    }
    assert_string_equal(contact_kind_name(CONTACT_VISIT), "visit");
    assert_string_equal(contact_kind_name(CONTACT_MEETING), "meeting");
}

static stamp stamp_of(uint64_t version, int64_t time, const char *id) {
    return (stamp){.version = version, .time = time, .event_id = text_of(id)};
}

/* Rows in ascending order: every pair compares as its places do. */
static void test_stamps(void **state) {
    (void)state;
    const stamp ascending[] = {
        stamp_of(0, INT64_MIN, ""), stamp_of(0, -1, "z"),        stamp_of(0, 0, ""),
        stamp_of(0, 0, "A"),        stamp_of(0, 0, "AA"),        stamp_of(0, 0, "B"),
        stamp_of(0, 0, "a"),        stamp_of(0, 0, "é"),         stamp_of(0, INT64_MAX, ""),
        stamp_of(1, 0, "a"),        stamp_of(UINT64_MAX, 0, "a")};
    int count = sizeof ascending / sizeof ascending[0];
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            int order = stamp_compare(&ascending[i], &ascending[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),       cmocka_unit_test(test_ending_verbs),
        cmocka_unit_test(test_other_types), cmocka_unit_test(test_names),
        cmocka_unit_test(test_stamps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/malform.h"

static const char sequence[] = "\"sequence\":\"000000000000\",";

static event_text sample(void) {
    static const char before[] = "{\"specversion\":\"1.0\",\"type\":\"order.placed\","
                                 "\"source\":\"/orders\",\"id\":\"CMD-000001-r1\","
                                 "\"time\":\"2024-01-02T09:00:00+01:00\",";
    static const char after[] = "\"data\":{\"id\":\"CMD-000001\",\"client\":\"C-00001\","
                                "\"date\":\"2024-01-02\",\"currency\":\"EUR\",\"lines\":["
                                "{\"sku\":\"CAB-01\",\"quantity\":\"2\",\"amount\":\"9.90\"}]}}";
    event_text event = {.length = 0};
    size_t at = sizeof before - 1;
    memcpy(event.bytes, before, at);
    event.sequence_from = at;
    memcpy(event.bytes + at, sequence, sizeof sequence - 1);
    event.digits_from = at + strlen("\"sequence\":\"");
    at += sizeof sequence - 1;
    event.sequence_until = at;
    memcpy(event.bytes + at, after, sizeof after - 1);
    event.length = at + sizeof after - 1;
    return event;
}

static bool has_sequence(const event_text *event) {
    return memmem(event->bytes, event->length, sequence, sizeof sequence - 1) != NULL;
}

static void what_is_spoiled_differs_and_is_one_line(void **state) {
    (void)state;
    event_text event = sample();
    dice chance;
    dice_init(&chance, 1, 0);
    int numbered = 0;
    enum { TRIES = 5000 };
    for (int i = 0; i < TRIES; i++) {
        event_text spoiled;
        bool takes_number = malform(&chance, &event, &spoiled);
        assert_in_range(spoiled.length, 1, EVENT_TEXT_SIZE);
        assert_null(memchr(spoiled.bytes, '\n', spoiled.length));
        assert_int_equal(has_sequence(&spoiled), takes_number);
        if (takes_number) {
            numbered++;
            assert_memory_equal(spoiled.bytes + spoiled.digits_from, "000000000000\",", 14);
            bool same = spoiled.length == event.length &&
                        memcmp(spoiled.bytes, event.bytes, event.length) == 0;
            assert_false(same);
        }
    }
    assert_in_range(numbered, TRIES / 5, TRIES * 4 / 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_spoiled_differs_and_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

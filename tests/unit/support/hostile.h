/* hostile.h - every way in which one bit or the end of a record can be lost, each in memory of exactly its size. */
#ifndef TESTS_UNIT_SUPPORT_HOSTILE_H
#define TESTS_UNIT_SUPPORT_HOSTILE_H

#include "store/record.h"
#include "tests/unit/support/unit.h"

/* Whether the record is taken; what was taken must be sound, and the reader frees what it made. */
typedef bool try_record(void *context, text record);

static inline bool try_copy(text record, try_record *attempt, void *context) {
    char *copy = malloc(record.length == 0 ? 1 : record.length);
    assert_non_null(copy);
    if (record.length > 0)
        memcpy(copy, record.bytes, record.length);
    bool taken = attempt(context, (text){copy, record.length});
    free(copy);
    return taken;
}

/* Every shorter record is refused, and one that is a byte too long. */
static inline void expect_cuts_refused(text record, try_record *attempt, void *context) {
    assert_true(try_copy(record, attempt, context));
    for (uint32_t length = 0; length < record.length; length++) {
        if (try_copy((text){record.bytes, length}, attempt, context))
            fail_msg("%u of %u bytes are taken for all of it", length, record.length);
    }
    char *longer = malloc(record.length + 1);
    assert_non_null(longer);
    memcpy(longer, record.bytes, record.length);
    longer[record.length] = 0;
    assert_false(try_copy((text){longer, record.length + 1}, attempt, context));
    free(longer);
}

/* Every flipped bit, and every byte at its extremes: refused, or taken as something else without harm. */
static inline void expect_flips_harmless(text record, try_record *attempt, void *context) {
    static const char extremes[] = {0, 1, 0x7f, (char)0x80, (char)0xff};
    char *changed = malloc(record.length);
    assert_non_null(changed);
    memcpy(changed, record.bytes, record.length);
    for (uint32_t at = 0; at < record.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
            changed[at] = (char)(record.bytes[at] ^ 1 << bit);
            (void)try_copy((text){changed, record.length}, attempt, context);
        }
        for (size_t i = 0; i < sizeof extremes; i++) {
            changed[at] = extremes[i];
            (void)try_copy((text){changed, record.length}, attempt, context);
        }
        changed[at] = record.bytes[at];
    }
    free(changed);
}

#endif

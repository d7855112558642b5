#include "tools/clientele_sim/malform.h"

#include <string.h>

#define EIGHT(x) x x x x x x x x
#define DEEP EIGHT("[[[[[[[[") EIGHT("]]]]]]]]")
#define LONG EIGHT("0123456789abcdef0123")

/* The first `find` in the event is replaced. The member "was" is unknown and so of no meaning: it
 * takes in what the value had been. */
typedef struct spoiling {
    const char *find;
    const char *replace;
    bool envelope_good;
} spoiling;

static const spoiling spoilings[] = {
    {"{\"specversion\"", "{\"specversion", false},
    {"\"data\":{", "\"data\":[{", false},
    {"\"specversion\":\"1.0\",", "", false},
    {"\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", false},
    {"\"type\":\"", "\"type\":\"unheard.of.", false},
    {"\"source\":\"", "\"was\":\"", false},
    {"\"id\":\"", "\"was\":\"", false},
    {"\"id\":\"", "\"id\":\"\xff\xfe", false},
    {"\"data\":{\"id\":\"", "\"data\":{\"id\":\"\\u0007", true},
    {"\"time\":\"", "\"time\":\"yesterday\",\"was\":\"", false},
    {"\"time\":\"2", "\"time\":\"2024-02-30T12:00:00Z\",\"was\":\"2", false},
    {"\"specversion\"", "\"was\":" DEEP ",\"specversion\"", false},
    {"\"data\":{\"id\":\"", "\"data\":{\"id\":7,\"was\":\"", true},
    {"\"data\":{\"id\":\"", "\"data\":{\"id\":\"" LONG, true},
    {"\",\"client\":\"", "\",\"was\":\"", true},
    {"\",\"client\":\"", "\",\"client\":null,\"was\":\"", true},
    {"\"date\":\"", "\"date\":\"2024-13-01\",\"was\":\"", true},
    {"\"date\":\"", "\"date\":\"01/02/2024\",\"was\":\"", true},
    {"\"currency\":\"", "\"currency\":\"ZZZ\",\"was\":\"", true},
    {"\"amount\":", "\"amount\":\"98765432109876543210\",\"was\":", true},
    {"\"amount\":", "\"amount\":\"12.34567\",\"was\":", true},
    {"\"amount\":", "\"amount\":\"about 100\",\"was\":", true},
    {"\"amount\":", "\"amount\":1e400,\"was\":", true},
    {"\"lines\":[", "\"lines\":[],\"was\":[", true},
    {"\"quantity\":", "\"quantity\":\"1.0005\",\"was\":", true},
    {"\"lines\":[", "\"lines\":\"none\",\"was\":[", true},
    {"\"kind\":\"", "\"kind\":\"seance\",\"was\":\"", true},
    {"\"start\":\"", "\"start\":\"soon\",\"was\":\"", true},
    {"\"potential\":", "\"potential\":\"plenty\",\"was\":", true},
};

enum { SPOILINGS = sizeof spoilings / sizeof spoilings[0] };

static void cut_in_half(const event_text *event, event_text *spoiled) {
    *spoiled = *event;
    spoiled->length = event->length / 2;
}

static bool apply(const spoiling *how, const event_text *event, event_text *spoiled) {
    size_t find = strlen(how->find);
    size_t replace = strlen(how->replace);
    const char *at = memmem(event->bytes, event->length, how->find, find);
    if (at == NULL || event->length - find + replace > EVENT_TEXT_SIZE) {
        return false;
    }
    size_t before = (size_t)(at - event->bytes);
    size_t after = event->length - before - find;
    memcpy(spoiled->bytes, event->bytes, before);
    memcpy(spoiled->bytes + before, how->replace, replace);
    memcpy(spoiled->bytes + before + replace, at + find, after);
    spoiled->length = before + replace + after;
    spoiled->sequence_from = event->sequence_from;
    spoiled->sequence_until = event->sequence_until;
    spoiled->digits_from = event->digits_from;
    if (before < event->sequence_from) {
        spoiled->sequence_from += replace - find;
        spoiled->sequence_until += replace - find;
        spoiled->digits_from += replace - find;
    }
    return true;
}

static void drop_sequence(event_text *written) {
    memmove(written->bytes + written->sequence_from, written->bytes + written->sequence_until,
            written->length - written->sequence_until);
    written->length -= written->sequence_until - written->sequence_from;
}

bool malform(dice *chance, const event_text *event, event_text *ret_spoiled) {
    /* A way that does not fit this event gives way to another one. */
    for (int tries = 0; tries < 8; tries++) {
        uint32_t drawn = dice_below(chance, SPOILINGS + 1);
        if (drawn < SPOILINGS && apply(&spoilings[drawn], event, ret_spoiled)) {
            if (!spoilings[drawn].envelope_good) {
                drop_sequence(ret_spoiled);
            }
            return spoilings[drawn].envelope_good;
        }
    }
    cut_in_half(event, ret_spoiled);
    if (ret_spoiled->length > ret_spoiled->sequence_until) {
        drop_sequence(ret_spoiled);
    }
    return false;
}

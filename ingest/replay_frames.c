#include "ingest/replay_frames.h"

#include "portfolio/limits.h"

enum { DIGITS_MAX = 32 };

bool replay_number_read(text digits, uint64_t *ret_number) {
    uint64_t value = 0;
    if (digits.length == 0 || digits.length > DIGITS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < digits.length; i++) {
        unsigned digit = (unsigned char)digits.bytes[i] - (unsigned)'0';
        if (digit > 9 || value > ((uint64_t)INT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *ret_number = value;
    return true;
}

/* As event_decode takes them: no control characters, so that a name can be logged and be part of a key. */
static bool is_name(text name, uint32_t least) {
    if (name.length < least || name.length > NAME_BYTES_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < name.length; i++) {
        if ((unsigned char)name.bytes[i] < ' ' || name.bytes[i] == 0x7f) {
            return false;
        }
    }
    return true;
}

static replay_answer broken(const char *fault) {
    return (replay_answer){.word = REPLAY_BROKEN, .fault = fault};
}

replay_answer replay_answer_read(const text *frames, uint32_t count) {
    replay_answer a = {0};
    if (count == 0) {
        return broken("no frame");
    }
    if (text_equal(frames[0], text_of("EVENT"))) {
        if (count != 3) {
            return broken("EVENT has three frames: EVENT, topic, body");
        }
        a.word = REPLAY_EVENT;
        a.body = frames[2];
        return a;
    }
    if (text_equal(frames[0], text_of("KTHXBAI"))) {
        a.word = REPLAY_DONE;
    } else if (text_equal(frames[0], text_of("TRIMMED"))) {
        a.word = REPLAY_TRIMMED;
    } else {
        return broken("the first frame is none of EVENT, KTHXBAI, TRIMMED");
    }
    if (count != 4) {
        return broken("KTHXBAI and TRIMMED have four frames: word, source, epoch, number");
    }
    if (!is_name(frames[1], 1) || !is_name(frames[2], 0)) {
        return broken("source or epoch is no name of at most 512 bytes without control characters");
    }
    if (!replay_number_read(frames[3], &a.number)) {
        return broken("the last frame is no sequence number in decimal digits");
    }
    a.source = frames[1];
    a.epoch = frames[2];
    return a;
}

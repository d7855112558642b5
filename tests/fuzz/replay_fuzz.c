/* replay_fuzz.c - any frames as an answer to ICANHAZ; frames are divided by 0xff. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/replay_frames.h"
#include "portfolio/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(text name) {
    assert(name.length <= NAME_BYTES_MAX);
    for (uint32_t i = 0; i < name.length; i++) {
        assert((unsigned char)name.bytes[i] >= ' ');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    text frames[4] = {{0}};
    uint32_t count = 0;
    size_t from = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && data[i] != 0xff) {
            continue;
        }
        if (count < 4) {
            frames[count] = (text){(const char *)data + from, (uint32_t)(i - from)};
        }
        count++;
        from = i + 1;
    }
    replay_answer a = replay_answer_read(frames, count);
    switch (a.word) {
    case REPLAY_EVENT: assert(count == 3 && text_equal(a.body, frames[2])); break;
    case REPLAY_DONE:
    case REPLAY_TRIMMED:
        assert(count == 4 && a.source.length > 0 && a.number <= (uint64_t)INT64_MAX);
        check_name(a.source);
        check_name(a.epoch);
        break;
    case REPLAY_BROKEN: assert(a.fault != NULL); break;
    }
    return 0;
}

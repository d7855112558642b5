#include "daemon/rpc_cursor.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/record.h"

enum { CHECK_BYTES = 8 };

/* What the list is of and how it is ordered. */
static uint64_t order_of(const rpc_call *call) {
    static const param params[] = {PARAM_SORT, PARAM_ORDER, PARAM_SEGMENTS_BY, PARAM_METRIC};
    uint64_t order = 0;
    for (size_t i = 0; i < sizeof params / sizeof params[0]; i++) {
        uint64_t number = (uint64_t)rpc_number(call, params[i]);
        order = order << 8 | number << 1 | rpc_given(call, params[i]);
    }
    return order;
}

/* Over what the cursor holds, the method and the order it is for. */
static uint64_t check_of(const rpc_call *call, text content) {
    const char *method = call->method->name;
    uint64_t order = order_of(call);
    return XXH3_64bits_withSeed(content.bytes, content.length,
                                XXH3_64bits_withSeed(method, strlen(method), order));
}

static void write_hex(char *out, text bytes) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        out[2 * i] = digits[byte >> 4];
        out[2 * i + 1] = digits[byte & 15];
    }
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* false: not such digits, or too many. */
static bool read_hex(text digits, cursor_room *room) {
    if (digits.length % 2 != 0 || digits.length / 2 > sizeof room->bytes) {
        return false;
    }
    for (size_t i = 0; i < digits.length / 2; i++) {
        int high = hex_digit(digits.bytes[2 * i]);
        int low = hex_digit(digits.bytes[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        room->bytes[i] = (char)(high * 16 + low);
    }
    return true;
}

void cursor_write(rpc_call *call, const cursor *last) {
    json_writer *out = call->out;
    json_key(out, "after");
    if (last == NULL) {
        json_nothing(out);
        return;
    }
    char digits[CURSOR_TEXT_MAX];
    record_writer w = {0};
    write_signed(&w, last->number);
    write_text(&w, last->words);
    write_text(&w, last->id);
    uint64_t check = check_of(call, record_written(&w));
    write_key_u64(&w, check);
    if (w.failed || w.length > sizeof digits / 2) {
        out->trouble = JSON_NO_MEMORY; /* names and ids are far shorter */
    } else {
        write_hex(digits, record_written(&w));
        json_text(out, (text){digits, 2 * w.length});
    }
    record_writer_finish(&w);
}

bool cursor_read(rpc_call *call, cursor_room *room, bool *ret_given, cursor *ret) {
    text digits = rpc_text(call, PARAM_AFTER);
    *ret_given = rpc_given(call, PARAM_AFTER);
    *ret = (cursor){0};
    if (!*ret_given) {
        return true;
    }
    text content = {room->bytes, digits.length / 2 - CHECK_BYTES};
    if (digits.length / 2 > CHECK_BYTES && read_hex(digits, room)) {
        record_reader check = record_reader_of((text){room->bytes + content.length, CHECK_BYTES});
        record_reader r = record_reader_of(content);
        ret->number = read_signed(&r);
        ret->words = read_text(&r);
        ret->id = read_text(&r);
        if (read_complete(&r) && read_key_u64(&check) == check_of(call, content)) {
            return true;
        }
    }
    return rpc_refuse(
        call, RPC_BAD_PARAMETER,
        "`after` is not a cursor that this list gave in this order; leave it out to begin "
        "with the first page");
}

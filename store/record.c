#include "store/record.h"

#include "portfolio/array.h"

void record_writer_finish(record_writer *self) {
    free(self->bytes);
    *self = (record_writer){0};
}

void write_bytes(record_writer *self, const void *bytes, uint32_t length) {
    if (self->failed || length > UINT32_MAX / 4 - self->length ||
        !array_reserve((void **)&self->bytes, &self->room, self->length + length, 1)) {
        self->failed = true;
        return;
    }
    if (length > 0) {
        memcpy(self->bytes + self->length, bytes, length);
        self->length += length;
    }
}

void write_u8(record_writer *self, uint8_t value) {
    write_bytes(self, &value, 1);
}

void write_unsigned(record_writer *self, uint64_t value) {
    unsigned char bytes[10];
    uint32_t n = 0;
    while (value >= 0x80) {
        bytes[n++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    bytes[n++] = (unsigned char)value;
    write_bytes(self, bytes, n);
}

void write_signed(record_writer *self, int64_t value) {
    write_unsigned(self, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

void write_text(record_writer *self, text value) {
    write_unsigned(self, value.length);
    write_bytes(self, value.bytes, value.length);
}

void write_key_u32(record_writer *self, uint32_t value) {
    unsigned char bytes[4] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16),
                              (unsigned char)(value >> 8), (unsigned char)value};
    write_bytes(self, bytes, sizeof bytes);
}

void write_key_u64(record_writer *self, uint64_t value) {
    write_key_u32(self, (uint32_t)(value >> 32));
    write_key_u32(self, (uint32_t)value);
}

void write_key_day(record_writer *self, int32_t value) {
    write_key_u32(self, (uint32_t)value ^ 0x80000000U);
}

text key_of_u32(unsigned char room[static 4], uint32_t number) {
    for (int i = 0; i < 4; i++) {
        room[i] = (unsigned char)(number >> (24 - 8 * i));
    }
    return (text){(const char *)room, 4};
}

text key_of_u64(unsigned char room[static 8], uint64_t number) {
    for (int i = 0; i < 8; i++) {
        room[i] = (unsigned char)(number >> (56 - 8 * i));
    }
    return (text){(const char *)room, 8};
}

record_reader record_reader_of(text bytes) {
    static const unsigned char none[1];
    const unsigned char *at = bytes.length == 0 ? none : (const unsigned char *)bytes.bytes;
    return (record_reader){.at = at, .end = at + bytes.length};
}

static const unsigned char *take(record_reader *self, size_t length) {
    if (self->failed || (size_t)(self->end - self->at) < length) {
        self->failed = true;
        return NULL;
    }
    const unsigned char *taken = self->at;
    self->at += length;
    return taken;
}

uint8_t read_u8(record_reader *self) {
    const unsigned char *byte = take(self, 1);
    return byte == NULL ? 0 : *byte;
}

uint64_t read_unsigned(record_reader *self) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = read_u8(self);
        if (shift == 63 && byte > 1) {
            break;
        }
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return self->failed ? 0 : value;
        }
    }
    self->failed = true;
    return 0;
}

uint32_t read_count(record_reader *self, uint32_t most) {
    uint64_t value = read_unsigned(self);
    if (value > most) {
        self->failed = true;
        return 0;
    }
    return (uint32_t)value;
}

int64_t read_signed(record_reader *self) {
    uint64_t value = read_unsigned(self);
    return (int64_t)((value >> 1) ^ (~(value & 1) + 1));
}

int32_t read_int32(record_reader *self) {
    int64_t value = read_signed(self);
    if (value < INT32_MIN || value > INT32_MAX) {
        self->failed = true;
        return 0;
    }
    return (int32_t)value;
}

text read_text(record_reader *self) {
    uint32_t length = read_count(self, UINT32_MAX);
    const unsigned char *bytes = take(self, length);
    return bytes == NULL || length == 0 ? (text){NULL, 0} : (text){(const char *)bytes, length};
}

uint32_t read_key_u32(record_reader *self) {
    const unsigned char *b = take(self, 4);
    return b == NULL ? 0 : (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

uint64_t read_key_u64(record_reader *self) {
    uint64_t high = read_key_u32(self);
    return high << 32 | read_key_u32(self);
}

int32_t read_key_day(record_reader *self) {
    return (int32_t)(read_key_u32(self) ^ 0x80000000U);
}

text read_rest(record_reader *self) {
    uint32_t length = self->failed ? 0 : (uint32_t)(self->end - self->at);
    return (text){(const char *)take(self, length), length};
}

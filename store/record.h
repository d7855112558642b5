/* record.h - bytes of stored records: varints and texts, written and read with a sticky error.
 *
 * Numbers are LEB128; signed ones zigzag first. Keys use fixed big-endian fields so that they sort. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "portfolio/text.h"

/* A growing buffer; `failed` sticks when memory ran out. */
typedef struct record_writer {
    unsigned char *bytes;
    uint32_t length, room;
    bool failed;
} record_writer;

void record_writer_finish(record_writer *self);
static inline void record_writer_clear(record_writer *self) {
    self->length = 0;
    self->failed = false;
}
static inline text record_written(const record_writer *self) {
    return (text){(const char *)self->bytes, self->length};
}
void write_u8(record_writer *self, uint8_t value);
void write_unsigned(record_writer *self, uint64_t value);
void write_signed(record_writer *self, int64_t value);
void write_text(record_writer *self, text value); /* length, bytes */
void write_bytes(record_writer *self, const void *bytes, uint32_t length);
/* Fixed width, big-endian: for keys. A day is shifted so that earlier ones sort first. */
void write_key_u32(record_writer *self, uint32_t value);
void write_key_u64(record_writer *self, uint64_t value);
void write_key_day(record_writer *self, int32_t value);

/* A key of one number, in the caller's room. */
text key_of_u32(unsigned char room[static 4], uint32_t number);
text key_of_u64(unsigned char room[static 8], uint64_t number);

/* Reads within [at, end); after a fault every read gives 0 and `failed` is set. */
typedef struct record_reader {
    const unsigned char *at;
    const unsigned char *end;
    bool failed;
} record_reader;

record_reader record_reader_of(text bytes);
uint8_t read_u8(record_reader *self);
uint64_t read_unsigned(record_reader *self);
/* As read_unsigned; more than `most` is a fault. */
uint32_t read_count(record_reader *self, uint32_t most);
int64_t read_signed(record_reader *self);
/* A signed number that fits 32 bits: days, counts. */
int32_t read_int32(record_reader *self);
text read_text(record_reader *self); /* points into the record */
uint32_t read_key_u32(record_reader *self);
uint64_t read_key_u64(record_reader *self);
int32_t read_key_day(record_reader *self);
/* What is left, all of it. */
text read_rest(record_reader *self);
/* Nothing failed and nothing is left over. */
static inline bool read_complete(const record_reader *self) {
    return !self->failed && self->at == self->end;
}

#endif

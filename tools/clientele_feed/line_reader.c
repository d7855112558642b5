#include "tools/clientele_feed/line_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/common/must.h"

enum { READ_SIZE = 1 << 17, GZIP_FIRST = 0x1f, GZIP_SECOND = 0x8b };

typedef enum fill_result { FILL_SOME, FILL_WAIT, FILL_END } fill_result;

bool line_reader_open(line_reader *reader, const char *path) {
    bool standard = strcmp(path, "-") == 0;
    *reader = (line_reader){.name = standard ? "standard input" : path, .file = STDIN_FILENO};
    if (!standard) {
        reader->file = open(path, O_RDONLY | O_CLOEXEC);
    }
    struct stat status;
    bool good = reader->file >= 0 && fstat(reader->file, &status) == 0;
    if (good && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        good = false;
    }
    if (!good) {
        (void)snprintf(reader->problem, sizeof reader->problem, "cannot read %s: %s", reader->name,
                       strerror(errno));
        if (!standard && reader->file >= 0) {
            (void)close(reader->file);
        }
        return false;
    }
    reader->regular = S_ISREG(status.st_mode);
    reader->file_size = reader->regular ? (uint64_t)status.st_size : 0;
    reader->raw = must_allocate(READ_SIZE + 1, 1);
    reader->capacity = 2 * (size_t)READ_SIZE;
    reader->bytes = must_allocate(reader->capacity, 1);
    return true;
}

void line_reader_close(line_reader *reader) {
    if (reader->stream_open) {
        (void)inflateEnd(&reader->stream);
    }
    if (reader->file > STDIN_FILENO) {
        (void)close(reader->file);
    }
    free(reader->raw);
    free(reader->bytes);
    reader->stream_open = false;
    reader->file = -1;
    reader->raw = NULL;
    reader->bytes = NULL;
}

__attribute__((format(printf, 2, 3))) static fill_result fail(line_reader *reader,
                                                              const char *format, ...) {
    int used = snprintf(reader->problem, sizeof reader->problem, "%s:%" PRIu64 ": ", reader->name,
                        reader->line + 1);
    va_list arguments;
    va_start(arguments, format);
    if (used > 0 && (size_t)used < sizeof reader->problem) {
        (void)vsnprintf(reader->problem + used, sizeof reader->problem - (size_t)used, format,
                        arguments);
    }
    va_end(arguments);
    reader->failed = true;
    return FILL_END;
}

/* ---- bytes ---- */

static fill_result read_bytes(line_reader *reader, void *into, size_t room, size_t *ret_count) {
    struct pollfd input = {.fd = reader->file, .events = POLLIN};
    if (!reader->regular && poll(&input, 1, 0) == 0) {
        return FILL_WAIT;
    }
    ssize_t count = read(reader->file, into, room);
    if (count < 0) {
        return errno == EINTR || errno == EAGAIN
                   ? FILL_WAIT
                   : fail(reader, "reading failed: %s", strerror(errno));
    }
    reader->bytes_read += (uint64_t)count;
    *ret_count = (size_t)count;
    if (count == 0) {
        return reader->follow && reader->regular && reader->coding != CODING_GZIP ? FILL_WAIT
                                                                                  : FILL_END;
    }
    return FILL_SOME;
}

static void make_room(line_reader *reader) {
    if (reader->from > 0) {
        memmove(reader->bytes, reader->bytes + reader->from, reader->until - reader->from);
        reader->until -= reader->from;
        reader->scanned -= reader->from;
        reader->from = 0;
    }
    if (reader->capacity - reader->until < READ_SIZE) {
        reader->capacity *= 2;
        reader->bytes = must_resize(reader->bytes, reader->capacity, 1);
    }
}

static fill_result fill_plain(line_reader *reader) {
    size_t count = 0;
    fill_result result = read_bytes(reader, reader->bytes + reader->until, READ_SIZE, &count);
    reader->until += count;
    return result;
}

/* Behind one gzip member: another one, padding, or something that does not belong there. */
static fill_result begin_member(line_reader *reader) {
    z_stream *stream = &reader->stream;
    while (stream->avail_in > 0 && *stream->next_in == 0) {
        stream->next_in++;
        stream->avail_in--;
    }
    if (stream->avail_in == 0) {
        return FILL_SOME;
    }
    if (*stream->next_in != GZIP_FIRST) {
        return fail(reader, "there are bytes behind the gzip data that are not gzip");
    }
    reader->member_done = false;
    return inflateReset(stream) == Z_OK ? FILL_SOME : fail(reader, "inflate cannot begin again");
}

static fill_result fill_gzip(line_reader *reader) {
    z_stream *stream = &reader->stream;
    if (stream->avail_in == 0 && !reader->output_full) {
        size_t count = 0;
        fill_result result = read_bytes(reader, reader->raw, READ_SIZE, &count);
        if (result == FILL_END && !reader->failed && !reader->member_done) {
            return fail(reader,
                        "the gzip data end too early: the file was cut; get it whole again");
        }
        if (result != FILL_SOME) {
            return result;
        }
        stream->next_in = reader->raw;
        stream->avail_in = (uInt)count;
    }
    if (reader->member_done) {
        return begin_member(reader);
    }
    size_t room = reader->capacity - reader->until;
    stream->next_out = (Bytef *)reader->bytes + reader->until;
    stream->avail_out = room > READ_SIZE ? READ_SIZE : (uInt)room;
    uInt asked = stream->avail_out;
    int status = inflate(stream, Z_NO_FLUSH);
    reader->until += asked - stream->avail_out;
    reader->output_full = stream->avail_out == 0;
    if (status == Z_STREAM_END) {
        reader->member_done = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return fail(reader, "the gzip data are damaged: %s",
                    stream->msg != NULL ? stream->msg : zError(status));
    }
    return FILL_SOME;
}

/* Reads the first two bytes at least and tells plain from gzip. */
static fill_result find_coding(line_reader *reader) {
    fill_result result = fill_plain(reader);
    if (result == FILL_WAIT || (result == FILL_SOME && reader->until < 2)) {
        return result;
    }
    reader->coding = CODING_PLAIN;
    const unsigned char *first = (const unsigned char *)reader->bytes;
    if (reader->until >= 2 && first[0] == GZIP_FIRST && first[1] == GZIP_SECOND) {
        reader->coding = CODING_GZIP;
        memcpy(reader->raw, reader->bytes, reader->until);
        reader->stream.next_in = reader->raw;
        reader->stream.avail_in = (uInt)reader->until;
        reader->until = 0;
        if (inflateInit2(&reader->stream, 15 + 16) != Z_OK) {
            return fail(reader, "inflate cannot begin: %s", "no memory");
        }
        reader->stream_open = true;
    } else if (reader->until >= 3 && memcmp(first, "\xef\xbb\xbf", 3) == 0) {
        reader->from = 3;
        reader->scanned = 3;
    }
    return result;
}

static fill_result fill(line_reader *reader) {
    if (reader->until - reader->from > LINE_BYTES_MAX) {
        return fail(reader, "the line is longer than %zu bytes", LINE_BYTES_MAX);
    }
    make_room(reader);
    switch (reader->coding) {
    case CODING_PLAIN: return fill_plain(reader);
    case CODING_GZIP: return fill_gzip(reader);
    case CODING_UNKNOWN: break;
    }
    return find_coding(reader);
}

/* ---- lines ---- */

static bool is_blank(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
            return false;
        }
    }
    return true;
}

/* The next whole line in memory, or at the end what is left. */
static bool take_line(line_reader *reader, const char **ret_bytes, size_t *ret_length) {
    char *begin = reader->bytes + reader->from;
    char *end = memchr(reader->bytes + reader->scanned, '\n', reader->until - reader->scanned);
    if (end == NULL) {
        reader->scanned = reader->until;
        if (!reader->at_end || reader->failed || reader->from == reader->until) {
            return false;
        }
        end = reader->bytes + reader->until;
        reader->from = reader->until;
    } else {
        reader->from = (size_t)(end + 1 - reader->bytes);
        reader->scanned = reader->from;
    }
    *ret_bytes = begin;
    *ret_length = (size_t)(end - begin);
    if (*ret_length > 0 && end[-1] == '\r') {
        *ret_length -= 1;
    }
    return true;
}

line_result line_reader_next(line_reader *reader, const char **ret_bytes, size_t *ret_length) {
    for (;;) {
        while (take_line(reader, ret_bytes, ret_length)) {
            if (*ret_length > LINE_BYTES_MAX) {
                (void)fail(reader, "the line is longer than %zu bytes", LINE_BYTES_MAX);
                reader->at_end = true;
                reader->from = reader->until;
                return LINE_ERROR;
            }
            reader->line++;
            if (!is_blank(*ret_bytes, *ret_length)) {
                return LINE_READY;
            }
        }
        if (reader->at_end) {
            return reader->failed ? LINE_ERROR : LINE_END;
        }
        switch (fill(reader)) {
        case FILL_SOME: break;
        case FILL_WAIT: return LINE_WAIT;
        case FILL_END: reader->at_end = true; break;
        }
    }
}

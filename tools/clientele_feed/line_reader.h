/* line_reader.h - the lines of a file, a pipe or standard input, plain or gzip (told by the first
 * bytes).
 *
 * A pipe is read as its bytes come: LINE_WAIT says that there is no whole line yet.
 * Limits  LINE_BYTES_MAX a line; a gzip file that ends too early is an error, after its whole
 *         lines.
 * Owner   lines are borrowed until the next call. A byte order mark and the line end are left out.
 */
#ifndef TOOLS_CLIENTELE_FEED_LINE_READER_H
#define TOOLS_CLIENTELE_FEED_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#define LINE_BYTES_MAX ((size_t)16 << 20)

typedef enum line_result { LINE_READY, LINE_WAIT, LINE_END, LINE_ERROR } line_result;

typedef enum line_coding { CODING_UNKNOWN, CODING_PLAIN, CODING_GZIP } line_coding;

typedef struct line_reader {
    const char *name; /* for messages: the path, or "standard input" */
    int file;
    bool regular;
    bool
        follow; /* set by the caller: a plain file's end is LINE_WAIT, and a line without its end waits for it */
    uint64_t file_size;  /* 0: not known */
    uint64_t bytes_read; /* of the file as it is, compressed or not */
    uint64_t line;       /* number of the last line given, from 1 */
    char problem[512];   /* after LINE_ERROR: file, line and what to do */
    /* the reader's own */
    line_coding coding;
    bool at_end;
    bool failed; /* reported once its whole lines are given */
    bool member_done;
    bool output_full; /* inflate may have more without more input */
    bool stream_open;
    z_stream stream;
    unsigned char *raw;
    char *bytes;
    size_t capacity;
    size_t from;    /* first byte not given yet */
    size_t scanned; /* up to here there is no line end */
    size_t until;
} line_reader;

/* "-" is standard input. false: *reader holds the problem and nothing else. */
bool line_reader_open(line_reader *reader, const char *path);
void line_reader_close(line_reader *reader);

/* The next line, blank ones left out. After LINE_ERROR and LINE_END: the same again. */
line_result line_reader_next(line_reader *reader, const char **ret_bytes, size_t *ret_length);

#endif

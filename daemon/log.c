#include "daemon/log.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/clocks.h"
#include "portfolio/calendar.h"

enum { LINE_SIZE = 4096, EVENTS_MAX = 64, LINES_A_SECOND = 10, WINDOW_MILLISECONDS = 1000 };

/* How often an event has been told in its current second. */
typedef struct event_rate {
    const char *event;
    int64_t since;
    uint32_t told;
    int64_t left_out;
} event_rate;

static struct {
    pthread_mutex_t lock;
    int descriptor;
    log_level level;
    event_rate rates[EVENTS_MAX];
    size_t rate_count;
} the_log = {.lock = PTHREAD_MUTEX_INITIALIZER, .descriptor = STDERR_FILENO, .level = LEVEL_INFO};

static const char *const level_names[] = {"error", "warning", "info", "debug"};

bool log_level_find(const char *name, log_level *ret_level) {
    for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++) {
        if (strcmp(name, level_names[i]) == 0) {
            *ret_level = (log_level)i;
            return true;
        }
    }
    return false;
}

typedef struct line {
    char bytes[LINE_SIZE];
    size_t length;
} line;

/* All of it or nothing; one byte stays free for the line's end. */
static bool add(line *to, const char *bytes, size_t length) {
    if (length >= LINE_SIZE - to->length) {
        return false;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    return true;
}

static void add_string(line *to, const char *string) {
    (void)add(to, string, strlen(string)); /* a full line is cut */
}

static void add_number(line *to, int64_t number) {
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRId64, number); /* fits */
    add_string(to, digits);
}

static bool is_plain(unsigned char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=';
}

static void add_value(line *to, text value) {
    bool plain = value.length > 0;
    for (uint32_t i = 0; i < value.length && plain; i++) {
        plain = is_plain((unsigned char)value.bytes[i]);
    }
    if (plain) {
        (void)add(to, value.bytes, value.length);
        return;
    }
    add_string(to, "\"");
    for (uint32_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.bytes[i];
        char escaped[8] = {(char)c};
        if (c == '"' || c == '\\') {
            (void)snprintf(escaped, sizeof escaped, "\\%c", c);
        } else if (c < ' ' || c >= 0x7f) {
            (void)snprintf(escaped, sizeof escaped, "\\x%02x", c);
        }
        if (!add(to, escaped, strlen(escaped))) {
            break;
        }
    }
    add_string(to, "\"");
}

/* "2026-03-02T08:14:00.123Z" */
static void add_time(line *to) {
    char instant[INSTANT_TEXT_SIZE];
    instant_format(clocks_now() / 1000000000 * 1000000000, instant);
    char milliseconds[8];
    (void)snprintf(milliseconds, sizeof milliseconds, ".%03dZ",
                   (int)(clocks_now() / 1000000 % 1000));
    (void)add(to, instant, strlen("YYYY-MM-DDTHH:MM:SS"));
    add_string(to, milliseconds);
}

static void begin(line *to, log_level level, const char *event) {
    to->length = 0;
    add_time(to);
    add_string(to, " ");
    add_string(to, level_names[level]);
    add_string(to, " ");
    add_string(to, event);
}

static void add_key(line *to, const char *key) {
    add_string(to, " ");
    add_string(to, key);
    add_string(to, "=");
}

/* A log that cannot be written is nothing the daemon could tell anybody. */
static void emit(line *l) {
    l->bytes[l->length++] = '\n';
    size_t written = 0;
    while (written < l->length) {
        ssize_t n = write(the_log.descriptor, l->bytes + written, l->length - written);
        if (n > 0) {
            written += (size_t)n;
        } else if (n == 0 || errno != EINTR) {
            return;
        }
    }
}

/* NULL: more kinds of events than are counted. */
static event_rate *rate_of(const char *event) {
    for (size_t i = 0; i < the_log.rate_count; i++) {
        if (strcmp(the_log.rates[i].event, event) == 0) {
            return &the_log.rates[i];
        }
    }
    if (the_log.rate_count == EVENTS_MAX) {
        return NULL;
    }
    the_log.rates[the_log.rate_count] = (event_rate){.event = event};
    return &the_log.rates[the_log.rate_count++];
}

/* Whether this line is told; *ret_left_out is how many before it were not. */
static bool within_rate(const char *event, int64_t *ret_left_out) {
    *ret_left_out = 0;
    event_rate *rate = rate_of(event);
    if (rate == NULL) {
        return true;
    }
    int64_t now = clocks_elapsed();
    if (rate->told == 0 || now - rate->since >= WINDOW_MILLISECONDS) {
        rate->since = now;
        rate->told = 0;
    }
    if (rate->told == LINES_A_SECOND) {
        rate->left_out += 1;
        return false;
    }
    rate->told += 1;
    *ret_left_out = rate->left_out;
    rate->left_out = 0;
    return true;
}

void log_start(int descriptor, log_level level) {
    the_log.descriptor = descriptor;
    the_log.level = level;
    the_log.rate_count = 0;
}

void log_finish(void) {
    for (size_t i = 0; i < the_log.rate_count; i++) {
        event_rate *rate = &the_log.rates[i];
        if (rate->left_out > 0) {
            line l;
            begin(&l, LEVEL_WARNING, rate->event);
            add_key(&l, "left_out");
            add_number(&l, rate->left_out);
            emit(&l);
            rate->left_out = 0;
        }
    }
}

void log_fields(log_level level, const char *event, const log_field *fields) {
    if (level > the_log.level) {
        return;
    }
    (void)pthread_mutex_lock(&the_log.lock); /* a plain mutex: neither call fails */
    int64_t left_out;
    if (within_rate(event, &left_out)) {
        line l;
        begin(&l, level, event);
        for (; fields->key != NULL; fields++) {
            add_key(&l, fields->key);
            if (fields->is_number) {
                add_number(&l, fields->number);
            } else {
                add_value(&l, fields->value);
            }
        }
        if (left_out > 0) {
            add_key(&l, "left_out");
            add_number(&l, left_out);
        }
        emit(&l);
    }
    (void)pthread_mutex_unlock(&the_log.lock);
}

/* decode_bench.c - how fast messages become events, on one core, without sockets or store.
 *
 * usage: decode_bench [-r ROUNDS] [-b EVENTS] [-c BASE_CURRENCY] [FILE.jsonl]
 *
 * Reads one event a line (or makes 20,000 invoices of about 540 bytes) and decodes them ROUNDS
 * times, EVENTS to a message (1 by default: an object; more: an array). Refused events are counted,
 * and the first is shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ingest/event_decode.h"

enum { MADE_EVENTS = 20000 };

typedef struct message {
    char *bytes;
    size_t length, room;
    size_t events;
} message;

typedef struct messages {
    message *items;
    size_t count, room;
    size_t a_message; /* events in one */
} messages;

typedef struct result {
    size_t accepted, refused, bytes;
} result;

static void *must(void *memory) {
    if (memory == NULL) {
        fprintf(stderr, "decode_bench: no memory\n");
        exit(EXIT_FAILURE);
    }
    return memory;
}

static void append(message *m, const char *bytes, size_t length) {
    if (m->bytes == NULL || m->room - m->length < length) {
        m->room = (m->length + length) * 2;
        m->bytes = must(realloc(m->bytes, m->room));
    }
    memcpy(m->bytes + m->length, bytes, length);
    m->length += length;
}

static void add_event(messages *all, const char *bytes, size_t length) {
    if (all->count == 0 || all->items[all->count - 1].events == all->a_message) {
        if (all->count == all->room) {
            all->room = all->room * 2 + 1024;
            all->items = must(realloc(all->items, all->room * sizeof *all->items));
        }
        all->items[all->count++] = (message){.events = 0};
    }
    message *m = &all->items[all->count - 1];
    if (all->a_message > 1) {
        append(m, m->events == 0 ? "[" : ",", 1);
    }
    append(m, bytes, length);
    m->events++;
}

static void close_arrays(messages *all) {
    for (size_t i = 0; i < all->count && all->a_message > 1; i++) {
        append(&all->items[i], "]", 1);
    }
}

static bool read_file(messages *all, const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, file)) > 0) {
        if (line[length - 1] == '\n') {
            length--;
        }
        add_event(all, line, (size_t)length);
    }
    free(line);
    return fclose(file) == 0;
}

/* Invoices of three lines, about 540 bytes each. */
static void make_events(messages *all) {
    for (unsigned i = 0; i < MADE_EVENTS; i++) {
        char written[1024];
        int length =
            snprintf(written, sizeof written,
                     "{\"specversion\":\"1.0\",\"type\":\"invoice.issued\",\"source\":\"/billing\","
                     "\"id\":\"inv-%u-r1\",\"time\":\"2026-%02u-%02uT09:14:00.250+01:00\","
                     "\"sequence\":\"%012u\",\"data\":{\"id\":\"F-%u\",\"client\":\"C-%u\","
                     "\"date\":\"2026-%02u-%02u\",\"currency\":\"EUR\",\"order\":\"CMD-%u\","
                     "\"rep\":\"anna.martin\",\"lines\":["
                     "{\"sku\":\"A12-%u\",\"category\":\"Binders\",\"quantity\":\"4\","
                     "\"amount\":\"119.60\",\"cost\":\"71.20\"},"
                     "{\"sku\":\"B07-%u\",\"category\":\"Paper\",\"quantity\":\"12.5\","
                     "\"amount\":\"1020.35\",\"cost\":\"811.02\"},"
                     "{\"sku\":\"C33-%u\",\"category\":\"Storage\",\"quantity\":\"1\","
                     "\"amount\":\"89.90\",\"cost\":\"60.11\"}]}}",
                     i, i % 12 + 1, i % 28 + 1, i, i, i % 50000, i % 12 + 1, i % 28 + 1, i,
                     i % 1000, i % 977, i % 333);
        if (length > 0) {
            add_event(all, written, (size_t)length);
        }
    }
}

static day day_in_utc(int64_t nanoseconds) {
    const int64_t nanoseconds_a_day = INT64_C(86400000000000);
    return (day)(nanoseconds / nanoseconds_a_day - (nanoseconds % nanoseconds_a_day < 0));
}

static void tally(event_batch *batch, result *counts) {
    for (size_t i = 0; i < event_batch_item_count(batch); i++) {
        const batch_item *item = event_batch_item(batch, i);
        if (item->reason == REASON_NONE) {
            counts->accepted++;
            continue;
        }
        if (counts->refused++ == 0) {
            fprintf(stderr, "refused, %s: %.*s\n", reason_name(item->reason),
                    (int)item->explanation.length, item->explanation.bytes);
        }
    }
    event_batch_clear(batch);
}

static bool decode_all(event_decoder *decoder, event_batch *batch, const messages *all,
                       result *counts) {
    for (size_t i = 0; i < all->count; i++) {
        const message *m = &all->items[i];
        if (!event_batch_open_message(batch, NULL, (text){0}, false) ||
            !event_decode_message(decoder, m->bytes, m->length, (text){0}, batch, NULL)) {
            return false;
        }
        counts->bytes += m->length;
        if (event_batch_full(batch)) {
            tally(batch, counts);
        }
    }
    tally(batch, counts);
    return true;
}

static double cpu_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0) {
        return 0;
    }
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int run(const messages *all, currency base, unsigned long rounds) {
    rates no_rates = {.base = base};
    decode_rules rules = {.rates = &no_rates, .local_day = day_in_utc};
    event_decoder *decoder = must(event_decoder_create(&rules));
    event_batch *batch = must(event_batch_create());
    result counts = {0};
    double begin = cpu_seconds();
    bool done = true;
    for (unsigned long i = 0; i < rounds && done; i++) {
        done = decode_all(decoder, batch, all, &counts);
    }
    double seconds = cpu_seconds() - begin;
    event_batch_destroy(batch);
    event_decoder_destroy(decoder);
    size_t events = counts.accepted + counts.refused;
    if (!done || events == 0) {
        fprintf(stderr, "decode_bench: %s\n", done ? "no events" : "no memory");
        return EXIT_FAILURE;
    }
    printf("%zu events (%zu refused) of %zu bytes on average in %.3f s of CPU: %.0f events/s, %.1f "
           "MB/s\n",
           events, counts.refused, counts.bytes / events, seconds, (double)events / seconds,
           (double)counts.bytes / seconds / 1e6);
    return EXIT_SUCCESS;
}

static void messages_finish(messages *all) {
    for (size_t i = 0; i < all->count; i++) {
        free(all->items[i].bytes);
    }
    free(all->items);
}

int main(int argc, char **argv) {
    messages all = {.a_message = 1};
    unsigned long rounds = 10;
    currency base = currency_find(text_of("EUR"));
    int option;
    while ((option = getopt(argc, argv, "r:b:c:")) != -1) {
        if (option == 'r') {
            rounds = strtoul(optarg, NULL, 10);
        } else if (option == 'b') {
            all.a_message = strtoul(optarg, NULL, 10);
        } else if (option == 'c') {
            base = currency_find(text_of(optarg));
        } else {
            return EXIT_FAILURE;
        }
    }
    if (rounds == 0 || all.a_message == 0 || base == CURRENCY_NONE) {
        fprintf(stderr,
                "decode_bench: rounds and events are at least 1, the currency is of ISO 4217\n");
        return EXIT_FAILURE;
    }
    bool read = true;
    if (optind == argc) {
        make_events(&all);
    } else {
        read = read_file(&all, argv[optind]);
    }
    close_arrays(&all);
    int status = read ? run(&all, base, rounds) : EXIT_FAILURE;
    messages_finish(&all);
    return status;
}

#include "tools/common/progress_bar.h"

#include "tools/common/must.h"
#include "tools/common/terminal.h"
#include "tools/common/text_width.h"

#include <stdlib.h>
#include <string.h>

enum { REDRAW_MS = 100, BAR_COLUMNS = 24, BAR_LEAST_TERMINAL = 72 };

/* 1234567 -> 1,234,567 */
static void group_digits(uint64_t number, char out[static 28]) {
    char digits[21];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    char *end = out;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *end++ = ',';
        }
        *end++ = digits[i];
    }
    *end = '\0';
}

static void seconds_text(uint64_t seconds, char out[static 32]) {
    unsigned long long s = seconds;
    if (s >= 3600) {
        (void)snprintf(out, 32, "%llu:%02llu:%02llu", s / 3600, s / 60 % 60, s % 60);
    } else {
        (void)snprintf(out, 32, "%llu:%02llu", s / 60, s % 60);
    }
}

static double part_done(const progress_bar *bar) {
    double part = (double)bar->done / (double)bar->total;
    return part > 1 ? 1 : part;
}

static double rate(const progress_bar *bar, int64_t now) {
    int64_t elapsed = now - bar->started_ms;
    return elapsed <= 0 ? 0 : (double)bar->done * 1000 / (double)elapsed;
}

/* "[#####-----]  46 %  " or nothing when the total is unknown. */
static char *bar_text(const progress_bar *bar, size_t terminal) {
    if (bar->total == 0) {
        return must_copy("", 0);
    }
    int percent = (int)(part_done(bar) * 100); /* cut, so that 100 % means all */
    if (terminal < BAR_LEAST_TERMINAL) {
        return must_print("%3d %%  ", percent);
    }
    char cells[BAR_COLUMNS * 3 + 1];
    char *end = cells;
    size_t filled = (size_t)(part_done(bar) * BAR_COLUMNS);
    for (size_t i = 0; i < BAR_COLUMNS; i++) {
        const char *full = bar->in_utf8 ? "█" : "#";
        const char *empty = bar->in_utf8 ? "░" : "-";
        const char *piece = i < filled ? full : empty;
        memcpy(end, piece, strlen(piece));
        end += strlen(piece);
    }
    *end = '\0';
    return must_print(bar->in_utf8 ? "%s %3d %%  " : "[%s] %3d %%  ", cells, percent);
}

static char *counts_text(const progress_bar *bar, double per_second) {
    char done[28];
    char total[28];
    char speed[28];
    group_digits(bar->done, done);
    group_digits(bar->total, total);
    group_digits((uint64_t)per_second, speed);
    const char *space = bar->unit[0] == '\0' ? "" : " ";
    return must_print("%s%s%s%s%s  %s/s", done, bar->total == 0 ? "" : "/",
                      bar->total == 0 ? "" : total, space, bar->unit, speed);
}

static char *remaining_text(const progress_bar *bar, double per_second) {
    double left = bar->total > bar->done ? (double)(bar->total - bar->done) : 0;
    if (bar->total == 0 || per_second <= 0 || left / per_second > 359999) {
        return must_copy("", 0);
    }
    char remaining[32];
    seconds_text((uint64_t)(left / per_second) + 1, remaining);
    return must_print("  ETA %s", remaining);
}

static void draw(progress_bar *bar, int64_t now, const char *note) {
    size_t terminal = terminal_columns(bar->out);
    double per_second = rate(bar, now);
    char *cells = bar_text(bar, terminal);
    char *counts = counts_text(bar, per_second);
    char *remaining = remaining_text(bar, per_second);
    char *line = must_print("%s  %s%s%s%s%s", bar->label, cells, counts, remaining,
                            note == NULL ? "" : "  ", note == NULL ? "" : note);
    char *printable = text_printable(line, strlen(line), bar->in_utf8);
    char *fitted = text_fit(printable, terminal - 1, bar->in_utf8);
    (void)fprintf(bar->out, "\r%s\033[K", fitted);
    (void)fflush(bar->out);
    free(fitted);
    free(printable);
    free(line);
    free(remaining);
    free(counts);
    free(cells);
    bar->drawn_ms = now;
    bar->drawn = true;
}

void progress_bar_init(progress_bar *bar, FILE *out, const char *label, uint64_t total,
                       const char *unit) {
    int64_t now = monotonic_ms();
    *bar = (progress_bar){
        .out = out,
        .label = label,
        .unit = unit == NULL ? "" : unit,
        .total = total,
        .started_ms = now,
        .on_terminal = terminal_is(out),
        .in_utf8 = terminal_in_utf8(),
    };
    if (bar->on_terminal) {
        draw(bar, now, NULL);
    }
}

void progress_bar_update(progress_bar *bar, uint64_t done, const char *note) {
    bar->done = done;
    if (!bar->on_terminal) {
        return;
    }
    int64_t now = monotonic_ms();
    if (now - bar->drawn_ms >= REDRAW_MS) {
        draw(bar, now, note);
    }
}

void progress_bar_finish(progress_bar *bar) {
    if (bar->out == NULL) {
        return;
    }
    int64_t now = monotonic_ms();
    char took[32];
    seconds_text((uint64_t)(now - bar->started_ms) / 1000, took);
    char *counts = counts_text(bar, rate(bar, now));
    char *line = must_print("%s  %s  in %s", bar->label, counts, took);
    char *printable = text_printable(line, strlen(line), bar->in_utf8);
    (void)fprintf(bar->out, "%s%s%s\n", bar->drawn ? "\r" : "", printable,
                  bar->drawn ? "\033[K" : "");
    (void)fflush(bar->out);
    free(printable);
    free(line);
    free(counts);
    bar->out = NULL;
}

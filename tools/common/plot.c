#include "tools/common/plot.h"

#include "tools/common/must.h"

#include <math.h>
#include <string.h>

enum { LEVELS = 8, CHARACTER_BYTES = 3 };

static const char *const blocks[LEVELS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

/* part of `steps`, rounded; what is no number counts as 0. */
static size_t steps_in(double part, size_t steps) {
    if (!(part > 0)) {
        return 0;
    }
    return part >= 1 ? steps : (size_t)(part * (double)steps + 0.5);
}

char *plot_bar(double value, double largest, size_t columns, bool in_utf8) {
    static const char *const eighths[LEVELS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    char *out = must_allocate(columns * CHARACTER_BYTES + 1, 1);
    if (!isfinite(value) || !isfinite(largest) || largest <= 0 || value == 0) {
        return out;
    }
    size_t steps = in_utf8 && value > 0 ? LEVELS : 1;
    size_t filled = steps_in((value < 0 ? -value : value) / largest, columns * steps);
    if (filled == 0 && columns > 0) {
        filled = 1;
    }
    const char *full = in_utf8 ? "█" : "#";
    if (value < 0) {
        full = in_utf8 ? "▒" : "-";
    }
    char *end = out;
    for (size_t i = 0; i < filled / steps; i++) {
        end = stpcpy(end, full);
    }
    if (steps == LEVELS) {
        (void)stpcpy(end, eighths[filled % LEVELS]);
    }
    return out;
}

char *plot_sparkline(const double *values, size_t count, bool in_utf8) {
    static const char *const plain[LEVELS] = {"_", ".", ":", "-", "=", "+", "*", "#"};
    double least = 0;
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            least = values[i] < least ? values[i] : least;
            most = values[i] > most ? values[i] : most;
        }
    }
    char *out = must_allocate(count * CHARACTER_BYTES + 1, 1);
    char *end = out;
    for (size_t i = 0; i < count; i++) {
        size_t level = steps_in((values[i] - least) / (most - least), LEVELS - 1);
        end = stpcpy(end, in_utf8 ? blocks[level] : plain[level]);
    }
    return out;
}

char *plot_area_row(const double *values, size_t count, double largest, size_t row, size_t rows,
                    const char *empty, bool in_utf8) {
    char *out = must_allocate(count * CHARACTER_BYTES + 1, 1);
    char *end = out;
    size_t below = (rows - 1 - row) * LEVELS; /* steps of the rows under this one */
    for (size_t i = 0; i < count; i++) {
        size_t level = largest > 0 ? steps_in(values[i] / largest, rows * LEVELS) : 0;
        if (level <= below || (!in_utf8 && level < below + LEVELS / 2)) {
            end = stpcpy(end, empty == NULL ? " " : empty);
        } else {
            size_t part = level - below > LEVELS ? LEVELS : level - below;
            end = stpcpy(end, in_utf8 ? blocks[part - 1] : "#");
        }
    }
    return out;
}

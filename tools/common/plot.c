#include "tools/common/plot.h"

#include "tools/common/must.h"

#include <math.h>
#include <string.h>

enum { LEVELS = 8, CHARACTER_BYTES = 3 };

static char *append(char *end, const char *piece) {
    size_t length = strlen(piece);
    memcpy(end, piece, length);
    return end + length;
}

char *plot_bar(double value, double largest, size_t columns, bool in_utf8) {
    static const char *const eighths[LEVELS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    char *out = must_allocate(columns * CHARACTER_BYTES + 1, 1);
    if (!isfinite(value) || !isfinite(largest) || largest <= 0 || value == 0) {
        return out;
    }
    double part = fmin(fabs(value) / largest, 1.0);
    size_t steps = in_utf8 && value > 0 ? LEVELS : 1;
    size_t filled = (size_t)llround(part * (double)(columns * steps));
    if (filled == 0 && columns > 0) {
        filled = 1;
    }
    const char *full = in_utf8 ? "█" : "#";
    if (value < 0) {
        full = in_utf8 ? "▒" : "-";
    }
    char *end = out;
    for (size_t i = 0; i < filled / steps; i++) {
        end = append(end, full);
    }
    if (steps == LEVELS) {
        (void)append(end, eighths[filled % LEVELS]);
    }
    return out;
}

char *plot_sparkline(const double *values, size_t count, bool in_utf8) {
    static const char *const blocks[LEVELS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const plain[LEVELS] = {"_", ".", ":", "-", "=", "+", "*", "#"};
    double least = 0;
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            least = fmin(least, values[i]);
            most = fmax(most, values[i]);
        }
    }
    char *out = must_allocate(count * CHARACTER_BYTES + 1, 1);
    char *end = out;
    for (size_t i = 0; i < count; i++) {
        double part = most > least && isfinite(values[i]) ? (values[i] - least) / (most - least) : 0;
        size_t level = (size_t)llround(part * (LEVELS - 1));
        end = append(end, in_utf8 ? blocks[level] : plain[level]);
    }
    return out;
}

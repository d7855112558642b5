/* likeness.c - Levenshtein's distance, one row of the table at a time. */
#include "conf/likeness.h"

enum { WORD_BYTES_MAX = 64, PREFIX_BYTES_MIN = 3 };

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

unsigned likeness(text a, text b) {
    if (a.length > WORD_BYTES_MAX || b.length > WORD_BYTES_MAX)
        return LIKENESS_NONE;
    unsigned shorter = least(a.length, b.length);
    unsigned longer = a.length + b.length - shorter;
    if (shorter >= PREFIX_BYTES_MIN && memcmp(a.bytes, b.bytes, shorter) == 0)
        return shorter < longer;
    unsigned row[WORD_BYTES_MAX + 1]; /* distances of a's beginning to each beginning of b */
    for (unsigned j = 0; j <= b.length; j++)
        row[j] = j;
    for (unsigned i = 1; i <= a.length; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= b.length; j++) {
            unsigned above = row[j];
            unsigned changed = diagonal + (lower(a.bytes[i - 1]) != lower(b.bytes[j - 1]));
            row[j] = least(changed, least(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    unsigned distance = row[b.length];
    return distance * 3 <= (longer < 6 ? 6 : longer) && distance < longer ? distance
                                                                          : LIKENESS_NONE;
}

/* utf8.c - see utf8.h. */
#include "conf/utf8.h"

/* Length of the character that begins here, 0 when it is none. The second byte's range is what keeps
 * out overlong forms, surrogates and what is beyond U+10FFFF. */
static size_t character_length(const unsigned char *c, size_t left) {
    if (c[0] < 0x80)
        return 1;
    size_t length = c[0] >= 0xf0 ? 4 : c[0] >= 0xe0 ? 3 : 2;
    if (c[0] < 0xc2 || c[0] > 0xf4 || length > left)
        return 0;
    unsigned char least = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char most = c[0] == 0xed ? 0x9f : c[0] == 0xf4 ? 0x8f : 0xbf;
    if (c[1] < least || c[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

size_t utf8_whole(const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t step = character_length((const unsigned char *)bytes + at, length - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

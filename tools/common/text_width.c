#include "tools/common/text_width.h"

#include "tools/common/must.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xFFFD };

typedef struct lead_byte {
    unsigned char mask;
    unsigned char mark;
    unsigned char length;
    uint32_t least; /* smaller values would be an overlong form */
} lead_byte;

static const lead_byte lead_bytes[] = {
    {0x80, 0x00, 1, 0},
    {0xE0, 0xC0, 2, 0x80},
    {0xF0, 0xE0, 3, 0x800},
    {0xF8, 0xF0, 4, 0x10000},
};

size_t text_decode(const char *bytes, size_t length, uint32_t *ret_character) {
    const unsigned char *at = (const unsigned char *)bytes;
    *ret_character = REPLACEMENT;
    for (size_t i = 0; i < sizeof lead_bytes / sizeof lead_bytes[0]; i++) {
        const lead_byte *lead = &lead_bytes[i];
        if ((at[0] & lead->mask) != lead->mark) {
            continue;
        }
        if (lead->length > length) {
            return 1;
        }
        uint32_t character = (uint32_t)(at[0] & (unsigned char)~lead->mask);
        for (size_t k = 1; k < lead->length; k++) {
            if ((at[k] & 0xC0) != 0x80) {
                return 1;
            }
            character = character << 6 | (at[k] & 0x3F);
        }
        bool surrogate = character >= 0xD800 && character <= 0xDFFF;
        if (character < lead->least || character > 0x10FFFF || surrogate) {
            return 1;
        }
        *ret_character = character;
        return lead->length;
    }
    return 1;
}

bool text_is_unsafe(uint32_t character) {
    static const struct {
        uint32_t first;
        uint32_t last;
    } unsafe[] = {
        {0x0000, 0x001F},   /* C0 controls, ESC among them */
        {0x007F, 0x009F},   /* DEL and the C1 controls, CSI among them */
        {0x061C, 0x061C},   /* Arabic letter mark */
        {0x200E, 0x200F},   /* direction marks */
        {0x2028, 0x202E},   /* line and paragraph separators, direction overrides */
        {0x2066, 0x206F},   /* direction isolates, deprecated format characters */
        {0xFEFF, 0xFEFF},   /* byte order mark */
        {0xFFF9, 0xFFFB},   /* interlinear annotation */
        {0xE0000, 0xE0FFF}, /* invisible tags */
    };
    for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++) {
        if (character >= unsafe[i].first && character <= unsafe[i].last) {
            return true;
        }
    }
    return false;
}

char *text_printable(const char *bytes, size_t length, bool in_utf8) {
    const char *replacement = in_utf8 ? "\xEF\xBF\xBD" : "?";
    size_t replacement_length = strlen(replacement);
    char *out = must_allocate(length * replacement_length + 1, 1);
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        uint32_t character = 0;
        size_t taken = text_decode(bytes + i, length - i, &character);
        bool broken = character == REPLACEMENT;
        if (broken || text_is_unsafe(character) || (!in_utf8 && character > 0x7E)) {
            memcpy(out + used, replacement, replacement_length);
            used += replacement_length;
        } else {
            memcpy(out + used, bytes + i, taken);
            used += taken;
        }
        i += taken;
    }
    out[used] = '\0';
    return out;
}

static size_t character_columns(uint32_t character) {
    int width = wcwidth((wchar_t)character);
    return width < 0 ? 1 : (size_t)width; /* not assigned: terminals show one box */
}

size_t text_columns(const char *printable) {
    size_t length = strlen(printable);
    size_t columns = 0;
    for (size_t i = 0; i < length;) {
        uint32_t character = 0;
        i += text_decode(printable + i, length - i, &character);
        columns += character_columns(character);
    }
    return columns;
}

char *text_fit(const char *printable, size_t columns, bool in_utf8) {
    size_t length = strlen(printable);
    if (text_columns(printable) <= columns) {
        return must_copy(printable, length);
    }
    if (columns == 0) {
        return must_copy("", 0);
    }
    size_t kept = 0;
    size_t used = 0;
    while (kept < length) {
        uint32_t character = 0;
        size_t taken = text_decode(printable + kept, length - kept, &character);
        size_t width = character_columns(character);
        if (used + width > columns - 1) {
            break;
        }
        used += width;
        kept += taken;
    }
    return must_print("%.*s%s", (int)kept, printable, in_utf8 ? "…" : "~");
}

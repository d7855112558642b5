/* complaint.c - see complaint.h. */
#include "conf/complaint.h"

#include <stdarg.h>
#include <stdio.h>

#include "conf/utf8.h"

enum { FILE_NAME_SHOWN = 200, TEXT_SHOWN = 60 };

static const char *end_of_name(const char *file) {
    size_t length = strlen(file);
    if (length <= FILE_NAME_SHOWN)
        return file;
    const char *end = file + length - FILE_NAME_SHOWN;
    while (utf8_is_continuation(*end))
        end++;
    return end;
}

/* File names and what users write may hold anything; a terminal must not act on it. */
static void make_printable(char *string) {
    for (char *c = string; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    size_t length = strlen(string);
    size_t whole = utf8_whole(string, length);
    if (length - whole < 4 && length > COMPLAINT_SIZE - 8)
        string[whole] = '\0';
    else
        for (char *c = string + whole; *c != '\0'; c++)
            if ((unsigned char)*c >= 0x80)
                *c = '?';
}

void complaint_write(complaint *self, const char *file, uint32_t line, uint32_t column,
                     const char *format, ...) {
    const char *name = end_of_name(file);
    int used = line == 0 ? snprintf(self->text, COMPLAINT_SIZE, "%s: ", name)
                         : snprintf(self->text, COMPLAINT_SIZE, "%s:%u:%u: ", name, line, column);
    if (used >= 0 && used < COMPLAINT_SIZE) {
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(self->text + used, (size_t)(COMPLAINT_SIZE - used), format, arguments);
        va_end(arguments);
    }
    make_printable(self->text);
}

shown shown_of(text t) {
    shown s = {{0}};
    size_t length = t.length;
    if (length > TEXT_SHOWN)
        for (length = TEXT_SHOWN; length > 0 && utf8_is_continuation(t.bytes[length]);)
            length--;
    if (length > 0)
        memcpy(s.text, t.bytes, length);
    for (size_t i = 0; i < length; i++)
        if (s.text[i] == '\0')
            s.text[i] = '?';
    if (length < t.length)
        memcpy(s.text + length, "...", 4);
    return s;
}

#include "tools/clientele/session.h"

#include "tools/common/must.h"
#include "tools/common/terminal.h"
#include "tools/common/text_width.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { QUERY_SECONDS = 5, ADMIN_SECONDS = 60 };

void complain(const char *format, ...) {
    char *message = NULL;
    va_list values;
    va_start(values, format);
    int length = vasprintf(&message, format, values);
    va_end(values);
    if (length >= 0) {
        char *printable = text_printable(message, strlen(message), terminal_in_utf8());
        (void)fprintf(stderr, "clientele: %s\n", printable);
        free(printable);
        free(message);
    }
}

/* The option, else the environment, else the default. */
static const char *endpoint_for(const arguments *a, bool admin) {
    const char *given = argument_global(a, admin ? "admin" : "endpoint");
    const char *set = getenv(admin ? "CLIENTELE_ADMIN" : "CLIENTELE_ENDPOINT");
    if (given != NULL) {
        return given;
    }
    if (set != NULL && set[0] != '\0') {
        return set;
    }
    return admin ? "ipc:///var/lib/clientele/admin.sock" : "tcp://127.0.0.1:5570";
}

int session_init(session *s, const arguments *a) {
    bool admin = a->command->admin;
    json_int_t seconds = admin ? ADMIN_SECONDS : QUERY_SECONDS;
    const char *timeout = argument_global(a, "timeout");
    if (timeout != NULL) {
        (void)number_read(timeout, INT32_MAX / 1000, &seconds);
    }
    *s = (session){
        .arguments = *a,
        .endpoint = endpoint_for(a, admin),
        .timeout_ms = (int)seconds * 1000,
        .out = stdout,
        .json = argument_global(a, "json") != NULL,
        .csv = argument_global(a, "csv") != NULL,
        .on_terminal = terminal_is(stdout),
        .in_utf8 = terminal_in_utf8(),
        .in_color = terminal_in_color(stdout) && argument_global(a, "no-color") == NULL,
        .width = terminal_is(stdout) ? terminal_columns(stdout) : 0,
    };
    s->caller = rpc_caller_create(s->endpoint, s->timeout_ms);
    if (s->caller == NULL) {
        complain("cannot start ZeroMQ: %s", strerror(errno));
        return EXIT_REFUSED;
    }
    return EXIT_DONE;
}

void session_finish(session *s) {
    rpc_caller_destroy(s->caller);
    s->caller = NULL;
}

/* What to look at when nobody answers. */
static const char *advice(const session *s) {
    static const char scheme[] = "ipc://";
    if (strncmp(s->endpoint, scheme, sizeof scheme - 1) == 0) {
        const char *path = s->endpoint + sizeof scheme - 1;
        if (access(path, F_OK) != 0) {
            return errno == EACCES
                       ? "You may not look into that directory: run this as the daemon's user."
                       : "There is no such socket: is clienteled running, and is this in its "
                         "state_dir?";
        }
        if (access(path, R_OK | W_OK) != 0) {
            return "You may not open that socket: run this as the daemon's user.";
        }
    }
    return s->arguments.command->admin
               ? "Is clienteled running? Its state_dir holds admin.sock: name it with --admin or "
                 "CLIENTELE_ADMIN."
               : "Is clienteled running? Its endpoints.query must be this one: name it with "
                 "--endpoint or CLIENTELE_ENDPOINT.";
}

int session_complain(const session *s, const rpc_answer *answer) {
    switch (answer->status) {
    case RPC_REFUSED: complain("%s", answer->message); return EXIT_REFUSED;
    case RPC_UNREACHABLE:
        complain("cannot reach clienteled at %s: %s", s->endpoint, answer->message);
        (void)fprintf(stderr, "%s\n", advice(s));
        return EXIT_UNREACHABLE;
    case RPC_MALFORMED:
        complain("what answers at %s is not clienteled: %s", s->endpoint, answer->message);
        (void)fprintf(stderr, "%s\n", advice(s));
        return EXIT_UNREACHABLE;
    case RPC_DONE: break;
    }
    return EXIT_DONE;
}

rpc_status session_try(session *s, const char *method, json_t *params, rpc_answer *ret_answer) {
    rpc_status status = rpc_call(s->caller, method, params, ret_answer);
    json_decref(params);
    return status;
}

int session_ask(session *s, const char *method, json_t *params, json_t **ret_result) {
    rpc_answer answer;
    if (session_try(s, method, params, &answer) != RPC_DONE) {
        int code = session_complain(s, &answer);
        rpc_answer_finish(&answer);
        return code;
    }
    *ret_result = answer.result;
    return EXIT_DONE;
}

int session_show(session *s, const char *method, json_t *params,
                 void (*print)(session *s, const json_t *result)) {
    json_t *result = NULL;
    int code = session_ask(s, method, params, &result);
    if (code != EXIT_DONE) {
        return code;
    }
    if (s->json) {
        session_print_json(s, result, false);
    } else {
        print(s, result);
    }
    json_decref(result);
    return EXIT_DONE;
}

/* What is unsafe for a terminal stands inside JSON strings only, where an escape means the same. */
static void write_escaped(FILE *out, const char *bytes, size_t length) {
    size_t written = 0;
    for (size_t i = 0; i < length;) {
        uint32_t character = 0;
        size_t taken = text_decode(bytes + i, length - i, &character);
        if (text_is_unsafe(character) && character != '\n') {
            (void)fwrite(bytes + written, 1, i - written, out);
            if (character > 0xFFFF) {
                uint32_t rest = character - 0x10000;
                (void)fprintf(out, "\\u%04x\\u%04x", 0xD800 + (rest >> 10),
                              0xDC00 + (rest & 0x3FF));
            } else {
                (void)fprintf(out, "\\u%04x", character);
            }
            written = i + taken;
        }
        i += taken;
    }
    (void)fwrite(bytes + written, 1, length - written, out);
}

void session_print_json(session *s, const json_t *value, bool compact) {
    size_t layout = compact ? JSON_COMPACT : JSON_INDENT(2);
    char *text = json_dumps(value, layout | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    if (text == NULL) {
        complain("the result cannot be written as JSON");
        return;
    }
    write_escaped(s->out, text, strlen(text));
    (void)fputc('\n', s->out);
    free(text);
}

table_look session_look(const session *s) {
    return (table_look){.width = s->width, .in_utf8 = s->in_utf8, .in_color = s->in_color};
}

void session_line(session *s, tone look, const char *text) {
    char *printable = text_printable(text, strlen(text), s->in_utf8);
    char *fitted = s->width == 0 ? must_copy(printable, strlen(printable))
                                 : text_fit(printable, s->width, s->in_utf8);
    tone_print(s->out, s->in_color, look, fitted);
    (void)fputc('\n', s->out);
    free(fitted);
    free(printable);
}

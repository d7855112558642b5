/* session.h - one run of a command: what was asked, whom to ask, where to print.
 *
 * Output  s->out takes what the command gives; every complaint goes to standard error. */
#ifndef TOOLS_CLIENTELE_SESSION_H
#define TOOLS_CLIENTELE_SESSION_H

#include "tools/clientele/arguments.h"
#include "tools/common/rpc_call.h"
#include "tools/common/table_print.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct session {
    arguments arguments;
    const char *endpoint; /* the one this command asks */
    int timeout_ms;
    rpc_caller *caller;
    FILE *out;
    bool json;
    bool csv;
    bool on_terminal;
    bool in_utf8;
    bool in_color;
    size_t width; /* of the terminal; 0: not a terminal, no limit */
};

/* Reads endpoint, time limit and looks from the arguments and the environment. Returns EXIT_DONE
 * or, with a message, what to exit with. */
int session_init(session *s, const arguments *a);
void session_finish(session *s);

/* Asks `method` with params (taken over; NULL: none). EXIT_DONE: *ret_result is the answer, to be
 * released. Otherwise the reason is on standard error. */
int session_ask(session *s, const char *method, json_t *params, json_t **ret_result);

/* As session_ask, silently: the reason is left in *ret_answer, to be finished. */
rpc_status session_try(session *s, const char *method, json_t *params, rpc_answer *ret_answer);

/* Says on standard error why an answer is none. Returns the exit code that says so. */
int session_complain(const session *s, const rpc_answer *answer);

/* Asks, prints the result with --json, else hands it to `print`. Releases all. */
int session_show(session *s, const char *method, json_t *params,
                 void (*print)(session *s, const json_t *result));

/* The result as JSON: several lines, or one with `compact`. Control characters are escaped. */
void session_print_json(session *s, const json_t *value, bool compact);

table_look session_look(const session *s);

/* One line in a tone, any bytes. */
void session_line(session *s, tone look, const char *text);

/* "clientele: <message>" on standard error, cleaned. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

#endif

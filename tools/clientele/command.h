/* command.h - what a command of clientele is: one row, from which it is parsed, helped and run.
 *
 * To add a command: a file <verb>.c that defines `const command command_<verb>`, and its line in
 * commands.def. Its option rows name the query's parameter where there is one, so that parsing,
 * --help and the request come from the same row. */
#ifndef TOOLS_CLIENTELE_COMMAND_H
#define TOOLS_CLIENTELE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

typedef enum option_kind {
    OPTION_FLAG,     /* no value */
    OPTION_TEXT,     /* any text */
    OPTION_NUMBER,   /* a whole number, 1 or more */
    OPTION_SECONDS,  /* a whole number, 1 to 86400 */
    OPTION_DATE,     /* YYYY-MM-DD */
    OPTION_CHOICE,   /* one of the words of `argument`, separated by | */
    OPTION_IF_NUMBER /* a number may follow, else a flag */
} option_kind;

typedef struct option_row {
    const char *name; /* without the dashes; NULL ends the rows */
    option_kind kind;
    const char *argument;  /* how --help calls the value; NULL for flags */
    const char *parameter; /* the query's parameter it sets; NULL: the command reads it itself */
    const char *help;
} option_row;

enum { OPTIONS_MAX = 16, OPERANDS_MAX = 64 };

typedef struct session session;

typedef struct command {
    const char *name;
    const char *operands; /* as --help shows them, "" for none */
    size_t least_operands;
    size_t most_operands;
    bool admin;    /* asks the administration socket */
    bool has_list; /* takes --csv */
    const char *help;
    const char *more; /* further lines for its own --help; NULL: none */
    const option_row *options;
    int (*run)(session *s); /* returns an exit code, below */
} command;

typedef enum exit_code {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,    /* or not found, or the output cannot be written */
    EXIT_USAGE = 2,      /* the command line is wrong */
    EXIT_UNREACHABLE = 3 /* no answer, or none that clienteled would give */
} exit_code;

/* In the order of --help; NULL-terminated. */
extern const command *const commands[];

/* NULL: there is none of that name. */
const command *command_find(const char *name);

/* The options every command takes. */
extern const option_row global_options[];

#endif

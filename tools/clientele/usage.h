/* usage.h - help, printed from the rows, and complaints about the command line. */
#ifndef TOOLS_CLIENTELE_USAGE_H
#define TOOLS_CLIENTELE_USAGE_H

#include "tools/clientele/command.h"

#include <stdio.h>

/* The help of a command, or with NULL of the program. */
void usage_help(FILE *out, const command *c);

/* "clientele: <message>" and where to find help, on standard error. Returns EXIT_USAGE. */
__attribute__((format(printf, 2, 3))) int usage_error(const command *c, const char *format, ...);

/* Complains about a word that names no command (c NULL) and names the nearest one. */
int usage_unknown_command(const char *word);

/* Complains about an option that neither c nor the program has, and names the nearest one. */
int usage_unknown_option(const command *c, const char *name);

#endif

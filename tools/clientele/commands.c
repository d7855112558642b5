#include "tools/clientele/command.h"

#include <string.h>

#define COMMAND(verb) extern const command command_##verb;
#include "tools/clientele/commands.def"
#undef COMMAND

#define COMMAND(verb) &command_##verb,
const command *const commands[] = {
#include "tools/clientele/commands.def"
    NULL,
};
#undef COMMAND

const option_row global_options[] = {
    {"endpoint", OPTION_TEXT, "ENDPOINT", NULL,
     "where clienteled answers queries (CLIENTELE_ENDPOINT; tcp://127.0.0.1:5570)"},
    {"admin", OPTION_TEXT, "ENDPOINT", NULL,
     "its administration socket (CLIENTELE_ADMIN; ipc:///var/lib/clientele/admin.sock)"},
    {"json", OPTION_FLAG, NULL, NULL, "print the result as JSON"},
    {"csv", OPTION_FLAG, NULL, NULL, "print a list as CSV (RFC 4180), with every figure"},
    {"timeout", OPTION_SECONDS, "SECONDS", NULL,
     "how long to wait for an answer (5; administration 60)"},
    {"no-color", OPTION_FLAG, NULL, NULL, "no colour (as the environment's NO_COLOR)"},
    {"help", OPTION_FLAG, NULL, NULL, "this help; after a command, the command's"},
    {"version", OPTION_FLAG, NULL, NULL, "the version of this program"},
    {0},
};

const command *command_find(const char *name) {
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

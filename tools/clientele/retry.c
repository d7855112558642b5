/* clientele retry: takes events of the quarantine in again. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/usage.h"

#include <stdint.h>

static const dossier_figure figures[] = {
    {"Retried", "events", "retried", FIGURE_NUMBER},
    {"Retried", "accepted", "accepted", FIGURE_NUMBER},
    {"Retried", "duplicate", "duplicate", FIGURE_NUMBER},
    {"Retried", "rejected again", "rejected", FIGURE_NUMBER},
};

static void print(session *s, const json_t *result) {
    dossier_print(s, figures, sizeof figures / sizeof figures[0], result);
}

static int run(session *s) {
    const arguments *a = &s->arguments;
    bool all = argument_value(a, "all") != NULL;
    size_t given = a->operand_count + (all ? 1 : 0) + (argument_value(a, "source") != NULL) +
                   (argument_value(a, "reason") != NULL);
    if (given != 1) {
        return usage_error(a->command, "retry what? One of: %s", a->command->operands);
    }
    json_t *params = arguments_parameters(a);
    json_int_t number = 0;
    if (a->operand_count == 1) {
        if (!number_read(a->operands[0], INT64_MAX, &number)) {
            json_decref(params);
            return usage_error(a->command, "'%s' is no number of a rejected event", a->operands[0]);
        }
        (void)json_object_set_new(params, "number", json_integer(number));
    }
    if (all) {
        (void)json_object_set_new(params, "all", json_true());
    }
    return session_show(s, "ingest.retry", params, print);
}

static const option_row options[] = {
    {"source", OPTION_TEXT, "SOURCE", "source", "all that came from this source"},
    {"reason", OPTION_TEXT, "REASON", "reason", "all rejected for this reason"},
    {"all", OPTION_FLAG, NULL, NULL, "all in quarantine"},
    {0},
};

const command command_retry = {
    .name = "retry",
    .operands = "NUMBER | --source S | --reason R | --all",
    .most_operands = 1,
    .admin = true,
    .help = "Takes events of the quarantine in again, once the cause is mended",
    .more = "\nclientele rejected lists them with their numbers, sources and reasons.",
    .options = options,
    .run = run,
};

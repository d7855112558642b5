/* clientele documents ID: a client's quotes, orders, invoices, ... newest first. */
#include "tools/clientele/listing.h"

static const figure_column columns[] = {
    {"date", "date", FIGURE_TEXT, COLUMN_BOTH, false},
    {"kind", "kind", FIGURE_TEXT, COLUMN_BOTH, false},
    {"id", "id", FIGURE_TEXT, COLUMN_BOTH, true},
    {"state", "state", FIGURE_TEXT, COLUMN_BOTH, false},
    {"counted", "counted", FIGURE_FLAG, COLUMN_BOTH, false},
    {"amount", "amount", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"", "currency", FIGURE_TEXT, COLUMN_BOTH, false},
    {"in base", "amount_base", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
    {"order", "order", FIGURE_TEXT, COLUMN_BOTH, true},
    {"version", "version", FIGURE_NUMBER, COLUMN_CSV, false},
    {"invoice", "invoice", FIGURE_TEXT, COLUMN_CSV, true},
    {"quote", "quote", FIGURE_TEXT, COLUMN_CSV, true},
    {"contract", "contract", FIGURE_TEXT, COLUMN_CSV, true},
    {"deposit", "deposit", FIGURE_FLAG, COLUMN_CSV, false},
    {"start", "start", FIGURE_TEXT, COLUMN_CSV, false},
    {"end", "end", FIGURE_TEXT, COLUMN_CSV, false},
    {"renewing", "auto_renew", FIGURE_FLAG, COLUMN_CSV, false},
    {"notice", "notice_days", FIGURE_NUMBER, COLUMN_CSV, false},
    {"contact", "contact", FIGURE_TEXT, COLUMN_CSV, false},
};

static int run(session *s) {
    static const paged_query query = {
        .method = "client.documents",
        .array = "documents",
        .nobody = "no documents",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
    };
    json_t *params = arguments_parameters(&s->arguments);
    (void)json_object_set_new(params, "client", json_string(s->arguments.operands[0]));
    return paged_show(s, &query, params);
}

static const option_row options[] = {
    {"kind", OPTION_CHOICE, "quote|order|invoice|credit_note|contract|contact", "kind",
     "of this kind alone"},
    PAGE_OPTIONS,
    {0},
};

const command command_documents = {
    .name = "documents",
    .operands = "ID",
    .least_operands = 1,
    .most_operands = 1,
    .has_list = true,
    .help = "A client's quotes, orders, invoices, contracts, contacts; newest first",
    .options = options,
    .run = run,
};

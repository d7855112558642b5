#include "daemon/query_portfolio.h"

#include "daemon/json_figures.h"
#include "daemon/lifecycle_section.h"
#include "daemon/query.h"
#include "portfolio/decimal.h"

void summary_write(json_writer *out, section_set which, const portfolio *p, const book *b) {
    const tally *t = &b->tally;
    json_key(out, "clients");
    json_open_object(out);
    json_key(out, "known");
    json_whole(out, t->known);
    json_key(out, "prospects");
    json_whole(out, t->prospects);
    json_key(out, "buyers");
    json_whole(out, t->buyers);
    json_close_object(out);
    json_key(out, "phases");
    phase_counts_write(out, portfolio_lifecycle(p), b);
    json_key(out, "new");
    json_whole(out, t->new_buyers);
    json_key(out, "retention");
    json_ratio(out, ratio_millionths(t->retained, t->buyers_before));
    json_key(out, "attrition");
    json_ratio(out, ratio_millionths(t->buyers_before - t->retained, t->buyers_before));
    subject f = subject_of_book(p, b);
    sections_write(out, which, &f);
}

bool query_portfolio_summary(rpc_call *call) {
    uint32_t rep_number;
    if (!rpc_rep(call, &rep_number)) {
        return false;
    }
    const portfolio *p = call->portfolio;
    json_writer *out = rpc_result(call);
    json_key(out, "rep");
    json_text_or_null(out, rpc_text(call, PARAM_REP));
    summary_write(out, SECTIONS_SUMMED, p, rpc_book(call, rep_number));
    return true;
}

#include "daemon/query_portfolio.h"

#include "daemon/figure_standing.h"
#include "daemon/json_figures.h"
#include "daemon/lifecycle_section.h"
#include "daemon/query.h"
#include "portfolio/decimal.h"

/* How many clients each class has, among themselves. */
static void write_segments(json_writer *out, const portfolio *p, uint32_t rep_number) {
    const ranking *r = standings_class_ranking(&p->standings, rep_number);
    borders b = standing_borders(r, &p->rules->standing);
    ranking_sums abc[ABC_CLASSES];
    standing_abc_sums(&b, r, abc);
    uint32_t large = border_sums(&b.large, r).count;
    json_key(out, "segments");
    json_open_object(out);
    json_key(out, "abc");
    json_open_object(out);
    for (abc_class c = ABC_A; c <= ABC_C; c++) {
        json_key(out, abc_name(c));
        json_whole(out, abc[c].count);
    }
    json_close_object(out);
    json_key(out, "pareto");
    json_open_object(out);
    json_key(out, pareto_name(true));
    json_whole(out, large);
    json_key(out, pareto_name(false));
    json_whole(out, ranking_total(r).count - large);
    json_close_object(out);
    json_key(out, "top20_share");
    json_ratio(out, standing_share(r, standing_top20(r).sum));
    json_key(out, "clients_for_80");
    json_whole(out, large);
    json_close_object(out);
}

void summary_write(json_writer *out, section_set which, const portfolio *p, uint32_t rep_number) {
    const book *b = rep_number == NUMBER_NONE ? &p->total : &p->reps[rep_number].book;
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
    write_segments(out, p, rep_number);
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
    summary_write(out, SECTIONS_SUMMED, p, rep_number);
    return true;
}

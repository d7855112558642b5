/* query_phases.c - portfolio.segments by phase. */
#include "daemon/query_segments.h"

bool segments_by_phase(rpc_call *call, const metric_scope *scope) {
    const portfolio *p = scope->portfolio;
    const lifecycle_rules *r = portfolio_lifecycle(p);
    ranking_sums by_phase[PHASES_MAX] = {{0}};
    scope_walk place;
    ranked one;
    for (scope_walk_begin(&place, scope); scope_walk_next(&place, &one);) {
        uint8_t phase = portfolio_account(p, one.client)->life.phase;
        if (phase < r->phase_count) {
            by_phase[phase].count++;
            by_phase[phase].sum += one.figure;
        }
    }
    ranking_sums all = ranking_total(scope->ranking);
    json_writer *out = segments_begin(call, scope);
    segments_open_rows(out, scope, scope->ranking);
    for (uint8_t phase = 0; phase < r->phase_count; phase++) {
        json_open_object(out);
        json_key(out, "phase");
        json_word(out, r->phases[phase].name);
        metric_scope_write_counts(out, scope, by_phase[phase], all.count, all.sum);
        json_close_object(out);
    }
    json_close_array(out);
    return true;
}

#include "daemon/lifecycle_section.h"

#include "daemon/figure_section.h"
#include "daemon/json_figures.h"
#include "portfolio/action_plan.h"

/* A relationship in its word, all else as a number; INT64_MIN: null. */
static void write_measured(json_writer *out, measure m, int64_t millionths) {
    if (m == MEASURE_RELATIONSHIP) {
        json_word(out, millionths > 0 ? "abandoned" : "active");
    } else {
        json_ratio(out, millionths);
    }
}

void reasons_write(json_writer *out, const phase_reasons *reasons) {
    json_open_array(out);
    for (uint8_t i = 0; i < reasons->count; i++) {
        const reason_told *r = &reasons->items[i];
        json_open_object(out);
        json_key(out, "indicator");
        json_word(out, measure_name(r->measure));
        json_key(out, "value");
        write_measured(out, r->measure, r->value);
        json_key(out, "comparison");
        json_word(out, r->measure == MEASURE_RELATIONSHIP ? "is" : comparison_name(r->comparison));
        json_key(out, "threshold");
        write_measured(out, r->measure,
                       r->measure == MEASURE_RELATIONSHIP ? r->value : r->threshold);
        json_key(out, "cadences");
        json_ratio(out, r->cadence > 0 ? r->cadence : INT64_MIN);
        json_close_object(out);
    }
    json_close_array(out);
}

void lifecycle_section_write(json_writer *out, section s, const subject *f) {
    const account *a = f->account;
    if (a == NULL) {
        return;
    }
    const portfolio *p = f->portfolio;
    const lifecycle_rules *r = portfolio_lifecycle(p);
    indicators i = lifecycle_indicators(a, &p->windows);
    uint8_t phase = lifecycle_classify(r, &i);
    uint8_t then;
    phase_reasons reasons = lifecycle_reasons(r, &i, phase);
    json_key(out, section_name(s));
    json_open_object(out);
    json_key(out, "phase");
    json_word(out, r->phases[phase].name);
    json_key(out, "since");
    json_day(out, a->life.since);
    json_key(out, "reasons");
    reasons_write(out, &reasons);
    json_key(out, "next_review");
    json_day(out, lifecycle_next_review(r, a, p->rules, &p->windows, &then));
    json_close_object(out);
}

void action_section_write(json_writer *out, section s, const subject *f) {
    action next;
    if (f->account == NULL) {
        return;
    }
    json_key(out, section_name(s));
    if (!action_next(f->portfolio, f->client, &next)) {
        json_nothing(out);
        return;
    }
    json_open_object(out);
    json_key(out, "what");
    json_text(out, next.what);
    json_key(out, "due");
    json_day(out, next.due);
    json_key(out, "kind");
    json_word(out, action_kind_name(next.kind));
    json_key(out, "about");
    json_text_or_null(out, next.about);
    json_close_object(out);
}

void phase_counts_write(json_writer *out, const lifecycle_rules *r, const book *b) {
    json_open_object(out);
    for (uint8_t i = 0; i < r->phase_count; i++) {
        json_key(out, r->phases[i].name);
        json_whole(out, b->phases[i]);
    }
    json_close_object(out);
}

bool phase_filter_read(rpc_call *call, uint8_t *ret_phase) {
    const lifecycle_rules *r = portfolio_lifecycle(call->portfolio);
    text name = rpc_text(call, PARAM_PHASE);
    *ret_phase = PHASE_NONE;
    if (!rpc_given(call, PARAM_PHASE)) {
        return true;
    }
    *ret_phase = lifecycle_find(r, name);
    return *ret_phase != PHASE_NONE ||
           rpc_refuse(call, RPC_BAD_PARAMETER,
                      "`phase` cannot be `%.*s`: the life cycle has no such phase; "
                      "portfolio.summary names them all",
                      (int)name.length, name.bytes);
}

/* query_actions.c - portfolio.actions: a worklist, the action due first before the others. */
#include "daemon/figure_section.h"
#include "daemon/figure_standing.h"
#include "daemon/json_figures.h"
#include "daemon/lifecycle_section.h"
#include "daemon/ordered_page.h"
#include "daemon/query.h"
#include "portfolio/action_plan.h"

/* What informs a decision beside the action itself. */
#define SECTIONS_INFORMING                                                                     \
    (section_bit(SECTION_REVENUE) | section_bit(SECTION_MARGIN) | section_bit(SECTION_SHARE) | \
     section_bit(SECTION_QUOTES) | section_bit(SECTION_CONTRACTS))

static void write_row(rpc_call *call, uint32_t client) {
    const portfolio *p = call->portfolio;
    json_writer *out = call->out;
    subject f = subject_of_client(p, client);
    const profile *of = &f.account->profile;
    uint8_t phase = f.account->life.phase;
    json_open_object(out);
    json_key(out, "client");
    json_text(out, portfolio_client_id(p, client));
    json_key(out, "name");
    json_text_or_null(out, of->name);
    json_key(out, "rep");
    json_text_or_null(out, of->rep == NUMBER_NONE ? (text){NULL, 0}
                                                  : directory_name(&p->names.reps, of->rep));
    json_key(out, "phase");
    json_text_or_null(out, phase == PHASE_NONE
                               ? (text){NULL, 0}
                               : text_of(portfolio_lifecycle(p)->phases[phase].name));
    json_key(out, "since");
    json_day(out, f.account->life.since);
    json_key(out, "abc");
    json_word(out, abc_name(account_class(p, client)));
    json_key(out, "last_contact");
    json_day(out, ledger_last_contact(f.ledger));
    sections_write(out, section_bit(SECTION_ACTION) | SECTIONS_INFORMING, &f);
    json_close_object(out);
}

bool query_portfolio_actions(rpc_call *call) {
    const portfolio *p = call->portfolio;
    uint32_t rep_number;
    uint8_t phase;
    if (!rpc_rep(call, &rep_number) || !phase_filter_read(call, &phase)) {
        return false;
    }
    ordered_page *page = ordered_page_create(call, false, true);
    if (page == NULL) {
        return false;
    }
    uint64_t total = 0;
    uint64_t overdue = 0;
    for (uint32_t i = 0; i < p->account_count; i++) {
        action next;
        const account *a = portfolio_account(p, i);
        bool in_scope = (rep_number == NUMBER_NONE || a->profile.rep == rep_number) &&
                        (phase == PHASE_NONE || a->life.phase == phase);
        if (in_scope && action_next(p, i, &next) &&
            (!rpc_given(call, PARAM_DUE) || next.due <= rpc_number(call, PARAM_DUE))) {
            total++;
            overdue += next.due < p->windows.today;
            ordered_page_offer(page, &(page_item){.value = {.number = next.due},
                                                  .id = portfolio_client_id(p, i),
                                                  .number = i});
        }
    }
    ordered_page_sort(page);
    json_writer *out = rpc_result(call);
    json_key(out, "rep");
    json_text_or_null(out, rpc_text(call, PARAM_REP));
    json_key(out, "actions");
    json_open_array(out);
    uint32_t told = 0;
    while (told < page->count && !rpc_page_is_full(call)) {
        write_row(call, page->items[told++].number);
    }
    json_close_array(out);
    json_key(out, "total");
    json_count(out, total);
    json_key(out, "overdue");
    json_count(out, overdue);
    ordered_page_write_cursor(page, call, told);
    ordered_page_destroy(page);
    return true;
}

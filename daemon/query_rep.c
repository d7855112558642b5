#include "daemon/ordered_page.h"
#include "daemon/query.h"
#include "daemon/query_portfolio.h"

#define SECTIONS_LISTED (SECTIONS_SUMMED & ~section_bit(SECTION_PRODUCTS))
#define SECTIONS_SOLD \
    (section_bit(SECTION_REVENUE) | section_bit(SECTION_MARGIN) | section_bit(SECTION_QUANTITY))

static void write_rep(rpc_call *call, section_set which, uint32_t rep_number) {
    const portfolio *p = call->portfolio;
    json_key(call->out, "rep");
    json_text(call->out, directory_name(&p->names.reps, rep_number));
    summary_write(call->out, which, p, rep_number);
}

bool query_rep_list(rpc_call *call) {
    const portfolio *p = call->portfolio;
    ordered_page *page = ordered_page_create(call, false, true);
    if (page == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->rep_count; i++) {
        if (portfolio_rep_known(p, i)) {
            ordered_page_offer(page,
                               &(page_item){.id = directory_name(&p->names.reps, i), .number = i});
        }
    }
    ordered_page_sort(page);
    json_writer *out = rpc_result(call);
    json_key(out, "reps");
    json_open_array(out);
    for (uint32_t i = 0; i < page->count; i++) {
        json_open_object(out);
        write_rep(call, SECTIONS_LISTED, page->items[i].number);
        json_close_object(out);
    }
    json_close_array(out);
    ordered_page_write_cursor(page, call, page->count);
    ordered_page_destroy(page);
    return true;
}

/* Purchase days and backlog belong to clients, not to who sold. */
static void write_sold(json_writer *out, const portfolio *p, const rep *r) {
    subject sold = subject_of_seller(p, r);
    json_key(out, "sold");
    json_open_object(out);
    sections_write(out, SECTIONS_SOLD, &sold);
    json_key(out, "orders");
    json_open_object(out);
    json_key(out, "count");
    json_whole(out, r->sold.orders);
    json_key(out, "count_12m");
    json_whole(out, r->sold.orders_trailing);
    json_close_object(out);
    json_close_object(out);
}

bool query_rep_get(rpc_call *call) {
    uint32_t rep_number;
    if (!rpc_rep(call, &rep_number)) {
        return false;
    }
    json_writer *out = rpc_result(call);
    write_rep(call, SECTIONS_SUMMED, rep_number);
    write_sold(out, call->portfolio, &call->portfolio->reps[rep_number]);
    return true;
}

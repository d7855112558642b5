#include <string.h>

#include "tools/clientele_sim/model.h"

/* How much is bought in each month; August is holidays. */
static const double seasons[12] = {0.9,  0.95, 1.15, 1.05, 1.0,  1.1,
                                   0.85, 0.45, 1.25, 1.15, 1.15, 0.8};

/* Days to the next purchase: slow at first, slower again in the last half year before it leaves. */
static double next_gap(business *self, const sim_client *client) {
    double season = seasons[day_to_civil(office_day(self->now)).month - 1];
    double gap = dice_lognormal(&self->chance, client->gap, client->unrest) / season;
    double age = (double)(self->now - client->joins) / (double)SECONDS_A_DAY;
    double remains = (double)(client->leaves - self->now) / (double)SECONDS_A_DAY;
    if (age < 240) {
        gap *= 1.5 - 0.5 * age / 240;
    }
    if (remains < 200) {
        gap *= 1 + 1.5 * (200 - (remains > 0 ? remains : 0)) / 200;
    }
    return gap < 1000 ? gap : 1000;
}

/* ---- orders ---- */

static void place_order(business *self, sim_client *client, const sim_document *quote) {
    dice *chance = &self->chance;
    uint32_t index = document_open(self, SIM_ORDER, client);
    sim_document *order = document_at(self, index);
    if (quote != NULL) {
        order->quote = quote->number;
        order->line_count = quote->line_count;
        memcpy(order->lines, quote->lines, sizeof order->lines);
    } else {
        lines_draw(self, client, order);
    }
    if (client->contract != NO_INDEX && dice_chance(chance, 600)) {
        order->contract = document_at(self, client->contract)->number;
    }
    tell(self, SIM_ORDER_PLACED, order);
    uint32_t roll = dice_below(chance, 1000);
    if (roll < 70) {
        plan_for_document(self, soon(self, 0, 4), HAPPENS_ORDER_AMENDED, index);
    } else if (roll < 105) {
        plan_for_document(self, soon(self, 0, 6), HAPPENS_ORDER_CANCELLED, index);
    }
    order_plan_billing(self, index);
    document_release(self, index);
}

void order_happens(business *self, happens what, uint32_t index) {
    sim_document *order = document_at(self, index);
    if (what == HAPPENS_ORDER_AMENDED && !order->billing_begun) {
        lines_amend(self, order);
        tell(self, SIM_ORDER_AMENDED, order);
    } else if (what == HAPPENS_ORDER_CANCELLED && !order->billing_begun) {
        order->closed = true;
        if (dice_chance(&self->chance, 800)) {
            tell_bare(self, SIM_ORDER_CANCELLED, order);
        } else {
            tell(self, SIM_ORDER_CANCELLED, order);
        }
    } else if (what == HAPPENS_ORDER_DEPOSIT && !order->billing_begun) {
        order_bill_deposit(self, index);
    } else if (what == HAPPENS_ORDER_PART_BILLED) {
        order_bill_part(self, index, false);
    } else if (what == HAPPENS_ORDER_BILLED) {
        order_bill_part(self, index, true);
    }
}

/* ---- quotes ---- */

static void plan_quote_end(business *self, const sim_client *client, uint32_t index) {
    dice *chance = &self->chance;
    uint32_t loyalty = client->left ? 0 : client->loyalty;
    if (dice_chance(chance, 120)) {
        plan_for_document(self, soon(self, 1, 4), HAPPENS_QUOTE_AMENDED, index);
    }
    if (dice_chance(chance, loyalty)) {
        plan_for_document(self, soon(self, 2, 25), HAPPENS_QUOTE_ACCEPTED, index);
    } else if (dice_chance(chance, 560)) {
        plan_for_document(self, soon(self, 2, 30), HAPPENS_QUOTE_DECLINED, index);
    } else if (dice_chance(chance, 900)) {
        plan_for_document(self, soon(self, 30, 60), HAPPENS_QUOTE_EXPIRED, index);
    } else {
        plan_for_document(self, soon(self, 1, 10), HAPPENS_QUOTE_CANCELLED, index);
    }
}

static void send_quote(business *self, sim_client *client) {
    uint32_t index = document_open(self, SIM_QUOTE, client);
    sim_document *quote = document_at(self, index);
    lines_draw(self, client, quote);
    quote->summary = dice_chance(&self->chance, 100);
    tell(self, SIM_QUOTE_SENT, quote);
    plan_quote_end(self, client, index);
}

static void end_quote(business *self, sim_type type, sim_document *quote) {
    quote->closed = true;
    if (dice_chance(&self->chance, 600)) {
        tell_bare(self, type, quote);
    } else {
        tell(self, type, quote);
    }
}

void quote_happens(business *self, happens what, uint32_t index) {
    sim_document *quote = document_at(self, index);
    if (what == HAPPENS_QUOTE_AMENDED) {
        lines_amend(self, quote);
        tell(self, SIM_QUOTE_AMENDED, quote);
    } else if (what == HAPPENS_QUOTE_ACCEPTED) {
        tell(self, SIM_QUOTE_ACCEPTED, quote);
        plan_for_document(self, soon(self, 0, 5), HAPPENS_QUOTE_ORDERED, index);
    } else if (what == HAPPENS_QUOTE_ORDERED) {
        quote->closed = true;
        place_order(self, client_at(self, quote->client - 1), quote);
    } else if (what == HAPPENS_QUOTE_DECLINED) {
        end_quote(self, SIM_QUOTE_DECLINED, quote);
    } else if (what == HAPPENS_QUOTE_EXPIRED) {
        end_quote(self, SIM_QUOTE_EXPIRED, quote);
    } else {
        end_quote(self, SIM_QUOTE_CANCELLED, quote);
    }
}

void client_buys(business *self, sim_client *client) {
    dice *chance = &self->chance;
    if (client->left || dice_chance(chance, client->quotes)) {
        send_quote(self, client);
    } else {
        place_order(self, client, NULL);
    }
    if (!client->left) {
        instant when = office_moment(chance, self->now, next_gap(self, client));
        plan_for_client(self, when, HAPPENS_PURCHASE, client);
    }
}

#include "tools/clientele_sim/model.h"

#define MEAN_STAY_DAYS 1400.0
#define ARRIVES_AS_PROSPECT 350 /* per mille of the newcomers never buy */

static void draw_nature(business *self, sim_client *client) {
    dice *chance = &self->chance;
    const business_settings *settings = &self->settings;
    client->rep = dice_below(chance, self->rep_count);
    client->segment = dice_below(chance, CATALOGUE_SEGMENTS);
    client->country = dice_below(chance, CATALOGUE_COUNTRIES);
    client->tags = dice_chance(chance, 300) ? 1U << dice_below(chance, CATALOGUE_TAGS) : 0;
    client->currency = settings->currencies[0];
    if (settings->currency_count > 1 && dice_chance(chance, 250)) {
        client->currency =
            settings->currencies[1 + dice_below(chance, settings->currency_count - 1)];
    }
    for (int i = 0; i < 3; i++) {
        client->categories[i] = (uint8_t)dice_below(chance, CATALOGUE_CATEGORIES);
    }
    client->monthly = dice_chance(chance, 220);
    client->quotes = (uint32_t)dice_between(chance, 0, 700);
    client->loyalty = (uint32_t)dice_between(chance, 250, 850);
    client->size = dice_pareto(chance, 1.4, 80);
    double gap = dice_lognormal(chance, 38, 0.75);
    client->gap = gap < 3 ? 3 : gap > 240 ? 240 : gap;
    client->unrest = 0.15 + 0.6 * dice_unit(chance);
}

/* What the client could buy in a year: what it is likely to, and more. */
static void draw_potential(business *self, sim_client *client) {
    double year = 365 / client->gap * 55000 * client->size;
    double drawn = dice_lognormal(&self->chance, 1.6 * year, 0.5);
    drawn = drawn > 5e9 ? 5e9 : drawn;
    int64_t hundredths = ((int64_t)(drawn / 10000) + 1) * 10000;
    client->potential = minor_from_hundredths(client->currency, hundredths);
}

static sim_client *client_of_nature(business *self) {
    sim_client *client = client_add(self);
    draw_nature(self, client);
    if (dice_chance(&self->chance, 700)) {
        draw_potential(self, client);
    }
    return client;
}

/* The first clients have been with the company for years; their records are told on the first
 * morning. */
void company_opens(business *self) {
    day start = self->settings.start;
    uint32_t count = self->settings.clients;
    dice *chance = &self->chance;
    instant opens = office_midnight(start) + 7 * 3600;
    for (uint32_t i = 0; i < count; i++) {
        sim_client *client = client_of_nature(self);
        client->since = start - (day)dice_below(chance, 3000);
        if (client->since < 0) {
            client->since = 0;
        }
        client->joins = client->since * SECONDS_A_DAY;
        double stays = dice_exponential(chance, MEAN_STAY_DAYS);
        client->leaves = opens + (instant)(stays * (double)SECONDS_A_DAY);
        plan_for_client(self, opens + (instant)i * 3600 / count, HAPPENS_ARRIVAL, client);
    }
    happenings_plan(&self->queue, opens + 3600, HAPPENS_DAY_OPENS, 0);
}

void day_opens(business *self) {
    dice *chance = &self->chance;
    /* 7 days' newcomers arrive on 5, and those who never buy come on top. */
    double mean =
        self->settings.clients / MEAN_STAY_DAYS * 1.4 * 1000 / (1000 - ARRIVES_AS_PROSPECT);
    uint32_t newcomers = dice_poisson(chance, mean);
    for (uint32_t i = 0; i < newcomers; i++) {
        sim_client *client = client_of_nature(self);
        instant arrives = office_moment(chance, self->now, 0);
        client->since = office_day(arrives);
        client->joins = arrives;
        bool prospect = dice_chance(chance, ARRIVES_AS_PROSPECT);
        double stays = prospect ? 0 : dice_exponential(chance, MEAN_STAY_DAYS);
        client->leaves = arrives + (instant)(stays * (double)SECONDS_A_DAY);
        plan_for_client(self, arrives, HAPPENS_ARRIVAL, client);
    }
    day next = office_next_day(office_day(self->now) + 1);
    happenings_plan(&self->queue, office_midnight(next) + 8 * 3600, HAPPENS_DAY_OPENS, 0);
}

static void client_arrives(business *self, sim_client *client) {
    dice *chance = &self->chance;
    tell_client(self, SIM_CLIENT_UPDATED, client);
    double wait = client->gap * dice_unit(chance);
    plan_for_client(self, office_moment(chance, self->now, 0.1 + wait), HAPPENS_PURCHASE, client);
    plan_for_client(self, soon(self, 1, 60), HAPPENS_CONTACT, client);
    plan_for_client(self, soon(self, 120, 500), HAPPENS_RECORD_CHANGE, client);
    double rep_stays = dice_exponential(chance, 1100);
    plan_for_client(self, office_moment(chance, self->now, 30 + rep_stays), HAPPENS_REP_CHANGE,
                    client);
    instant leaves = client->leaves > self->now ? client->leaves : self->now + 1;
    plan_for_client(self, leaves, HAPPENS_DEPARTURE, client);
    if (dice_chance(chance, 180)) {
        plan_for_client(self, soon(self, 5, 200), HAPPENS_SIGNATURE, client);
    }
}

static void contact_made(business *self, sim_client *client) {
    uint32_t index = document_open(self, SIM_CONTACT, client);
    sim_document *contact = document_at(self, index);
    contact->contact_kind = dice_below(&self->chance, 4);
    tell(self, SIM_CONTACT_MADE, contact);
    document_release(self, index);
    int32_t often = client->size > 4 ? 45 : 110;
    /* Who has left is called a few times more, ever more seldom. */
    plan_for_client(self, soon(self, often / 3, client->left ? often * 8 : often * 2),
                    HAPPENS_CONTACT, client);
}

static void record_changes(business *self, sim_client *client) {
    dice *chance = &self->chance;
    switch (dice_below(chance, 4)) {
    case 0: client->tags ^= 1U << dice_below(chance, CATALOGUE_TAGS); break;
    case 1: client->segment = dice_below(chance, CATALOGUE_SEGMENTS); break;
    case 2: client->renamed = !client->renamed; break;
    default: draw_potential(self, client); break;
    }
    tell_client(self, SIM_CLIENT_UPDATED, client);
    plan_for_client(self, soon(self, 150, 700), HAPPENS_RECORD_CHANGE, client);
}

static void rep_changes(business *self, sim_client *client) {
    client->rep =
        (client->rep + 1 + dice_below(&self->chance, self->rep_count - 1)) % self->rep_count;
    tell_client(self, SIM_CLIENT_UPDATED, client);
    double stays = 60 + dice_exponential(&self->chance, 1100);
    plan_for_client(self, office_moment(&self->chance, self->now, stays), HAPPENS_REP_CHANGE,
                    client);
}

/* A client does not say that it leaves: it stops buying. Some are found out, a few come back. */
static void client_departs(business *self, sim_client *client) {
    client->left = true;
    contract_terminate(self, client);
    uint32_t roll = dice_below(&self->chance, 100);
    if (roll < 35) {
        plan_for_client(self, soon(self, 40, 300), HAPPENS_ABANDONED, client);
    } else if (roll < 45 && client->leaves > client->joins) {
        plan_for_client(self, soon(self, 200, 600), HAPPENS_RETURN, client);
    }
}

static void client_returns(business *self, sim_client *client) {
    client->left = false;
    double stays = dice_exponential(&self->chance, MEAN_STAY_DAYS / 2);
    client->leaves = self->now + (instant)(stays * (double)SECONDS_A_DAY) + 1;
    plan_for_client(self, client->leaves, HAPPENS_DEPARTURE, client);
    client_buys(self, client);
}

void client_happens(business *self, happens what, sim_client *client) {
    if (client->erased) {
        return;
    }
    if (what == HAPPENS_ARRIVAL) {
        client_arrives(self, client);
    } else if (what == HAPPENS_PURCHASE) {
        /* A prospect asks for a quote once and then has already left. */
        if (!client->left || client->leaves <= client->joins) {
            client_buys(self, client);
        }
    } else if (what == HAPPENS_CONTACT) {
        contact_made(self, client);
    } else if (what == HAPPENS_RECORD_CHANGE && !client->left) {
        record_changes(self, client);
    } else if (what == HAPPENS_REP_CHANGE && !client->left) {
        rep_changes(self, client);
    } else if (what == HAPPENS_DEPARTURE) {
        client_departs(self, client);
    } else if (what == HAPPENS_ABANDONED) {
        client->abandoned = true;
        tell_client(self, SIM_CLIENT_UPDATED, client);
        if (dice_chance(&self->chance, 60)) {
            plan_for_client(self, soon(self, 200, 900), HAPPENS_ERASURE, client);
        }
    } else if (what == HAPPENS_RETURN) {
        client_returns(self, client);
    } else if (what == HAPPENS_ERASURE) {
        tell_client(self, SIM_CLIENT_ERASED, client);
        client->erased = true;
    } else if (what == HAPPENS_MONTH_END) {
        client_bill_month(self, client);
    } else if (what == HAPPENS_SIGNATURE && !client->left) {
        contract_sign(self, client);
    }
}

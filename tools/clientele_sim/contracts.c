#include "tools/clientele_sim/model.h"

static const int32_t notices[] = {30, 60, 90};

static void plan_end(business *self, uint32_t index) {
    const sim_document *contract = document_at(self, index);
    int32_t before = dice_between(&self->chance, 0, 20);
    instant ends = office_midnight(contract->end - before);
    instant when = office_moment(&self->chance, ends > self->now ? ends : self->now, 0);
    plan_for_document(self, when, HAPPENS_CONTRACT_ENDS, index);
}

void contract_sign(business *self, sim_client *client) {
    dice *chance = &self->chance;
    uint32_t index = document_open(self, SIM_CONTRACT, client);
    sim_document *contract = document_at(self, index);
    contract->start = contract->date + dice_between(chance, 0, 30);
    contract->end = day_add_years(contract->start, 1) - 1;
    contract->auto_renew = dice_chance(chance, 400);
    contract->notice_days = notices[dice_below(chance, 3)];
    double year = dice_lognormal(chance, 240000 * client->size, 0.6);
    int64_t hundredths = ((int64_t)((year > 4e9 ? 4e9 : year) / 10000) + 1) * 10000;
    contract->amount = minor_from_hundredths(client->currency, hundredths);
    client->contract = index;
    tell(self, SIM_CONTRACT_SIGNED, contract);
    if (dice_chance(chance, 150)) {
        plan_for_document(self, soon(self, 20, 200), HAPPENS_CONTRACT_AMENDED, index);
    }
    plan_end(self, index);
}

static void end_contract(business *self, sim_client *client, sim_document *contract) {
    contract->closed = true;
    contract->date = office_day(self->now);
    client->contract = NO_INDEX;
    tell_bare(self, SIM_CONTRACT_TERMINATED, contract);
}

void contract_terminate(business *self, sim_client *client) {
    /* Half of those who leave forget to: their contract runs out. */
    if (client->contract != NO_INDEX && dice_chance(&self->chance, 500)) {
        end_contract(self, client, document_at(self, client->contract));
    }
}

static void renew_contract(business *self, uint32_t index) {
    sim_document *contract = document_at(self, index);
    contract->end = day_add_years(contract->end, 1);
    contract->amount += contract->amount / 1000 * dice_between(&self->chance, -50, 120);
    tell(self, SIM_CONTRACT_RENEWED, contract);
    plan_end(self, index);
}

void contract_happens(business *self, happens what, uint32_t index) {
    sim_document *contract = document_at(self, index);
    sim_client *client = client_at(self, contract->client - 1);
    if (what == HAPPENS_CONTRACT_AMENDED) {
        contract->amount += contract->amount / 1000 * dice_between(&self->chance, -200, 300);
        tell(self, SIM_CONTRACT_AMENDED, contract);
        return;
    }
    uint32_t roll = dice_below(&self->chance, 100);
    if (!client->left && roll < 80) {
        renew_contract(self, index);
    } else if (roll < 90) {
        end_contract(self, client, contract);
    } else {
        contract->closed = true; /* nobody says anything: it runs out */
        client->contract = NO_INDEX;
    }
}

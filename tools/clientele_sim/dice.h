/* dice.h - the seeded chance of the simulation: the same seed gives the same rolls.
 *
 * The generator is xoshiro256**, its state filled by splitmix64. Every user has its own dice with a
 * stream number of its own, so that one more roll here changes nothing there. */
#ifndef TOOLS_CLIENTELE_SIM_DICE_H
#define TOOLS_CLIENTELE_SIM_DICE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dice {
    uint64_t state[4];
} dice;

void dice_init(dice *self, uint64_t seed, uint64_t stream);

uint64_t dice_roll(dice *self);

/* 0 to n - 1; n > 0. */
uint32_t dice_below(dice *self, uint32_t n);
/* low to high, both included. */
int32_t dice_between(dice *self, int32_t low, int32_t high);
/* true `per_mille` times in 1,000. */
bool dice_chance(dice *self, uint32_t per_mille);
/* true `per_million` times in 1,000,000. */
bool dice_rare(dice *self, uint32_t per_million);

double dice_unit(dice *self); /* above 0, at most 1 */
double dice_normal(dice *self);
double dice_lognormal(dice *self, double median, double sigma);
double dice_exponential(dice *self, double mean);
/* At least 1, at most cap; the smaller alpha, the fewer and larger the large ones. */
double dice_pareto(dice *self, double alpha, double cap);
uint32_t dice_poisson(dice *self, double mean);

#endif

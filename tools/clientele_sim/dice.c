#include "tools/clientele_sim/dice.h"

#include <math.h>

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t rotate_left(uint64_t x, int by) {
    return (x << by) | (x >> (64 - by));
}

void dice_init(dice *self, uint64_t seed, uint64_t stream) {
    uint64_t other = stream;
    uint64_t state = seed ^ splitmix(&other);
    for (int i = 0; i < 4; i++) {
        self->state[i] = splitmix(&state);
    }
}

uint64_t dice_roll(dice *self) {
    uint64_t *s = self->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint32_t dice_below(dice *self, uint32_t n) {
    return (uint32_t)(((dice_roll(self) >> 32) * n) >> 32);
}

int32_t dice_between(dice *self, int32_t low, int32_t high) {
    return low + (int32_t)dice_below(self, (uint32_t)(high - low) + 1);
}

bool dice_chance(dice *self, uint32_t per_mille) {
    return dice_below(self, 1000) < per_mille;
}

bool dice_rare(dice *self, uint32_t per_million) {
    return dice_below(self, 1000000) < per_million;
}

double dice_unit(dice *self) {
    return (double)((dice_roll(self) >> 11) + 1) * 0x1p-53;
}

/* The polar method: a point drawn in the unit circle gives a normal deviate. */
double dice_normal(dice *self) {
    for (;;) {
        double x = 2 * dice_unit(self) - 1;
        double y = 2 * dice_unit(self) - 1;
        double square = x * x + y * y;
        if (square < 1 && square > 0) {
            return x * sqrt(-2 * log(square) / square);
        }
    }
}

double dice_lognormal(dice *self, double median, double sigma) {
    return median * exp(sigma * dice_normal(self));
}

double dice_exponential(dice *self, double mean) {
    return -mean * log(dice_unit(self));
}

double dice_pareto(dice *self, double alpha, double cap) {
    double drawn = pow(dice_unit(self), -1 / alpha);
    return drawn < cap ? drawn : cap;
}

uint32_t dice_poisson(dice *self, double mean) {
    if (mean > 30) {
        double drawn = mean + sqrt(mean) * dice_normal(self);
        return drawn <= 0 ? 0 : (uint32_t)(drawn + 0.5);
    }
    double floor = exp(-mean);
    double product = dice_unit(self);
    uint32_t count = 0;
    while (product > floor) {
        product *= dice_unit(self);
        count++;
    }
    return count;
}

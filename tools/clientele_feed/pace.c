#include "tools/clientele_feed/pace.h"

#define SECOND INT64_C(1000000000)
#define CATCH_UP (SECOND / 20)

void pace_init(pace *self, uint64_t per_second, int64_t now) {
    *self = (pace){.per_second = per_second, .origin = now};
}

/* spent < per_second <= 1e9, so the product fits. */
static int64_t due(const pace *self) {
    return self->origin + (int64_t)(self->spent * (uint64_t)SECOND / self->per_second);
}

int64_t pace_wait(const pace *self, int64_t now) {
    if (self->per_second == 0 || due(self) <= now) {
        return 0;
    }
    return due(self) - now;
}

void pace_spend(pace *self, int64_t now) {
    if (self->per_second == 0) {
        return;
    }
    if (due(self) < now - CATCH_UP) {
        self->origin = now - CATCH_UP;
        self->spent = 0;
    }
    self->spent++;
    if (self->spent == self->per_second) {
        self->spent = 0;
        self->origin += SECOND;
    }
}

/* likeness.h - how alike two words are, to guess what was meant. */
#ifndef CONF_LIKENESS_H
#define CONF_LIKENESS_H

#include <limits.h>

#include "portfolio/text.h"

#define LIKENESS_NONE UINT_MAX

/* The number of letters to change, insert or leave out to make one word of the other; 1 when a word of
 * at least 3 letters begins the other. LIKENESS_NONE: over a third of the longer one, or too long. */
unsigned likeness(text a, text b);

#endif

/* query_portfolio.h - what the answers about a portfolio share. */
#ifndef DAEMON_QUERY_PORTFOLIO_H
#define DAEMON_QUERY_PORTFOLIO_H

#include "daemon/figure_section.h"

/* Of a rep's portfolio, or of the whole one (NUMBER_NONE): clients, new, retention, attrition, then the sections
 * and `segments`. */
void summary_write(json_writer *out, section_set which, const portfolio *p, uint32_t rep_number);

#endif

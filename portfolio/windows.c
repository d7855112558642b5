#include "portfolio/windows.h"

windows windows_at(const rules *r, day today) {
    day a_year_ago = day_add_years(today, -1);
    day year_start = day_fiscal_year_start(today, r->fiscal_month, r->fiscal_day);
    return (windows){
        .today = today,
        .trailing = {a_year_ago, today},
        .previous = {day_add_years(today, -2), a_year_ago},
        .year = {year_start - 1, today},
        .previous_year = {day_add_years(year_start, -1) - 1, a_year_ago},
        .next_year = day_add_years(year_start, 1),
        .purchases_are_invoices = r->purchases_are_invoices,
    };
}

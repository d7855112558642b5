"""The phases of section 5 of the contract, told plainly: the default table, first match wins."""

from fractions import Fraction

PHASES = ("abandoned", "prospect", "lost", "old_age", "childhood", "adolescence", "adulthood")
NO_CADENCE_DAYS = 90


def contract_end(contract, today):
    """The last day of a contract that is over; None while it is not."""
    terms = contract.content
    ends = []
    if contract.terminated_by(today):
        ends.append(contract.state.date)
    if terms.end is not None and terms.end < today and not terms.auto_renew:
        ends.append(terms.end)
    return min(ends) if ends else None


def phase(abandoned, purchase_days, trailing, previous, contracts, today):
    """The phase of a client with these purchase days (dates), revenues and counted contracts."""
    if abandoned:
        return "abandoned"
    if not purchase_days:
        return "prospect"
    first, last = min(purchase_days), max(purchase_days)
    silence, tenure = (today - last).days, (today - first).days
    cadence = Fraction(NO_CADENCE_DAYS)
    if len(purchase_days) >= 3:
        cadence = Fraction((last - first).days, len(purchase_days) - 1)
    trend = Fraction(trailing, previous) if previous > 0 else None
    ends = [contract_end(contract, today) for contract in contracts]
    all_over = bool(ends) and None not in ends
    if silence >= max(180, 6 * cadence):
        return "lost"
    if silence >= max(45, Fraction(5, 2) * cadence):
        return "old_age"
    if tenure >= 730 and trend is not None and trend < Fraction(7, 10):
        return "old_age"
    if all_over and (today - max(ends)).days > 30:
        return "old_age"
    if tenure < 180 or len(purchase_days) < 3:
        return "childhood"
    if tenure < 540 or (trend is not None and trend > Fraction(115, 100)):
        return "adolescence"
    return "adulthood"

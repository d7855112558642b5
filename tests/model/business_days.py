"""Days, instants and the windows of time that the figures look at."""

import datetime
import re
from dataclasses import dataclass

from money import Refused

ONE_DAY = datetime.timedelta(days=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})\Z")


def read_date(text, what="date"):
    if not isinstance(text, str) or not DATE.match(text):
        raise Refused(f"{what} is not YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{what} is not a day of the calendar: {text}") from None


def read_time(text):
    """(instant in nanoseconds since 1970, the moment with its offset)."""
    match = TIME.match(text) if isinstance(text, str) else None
    if match is None:
        raise Refused("time is not RFC 3339 with an offset")
    day, clock, fraction, offset = match.groups()
    offset = "+00:00" if offset in "Zz" else offset
    try:
        moment = datetime.datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError:
        raise Refused(f"time does not exist: {text}") from None
    since = moment - EPOCH
    nanoseconds = int((fraction or ".0")[1:10].ljust(9, "0"))
    return (since.days * 86_400 + since.seconds) * 1_000_000_000 + nanoseconds, moment


def year_before(day, years=1):
    """The same day of an earlier year; 28 February for a 29 February that is not there."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Window:
    """The days after `after`, up to and including `upto`."""

    after: datetime.date
    upto: datetime.date

    def __contains__(self, day):
        return self.after < day <= self.upto


class Windows:
    """All windows as of the business date `today`."""

    def __init__(self, today, fiscal_year_start):
        month, day = map(int, fiscal_year_start.split("-"))
        start = datetime.date(today.year, month, day)
        if start > today:
            start = datetime.date(today.year - 1, month, day)
        self.today = today
        self.total = Window(datetime.date.min, today)
        self.trailing = Window(year_before(today), today)
        self.previous = Window(year_before(today, 2), year_before(today))
        self.year_to_date = Window(start - ONE_DAY, today)
        self.previous_year_to_date = Window(year_before(start) - ONE_DAY, year_before(today))

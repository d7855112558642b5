"""The documents: two last-writer-wins registers each, whatever the order of the events."""

from dataclasses import dataclass
from typing import Optional

from events import Event, read_event
from money import Refused


@dataclass
class Document:
    """`body` and `state` are the winning events of the two registers."""

    kind: str
    id: str
    body: Optional[Event] = None
    state: Optional[Event] = None

    @property
    def content(self):
        return self.body.body

    @property
    def date(self):
        return self.content.date

    @property
    def client(self):
        return self.content.client

    @property
    def verb(self):
        return self.state.verb

    def counts(self, today):
        return self.body is not None and self.verb != "cancelled" and self.date <= today

    def terminated_by(self, today):
        return self.verb == "terminated" and self.state.date <= today


def build_documents(events, configuration):
    """(documents by (kind, id), refusals as (position, reason), newest local day of an event)."""
    documents, refusals, newest = {}, [], None
    for position, given in enumerate(events):
        try:
            event = read_event(given, configuration)
        except Refused as reason:
            refusals.append((position, str(reason)))
            continue
        key = (event.kind, event.id)
        document = documents.setdefault(key, Document(event.kind, event.id))
        if document.state is None or event.stamp > document.state.stamp:
            document.state = event
        if event.body is not None and (document.body is None or event.stamp > document.body.stamp):
            document.body = event
        newest = event.local_day if newest is None else max(newest, event.local_day)
    return documents, refusals, newest

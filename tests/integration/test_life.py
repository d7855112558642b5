#!/usr/bin/python3
"""Clients that age by themselves: on their exact day, with a history that no kill or new rule rewrites."""

import datetime
import json
import unittest

from daemon import Daemon
from sample import event, order

SETTINGS = {"base_currency": "EUR", "timezone": "UTC"}
PHASES = ["abandoned", "prospect", "lost", "old_age", "childhood", "adolescence", "adulthood"]


def history(daemon, **params):
    """All transitions, oldest first, without what depends on how they were committed."""
    rows = daemon.list_all("portfolio.transitions", "transitions", **params)
    return [(row["date"], row["client"], row["from"], row["to"], row["cause"]["kind"],
             json.dumps(row["reasons"], default=str)) for row in reversed(rows)]


def phases(daemon):
    return {row["client"]: row["lifecycle"]["phase"]
            for row in daemon.list_all("portfolio.list", "clients", fields=["lifecycle"])}


class Life(unittest.TestCase):
    def daemon(self, **settings):
        daemon = Daemon(**{**SETTINGS, **settings})
        self.addCleanup(daemon.destroy)
        return daemon.start()

    def three_orders(self, daemon):
        """Ten days apart, the last one on 2026-01-25: silence 45 is the threshold of old age."""
        for number, date in enumerate(("2026-01-05", "2026-01-15", "2026-01-25")):
            daemon.send(order(number, date=date, time=f"{date}T10:00:00Z"))

    def test_silence_acts_on_its_day(self):
        daemon = self.daemon()
        self.three_orders(daemon)
        daemon.advance("2026-03-10")
        life = daemon.query("client.get", client="C-1")["lifecycle"]
        self.assertEqual((life["phase"], life["since"], life["next_review"]),
                         ("childhood", "2026-01-05", "2026-03-11"))
        daemon.advance("2026-03-11")
        life = daemon.query("client.get", client="C-1")["lifecycle"]
        self.assertEqual((life["phase"], life["since"], life["next_review"]),
                         ("old_age", "2026-03-11", "2026-07-24"))
        self.assertEqual([(row["indicator"], row["value"], row["threshold"])
                          for row in life["reasons"]], [("silence", 45, 45)])
        newest = daemon.query("client.transitions", client="C-1")["transitions"][0]
        self.assertEqual((newest["from"], newest["to"], newest["date"], newest["cause"]["kind"]),
                         ("childhood", "old_age", "2026-03-11", "day"))
        daemon.send(event("order.cancelled", {"id": "CMD-2"}, time="2026-03-20T10:00:00Z"))
        newest = daemon.query("client.transitions", client="C-1")["transitions"][0]
        self.assertEqual((newest["from"], newest["to"], newest["date"]),
                         ("old_age", "childhood", "2026-03-20"))
        self.assertEqual((newest["cause"]["kind"], newest["cause"]["type"],
                          newest["cause"]["document"]), ("event", "order.cancelled", "CMD-2"))

    def test_days_pass_within_a_message(self):
        """What one message tells of several days is as if each day had come by itself."""
        days = ("2020-01-01", "2022-01-01")
        told = [event("order.placed", {"id": "O-1", "client": "C-1", "amount": "5"}, time=f"{days[0]}T10:00:00Z"),
                event("invoice.issued", {"id": "F-1", "client": "C-1", "amount": "5"}, time=f"{days[0]}T11:00:00Z"),
                event("order.placed", {"id": "O-2", "client": "C-2", "amount": "5"}, time=f"{days[1]}T10:00:00Z")]
        together, apart = self.daemon(), self.daemon()
        self.assertEqual(together.send(*told)["accepted"], 3)
        for one in told:
            apart.send(one)
        self.assertEqual(phases(together), {"C-1": "lost", "C-2": "childhood"})
        self.assertEqual(together.query("portfolio.summary")["clients"],
                         {"known": 2, "prospects": 0, "buyers": 1})
        self.assertEqual(history(together, kind="phase"), history(apart, kind="phase"))
        together.kill()
        together.start()
        self.assertEqual(phases(together), {"C-1": "lost", "C-2": "childhood"})

    def test_a_client_that_comes_back_keeps_its_history(self):
        """A client left without documents when the store is rebuilt is not forgotten by a kill."""
        daemon = self.daemon()
        daemon.send(event("invoice.issued", {"id": "F-1", "client": "A", "amount": "5", "version": 1}))
        daemon.send(event("invoice.amended", {"id": "F-1", "client": "B", "amount": "5", "version": 2}))
        self.assertEqual(daemon.stop(), 0)
        daemon.configure(fiscal_year_start="04-01")
        daemon.start()
        daemon.send(event("invoice.issued", {"id": "F-2", "client": "A", "amount": "5"}))
        before = history(daemon)
        daemon.kill()
        daemon.start()
        self.assertEqual(history(daemon), before)
        daemon.kill()
        daemon.check_store()

    def test_a_zone_further_east_has_a_later_day(self):
        daemon = self.daemon()
        daemon.send(event("invoice.issued", {"id": "F-1", "client": "A", "amount": "5"},
                          time="2020-01-01T22:00:00Z"))
        self.assertEqual(daemon.stop(), 0)
        daemon.configure(timezone="Asia/Tokyo")
        daemon.start()
        summary = daemon.query("portfolio.summary")
        self.assertEqual((summary["as_of"], summary["revenue"]["total"]), ("2020-01-02", "5.00"))

    def test_asleep_for_a_year_is_as_good_as_awake(self):
        awake, asleep = self.daemon(), self.daemon()
        for daemon in (awake, asleep):
            self.three_orders(daemon)
            for number in range(40):
                date = datetime.date(2025, 2, 1) + datetime.timedelta(days=9 * number)
                daemon.send(order(f"B-{number}", client=f"B-{number % 7}", date=str(date)))
            daemon.send(order("later", client="B-3", date="2026-06-01"))
            daemon.send(event("contract.signed", {
                "id": "K-1", "client": "B-4", "start": "2026-01-01", "end": "2026-02-15"}))
        day = datetime.date.fromisoformat(awake.query("system.health")["as_of"])
        end = day + datetime.timedelta(days=400)
        while day < end:
            day += datetime.timedelta(days=1)
            awake.advance(day)
        asleep.advance(end)
        self.assertEqual(history(awake), history(asleep))
        self.assertEqual(phases(awake), phases(asleep))
        self.assertGreater(len(history(asleep)), 20)

    def test_history_survives_kills_and_rules(self):
        daemon = self.daemon()
        self.three_orders(daemon)
        daemon.advance("2026-03-15")
        told = history(daemon)
        daemon.kill()
        daemon.start()
        self.assertEqual(history(daemon), told)
        self.assertEqual(daemon.query("client.get", client="C-1")["lifecycle"]["since"],
                         "2026-03-11")
        daemon.stop()
        daemon.configure(lifecycle={"phases": [
            {"name": "silent", "any": [{"silence": {"at_least": 30}}]}, {"name": "active"}]},
                         actions={"plan": [{"phase": "silent", "what": "call", "within": 3}]})
        daemon.start()
        now = history(daemon)
        self.assertEqual(now[:-1], told)
        self.assertEqual(now[-1][:5], ("2026-03-15", "C-1", "old_age", "silent", "rules"))
        self.assertEqual(daemon.query("portfolio.summary")["phases"], {"silent": 1, "active": 0})
        action = daemon.query("client.get", client="C-1")["action"]
        self.assertEqual((action["what"], action["due"]), ("call", "2026-03-18"))
        daemon.kill()
        daemon.start()
        self.assertEqual(history(daemon), now)

    def test_actions_follow_contacts(self):
        daemon = self.daemon()
        self.three_orders(daemon)
        daemon.advance("2026-03-12")
        rows = daemon.query("portfolio.actions")
        self.assertEqual([(row["client"], row["action"]["what"], row["action"]["due"])
                          for row in rows["actions"]], [("C-1", "retention offer", "2026-03-18")])
        self.assertEqual((rows["total"], rows["overdue"]), (1, 0))
        daemon.send(event("contact.made", {"id": "V-1", "client": "C-1", "date": "2026-03-13",
                                           "kind": "visit"}, time="2026-03-13T10:00:00Z"))
        action = daemon.query("client.get", client="C-1")["action"]
        self.assertEqual((action["what"], action["due"]),
                         ("decide: renew or abandon", "2026-04-12"))
        daemon.send(event("quote.sent", {"id": "D-1", "client": "P-1", "date": "2026-03-01",
                                         "amount": "10"}))
        row = daemon.query("portfolio.actions", phase="prospect")["actions"][0]
        self.assertEqual((row["client"], row["action"]["kind"], row["action"]["due"]),
                         ("P-1", "quote", "2026-03-08"))
        daemon.restart()
        self.assertEqual(daemon.query("portfolio.actions", due="2026-03-10")["total"], 1)

    def test_explanations(self):
        daemon = self.daemon()
        self.three_orders(daemon)
        daemon.advance("2026-03-11")
        told = daemon.query("client.explain", client="C-1")
        self.assertEqual(told["next_phase"], "lost")
        for words in ("in old_age since 2026-03-11", "45 days ago: at least 45",
                      "when the day came without an event", "lost on 2026-07-24",
                      "would bring it to childhood"):
            self.assertTrue(any(words in sentence for sentence in told["sentences"]),
                            (words, told["sentences"]))
        made = daemon.query("client.explain", client="C-1", figure="orders.count")
        self.assertEqual(made["value"], 3)
        self.assertEqual([row["id"] for row in made["documents"]], ["CMD-2", "CMD-1", "CMD-0"])
        self.assertEqual(sum(row["adds"] for row in made["documents"]), 3)
        shown = daemon.tool("clientele", "explain", "C-1")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("C-1 is in old_age since 2026-03-11.", shown.stdout)
        for command in ("phases", "actions", "transitions"):
            shown = daemon.tool("clientele", command)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn("old_age", shown.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=1)

"""Words of the demo market: articles and conversations put together from ``demo_texts`` with a fixed seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "demo_texts"
AREAS = ("Orchard Hill", "Eastfield", "Harrow Bridge", "Mill Lane", "Station Park", "Wool Quarter")
STREETS = ("Prospect Street", "Weaver Row", "Lock Lane", "Sexton Street")
PRICES = ("$239,000", "$265,000", "$289,000", "$312,000", "$335,000")
SUMS = ("$900", "$1,800", "$2,400", "$3,600", "$5,000", "$8,000", "$12,000")
FIRMS = ("Riverbend Realty",) * 4 + ("Front Porch Partners",) * 3 + ("Maple Key Homes",) * 2 + ("Northgate Home Group",)
LENDERS = ("The credit union on Main Street", "A lender at the station", "The loan officer we work with most")
KEY_PHRASE = "first time home buyer Millbrook"


@dataclass(frozen=True, slots=True)
class Article:
    """A blog post: ``sections`` are (heading, paragraph); the first has no heading."""

    title: str
    at: datetime | None
    topic: str
    sections: tuple[tuple[str, str], ...]

    @property
    def slug(self) -> str:
        return slug_of(self.title)


@dataclass(frozen=True, slots=True)
class Said:
    """One post of a conversation."""

    author: str
    at: datetime
    text: str
    likes: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: the first post asks."""

    title: str
    topic: str
    posts: tuple[Said, ...]

    @property
    def slug(self) -> str:
        return slug_of(self.title)


def slug_of(title: str) -> str:
    """A title as the last part of an address."""
    letters = "".join(c if c.isalnum() else "-" for c in title.lower().replace("'", ""))
    return "-".join(part for part in letters.split("-") if part)[:70].strip("-")


def texts(name: str) -> Any:
    """One file of words."""
    return yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))


class Writer:
    """Writes articles for one site; no title is used twice there."""

    def __init__(self, rng: Random, closing: str) -> None:
        self.rng = rng
        self.closing = closing
        self.topics = texts("articles")
        self.events = texts("events")
        self._titles: set[str] = set()

    def article(self, topics: Sequence[str], at: datetime | None) -> Article:
        """An article about the first of ``topics`` that still has an unused title; a second part when none has."""
        slots = self._slots(at)
        choices = [(topic, f, t.format(**slots)) for topic in topics for f in self._facets(topic) for t in f["titles"]]
        topic, facet, title = next((c for c in choices if c[2] not in self._titles), choices[0])
        if title in self._titles:
            title = f"{title}, part {sum(t.startswith(title) for t in self._titles) + 1}"
        self._titles.add(title)
        return Article(title, at, topic, self._sections(topic, facet, slots))

    def _facets(self, topic: str) -> list[dict[str, Any]]:
        facets = [{**f, "titles": self.rng.sample(f["titles"], len(f["titles"]))} for f in self.topics[topic]["facets"]]
        self.rng.shuffle(facets)
        return facets

    def _sections(self, topic: str, facet: dict[str, Any], slots: dict[str, str]) -> tuple[tuple[str, str], ...]:
        others = [f for f in self.topics[topic]["facets"] if f["head"] != facet["head"]]
        self.rng.shuffle(others)
        lead = self.rng.choice(self.topics[topic]["lead"])
        sections = [("", f"{lead} {self._lines(facet, 5, slots)}")]
        sections += [(f["head"], self._lines(f, 4, slots)) for f in others[: self.rng.randint(2, 3)]]
        return (*sections, ("", self.closing))

    def event(self, at: datetime) -> Article | None:
        """A post about the next event after ``at``; None when none is near or it has had its post."""
        for day, name, place, *facts in self.events:
            held = datetime.fromisoformat(f"{at.year + (day < at.strftime('%m-%d'))}-{day}T10:00:00+00:00")
            title = f"{name} {held.year}: what is on at {place}"
            if timedelta(0) < held - at < timedelta(days=16) and title not in self._titles:
                self._titles.add(title)
                return Article(title, at, "events", self._event(held, name, place, facts))
        return None

    def _event(self, held: datetime, name: str, place: str, facts: list[str]) -> tuple[tuple[str, str], ...]:
        when = f"{held:%A}, {held.day} {held:%B %Y}"
        street = self.rng.choice(STREETS)
        opening = f"The {name} takes place on {when} at {place} in Millbrook, and we would not miss it."
        around = (
            f"If you are looking at houses nearby, come an hour early and walk along {street} while the town is out of "
            "doors, because a neighborhood shows itself best on a day like this. Talk to people in the queue, ask "
            "where they park and what they pay for heating, and see how long the walk back to the station takes."
        )
        families = (
            "Families should know that strollers manage the path but not the steps, that the water fountain is back "
            "and that the nearest clean toilets are in the library."
        )
        ours = "Our table is next to the first-aid tent again. Children get a balloon and grown-ups get a map."
        return (
            ("", f"{opening} {' '.join(facts)}"),
            ("Make a day of it", f"{around} {families}"),
            ("", f"{ours} {self.closing}"),
        )

    def _lines(self, facet: dict[str, Any], count: int, slots: dict[str, str]) -> str:
        kept = sorted(self.rng.sample(range(len(facet["lines"])), min(count, len(facet["lines"]))))
        return " ".join(facet["lines"][n].format(**slots) for n in kept)

    def _slots(self, at: datetime | None) -> dict[str, str]:
        month = (at.replace(day=1) - timedelta(days=1)).strftime("%B") if at else "spring"
        pick = self.rng.choice
        return {
            "area": pick(AREAS),
            "price": pick(PRICES),
            "street": pick(STREETS),
            "lender": pick(LENDERS),
            "month": month,
        }


class Talkers:
    """People of one community; the same names come back, a few of them often."""

    def __init__(self, rng: Random, names: tuple[str, ...]) -> None:
        self.rng = rng
        self.names = names
        self.topics = texts("conversations")
        self._titles: set[str] = set()

    def talk(self, topic: str, at: datetime, until: datetime) -> Talk:
        """A conversation that began at ``at`` and has no post after ``until``."""
        words, slots = self.topics[topic], self._slots()
        title, detail = self._title(words["titles"], slots)
        asker = self._name()
        opening = self.rng.choice(words["openings"])
        question = self.rng.choice(words["questions"]) if self.rng.random() < 0.6 or not detail else ""
        parts = (opening, detail, question, self.rng.choice(self.topics["endings"]))
        first = Said(asker, at, " ".join(p for p in parts if p).format(**slots), self.rng.randint(0, 6))
        return Talk(title, topic, (first, *self._answers(words["answers"], asker, at, until)))

    def _title(self, titles: list[str], slots: dict[str, str]) -> tuple[str, str]:
        """A title that this community has not had, and the sentence that belongs to it."""
        split = [title.format(**slots).partition(" | ") for title in self.rng.sample(titles, len(titles))]
        title, _, detail = next((s for s in split if s[0] not in self._titles), split[0])
        if title in self._titles:
            title = self._again(title, slots["area"])
        self._titles.add(title)
        return title, detail

    def _again(self, title: str, area: str) -> str:
        forms = (f"{title} ({area})", f"Once more: {title}", f"{title} Asking again")
        return next((f for f in forms if f not in self._titles), f"{title} ({len(self._titles)})")

    def _answers(self, answers: list[str], asker: str, at: datetime, until: datetime) -> list[Said]:
        said: list[Said] = []
        for text in self.rng.sample(answers, self.rng.choice((0, 1, 2, 2, 3, 3, 4, 5))):
            at += timedelta(seconds=self.rng.randint(400, 70_000))
            if at < until:
                name = next(n for n in iter(self._name, "") if n != asker)
                said.append(Said(name, at, text.format(**self._slots()), self.rng.randint(0, 4)))
        if len(said) > 2 and said[-1].at + timedelta(hours=3) < until and self.rng.random() < 0.4:
            thanks = self.rng.choice(self.topics["thanks"])
            said.append(Said(asker, said[-1].at + timedelta(minutes=self.rng.randint(5, 170)), thanks, 1))
        return said

    def _name(self) -> str:
        return self.names[min(int(self.rng.expovariate(3 / len(self.names))), len(self.names) - 1)]

    def _slots(self) -> dict[str, str]:
        pick = self.rng.choice
        return {
            "area": pick(AREAS),
            "price": pick(PRICES),
            "pct": pick(("5.9", "6.1", "6.4", "6.8")),
            "weeks": pick(("three", "five", "seven", "nine")),
            "age": pick(("27", "29", "31", "34", "38")),
            "firm": pick(FIRMS),
            "sum": pick(SUMS),
        }

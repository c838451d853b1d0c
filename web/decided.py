"""Decided: what people decided, laid over an audit as it is shown; the stored audit stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from market.audits import Audit
from market.decisions import Aspect, Decision, Mark
from market.plan import PlanRow
from market.topic_names import TopicDecision
from market.topics import Topic
from market.venues import VenueScore
from reports.words import cut
from web.pages import Act, Choice

MARKS = tuple(str(mark) for mark in Mark)
LABELS = ("strategy", "goal", "target", "tactic", "none")
NAME, INTO, HIDDEN = "topic-name", "topic-into", "topic-hidden"  # kinds of forms that decide of a topic


@dataclass(frozen=True)
class Decided:
    """The decisions of one client."""

    decisions: tuple[Decision, ...] = ()
    topics: tuple[TopicDecision, ...] = ()

    @cached_property
    def _values(self) -> Mapping[tuple[Aspect, str], Decision]:
        return {(one.aspect, one.subject): one for one in self.decisions}

    @cached_property
    def _of_topic(self) -> Mapping[str, TopicDecision]:
        return {one.topic: one for one in self.topics}

    def value(self, aspect: Aspect, subject: str) -> str:
        """What was decided; "" where nothing was."""
        found = self._values.get((aspect, subject))
        return found.value if found else ""

    def venue(self, key: str) -> str:
        """The mark of a venue, "" without one."""
        return self.value(Aspect.VENUE, key)

    def topic(self, id_: str) -> TopicDecision | None:
        """What was decided of a topic."""
        return self._of_topic.get(id_)

    def label(self, topic: Topic) -> str:
        """What a topic is called now."""
        found = self._of_topic.get(topic.id)
        return found.name if found and found.name else topic.label

    def set_aside(self, id_: str) -> bool:
        """Whether a topic is hidden, or counted with another."""
        found = self._of_topic.get(id_)
        return bool(found and (found.hidden or found.into))

    def shown(self, audit: Audit) -> Audit:
        """The audit with topics under the names they were given; its figures are untouched."""
        if not self.topics:
            return audit
        names = {topic.id: self.label(topic) for topic in audit.topics}
        topics = tuple(replace(topic, label=names[topic.id]) for topic in audit.topics)
        table = audit.trends
        if table:
            trends = tuple(replace(t, label=names.get(t.topic, t.label)) for t in table.trends)
            table = replace(table, trends=trends)
        return replace(audit, topics=topics, trends=table)

    def acts_of_topic(self, audit: Audit, topic: Topic) -> tuple[Act, ...]:
        """Rename, count with another, hide; a note; whether it belongs in the report."""
        found = self._of_topic.get(topic.id)
        others = tuple(
            Choice(other.id, self.label(other))
            for other in audit.topics
            if other.id != topic.id and not self.set_aside(other.id)
        )
        label = self.label(topic)
        acts = [Act(NAME, topic.id, label, "Rename", "Call it", label)]
        if found and found.name:
            acts.append(Act(NAME, topic.id, label, "Take the name back"))
        if found and found.into:
            acts.append(Act(INTO, topic.id, label, "Count it by itself again"))
        elif others:
            acts.append(Act(INTO, topic.id, label, "Merge", "Count it with", "", others))
        hidden = bool(found and found.hidden)
        acts.append(Act(HIDDEN, topic.id, label, "Show again" if hidden else "Hide", "", "" if hidden else "yes"))
        return (*acts, *self.acts_of_any(f"topic.{topic.id}", label))

    def acts_of_venue(self, score: VenueScore) -> tuple[Act, ...]:
        """Accept or refuse, or take that back; a note."""
        key, name = score.venue.key, score.venue.name
        return (*self.acts_of_place(key, name), *self.acts_of_any(f"venue.{key}", name))

    def acts_of_place(self, key: str, name: str) -> tuple[Act, ...]:
        """Accept or refuse, or take that back."""
        now = self.venue(key)
        choices = [("Accept", Mark.ACCEPTED), ("Refuse", Mark.REFUSED)]
        acts = [Act(str(Aspect.VENUE), key, name, word, "", str(mark)) for word, mark in choices if mark != now]
        if now:
            acts.append(Act(str(Aspect.VENUE), key, name, "Undecided again"))
        return tuple(acts)

    def acts_of_line(self, row: PlanRow) -> tuple[Act, ...]:
        """Correct what a line of the plan is."""
        now = self.value(Aspect.LABEL, row.id)
        choices = tuple(Choice(label, label) for label in LABELS)
        acts = [Act(str(Aspect.LABEL), row.id, row.text, "Correct", "This line is a", now or row.label, choices)]
        if now:
            acts.append(Act(str(Aspect.LABEL), row.id, row.text, "Take the correction back"))
        return (*acts, *self.acts_of_any(f"line.{row.id}", row.text))

    def acts_of_item(self, url: str, title: str, goal: str, goals: Sequence[str]) -> tuple[Act, ...]:
        """Correct which goal a published item serves."""
        now = self.value(Aspect.GOAL, url)
        choices = (*(Choice(name, name) for name in goals), Choice("none", "no goal"))
        acts = [Act(str(Aspect.GOAL), url, title, "Correct", "It serves", now or goal or "none", choices)]
        if now:
            acts.append(Act(str(Aspect.GOAL), url, title, "Take the correction back"))
        return tuple(acts)

    def acts_of_any(self, entry: str, label: str) -> tuple[Act, ...]:
        """Whether something belongs in the report, and a note on it."""
        chosen = self.value(Aspect.REPORT, entry)
        note = self.value(Aspect.NOTE, entry)
        add = Act(str(Aspect.REPORT), entry, label, "Add to report", "", "yes")
        acts = [Act(str(Aspect.REPORT), entry, label, "Take out of the report") if chosen else add]
        acts.append(Act(str(Aspect.NOTE), entry, label, "Keep the note", "Note", note, long=True))
        if note:
            acts.append(Act(str(Aspect.NOTE), entry, cut(label, 80), "Delete the note"))
        return tuple(acts)

"""Tracing: goal ↔ tactic ↔ content ↔ measure as one graph, so that every printed figure says whose it is.

Edges lead towards goals. What compares companies or describes the market serves no goal in particular: it leads to
"general", and whoever walks the graph can tell that from a figure that was forgotten.
"""

from collections.abc import Iterator, Mapping

from market.audits import Audit
from market.traces import Edge, Node, NodeKind, Trace

GENERAL = "general"
_TEXT = 160  # characters of a label


def trace(audit: Audit) -> Trace:
    """The graph of an audit, nodes and edges sorted by their ids."""
    from reports.evidence import entries_of

    entries = {entry.id: entry.title for entry in entries_of(audit)}
    nodes = {node.id: node for node in _nodes(audit, entries)}
    edges = {(edge.source, edge.target): edge for edge in _edges(audit, entries)}
    leading = {source for source, _ in edges}
    loose = [node for node in nodes.values() if node.kind not in (NodeKind.GOAL, NodeKind.GENERAL)]
    for node in loose:
        if node.id not in leading:
            edges[node.id, GENERAL] = Edge(node.id, GENERAL, _GENERAL_WHY[node.kind])
    return Trace(
        tuple(nodes[key] for key in sorted(nodes)),
        tuple(edges[key] for key in sorted(edges)),
    )


_GENERAL_WHY: Mapping[NodeKind, str] = {
    NodeKind.TACTIC: "no goal is named for it",
    NodeKind.CONTENT: "nothing in it speaks for a goal",
    NodeKind.MEASURE: "about the market or all companies, not one goal",
    NodeKind.RECOMMENDATION: "no goal is named for it",
}


def _nodes(audit: Audit, entries: Mapping[str, str]) -> Iterator[Node]:
    yield Node(GENERAL, NodeKind.GENERAL, "General: the market, all companies, or no goal named")
    for goal in audit.goals:
        yield Node(_goal(goal.name), NodeKind.GOAL, goal.name)
    for row in audit.plan:
        if row.label == "tactic":
            yield Node(_tactic(row.id), NodeKind.TACTIC, row.text[:_TEXT])
    for item in audit.focus.items if audit.focus else ():
        yield Node(_content(item.url), NodeKind.CONTENT, item.title[:_TEXT])
    for place, step in enumerate(audit.recommendations, start=1):
        yield Node(_step(place), NodeKind.RECOMMENDATION, step.action[:_TEXT])
    for key, title in entries.items():
        yield Node(_measure(key), NodeKind.MEASURE, title[:_TEXT])


def _edges(audit: Audit, entries: Mapping[str, str]) -> Iterator[Edge]:
    yield from _of_plan(audit)
    yield from _of_goals(audit)
    yield from _of_focus(audit)
    yield from _of_steps(audit, entries)


def _of_plan(audit: Audit) -> Iterator[Edge]:
    """A tactic serves its goal; what was measured of a line measures the line, or its goal where it is a target."""
    names = {goal.name for goal in audit.goals}
    published = {item.url for item in audit.focus.items} if audit.focus else set()
    for row in audit.plan:
        tactic = row.label == "tactic"
        if tactic and row.goal in names:
            yield Edge(_tactic(row.id), _goal(row.goal), "the plan names this goal")
        seen = [figure for figure in (row.observed, *row.further) if figure]
        for figure in seen:
            if tactic:
                yield Edge(_measure(figure.id), _tactic(row.id), "measures what the line promises")
            elif row.goal in names:
                yield Edge(_measure(figure.id), _goal(row.goal), "measures the goal")
        for address in row.items if tactic else ():
            if address in published:
                yield Edge(_content(address), _tactic(row.id), "counts towards the line")


def _of_goals(audit: Audit) -> Iterator[Edge]:
    for goal in audit.goals:
        for target in goal.targets:
            if target.actual:
                yield Edge(_measure(target.actual.id), _goal(goal.name), "the client's own numbers of its target")


def _of_focus(audit: Audit) -> Iterator[Edge]:
    if audit.focus is None:
        return
    from reports.evidence import item_entry

    for item in audit.focus.items:
        yield Edge(_measure(item_entry(item)), _content(item.url), "says which goal the item serves")
        if item.goal:
            yield Edge(_content(item.url), _goal(item.goal), item.reason[:_TEXT])
    for goal, figure in audit.focus.shares:
        yield Edge(_measure(figure.id), _goal(goal), "the effort that serves it")


def _of_steps(audit: Audit, entries: Mapping[str, str]) -> Iterator[Edge]:
    names = {goal.name for goal in audit.goals}
    for place, step in enumerate(audit.recommendations, start=1):
        if step.goal in names:
            yield Edge(_step(place), _goal(step.goal), step.measure[:_TEXT])
        for figure in (f"step.{place}", *step.figures):
            if figure in entries:
                yield Edge(_measure(figure), _step(place), "supports the step")


def _goal(name: str) -> str:
    return f"goal:{name}"


def _tactic(line: str) -> str:
    return f"tactic:{line}"


def _content(url: str) -> str:
    return f"content:{url}"


def _measure(entry: str) -> str:
    return f"measure:{entry}"


def _step(place: int) -> str:
    return f"step:{place}"

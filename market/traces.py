"""Traces: which goal every tactic, published item, figure and recommendation reaches, and back."""

from dataclasses import dataclass
from enum import StrEnum


class NodeKind(StrEnum):
    """What a node of the trace stands for."""

    GOAL = "goal"
    TACTIC = "tactic"
    CONTENT = "content"
    MEASURE = "measure"
    RECOMMENDATION = "recommendation"
    GENERAL = "general"  # of the market or of everybody, and of no goal in particular


@dataclass(frozen=True, slots=True)
class Node:
    """One goal, tactic, item, measure or recommendation."""

    id: str  # "goal:…", "tactic:plan-1", "content:<address>", "measure:<figure or evidence entry>", "step:1", "general"
    kind: NodeKind
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """From what serves or shows to what is served."""

    source: str  # Node.id
    target: str  # Node.id
    why: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole graph; edges lead towards goals, and towards "general" where no goal is meant."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    def reaches(self, start: str) -> frozenset[str]:
        """Every node that ``start`` leads to, itself left out."""
        return self._walk(start, forward=True)

    def reached_from(self, end: str) -> frozenset[str]:
        """Every node that leads to ``end``, itself left out."""
        return self._walk(end, forward=False)

    def _walk(self, start: str, forward: bool) -> frozenset[str]:
        steps: dict[str, list[str]] = {}
        for edge in self.edges:
            here, there = (edge.source, edge.target) if forward else (edge.target, edge.source)
            steps.setdefault(here, []).append(there)
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for name in steps.get(waiting.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return frozenset(seen - {start})

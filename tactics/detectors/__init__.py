"""Detectors: one file per tactic, each a function from a snapshot to findings with evidence."""

from collections.abc import Callable, Iterable

from market.findings import Finding, Snapshot
from market.registry import Registry

detectors: Registry[Callable[[Snapshot], Iterable[Finding]]] = Registry("tactics.detectors")

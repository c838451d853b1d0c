"""Contradictions: what is wrong between fields of a brief that are each right."""

from collections.abc import Iterator
from typing import Any

from market.brief import Brief
from market.phrases import folded
from market.urls import authority_of, page_key

Wrong = tuple[tuple[Any, ...], str]


def contradictions(brief: Brief) -> list[Wrong]:
    """What is wrong between fields that are each right."""
    return [*_among_companies(brief), *_among_names(brief), *_among_goals(brief)]


def _among_companies(brief: Brief) -> Iterator[Wrong]:
    sites = {_site(brief.client.url): "the client"}
    names = {brief.client.name.casefold(): "the client"}
    for i, competitor in enumerate(brief.competitors):
        site, name = _site(competitor.url), competitor.name.casefold()
        if site in sites:
            yield ("competitors", i, "url"), f"the same site as {sites[site]}; keep one"
        elif name in names:
            yield ("competitors", i, "name"), f"the same name as {names[name]}; nobody could tell them apart"
        sites.setdefault(site, competitor.name)
        names.setdefault(name, "an earlier competitor")


def _among_names(brief: Brief) -> Iterator[Wrong]:
    """Venues and keywords that would be counted twice."""
    venues: dict[str, int] = {}
    for i, venue in enumerate(brief.venues):
        if venues.setdefault(page_key(venue.url), i) != i:
            yield ("venues", i, "url"), "the same venue as an earlier one; keep one"
    keywords: dict[tuple[str, ...], str] = {}
    for i, keyword in enumerate(brief.market.keywords):
        if folded(keyword) in keywords:
            yield ("market", "keywords", i), f"counts the same posts as “{keywords[folded(keyword)]}”; keep one"
        keywords.setdefault(folded(keyword), keyword)


def _among_goals(brief: Brief) -> Iterator[Wrong]:
    goals = {goal.name for goal in brief.goals}
    named: dict[str, int] = {}
    for i, goal in enumerate(brief.goals):
        if named.setdefault(" ".join(goal.name.casefold().split()), i) != i:
            yield ("goals", i, "name"), "the same goal as an earlier one; keep one"
    for i, item in enumerate(brief.plan):
        if item.goal and item.goal not in goals:
            yield ("plan", i, "goal"), f"no goal of that name; the goals are: {', '.join(sorted(goals))}"
    mapped: dict[str, int] = {}
    for i, entry in enumerate(brief.mappings):
        if entry.goal not in goals | {"none"}:
            known = ", ".join([*sorted(goals), "none"])
            yield ("mappings", i, "goal"), f"no goal of that name; expected one of: {known}"
        if mapped.setdefault(page_key(entry.url), i) != i:
            yield ("mappings", i, "url"), "the same address as an earlier one; keep one"


def _site(url: str) -> str:
    return authority_of(url).removeprefix("www.")

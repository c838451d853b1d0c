"""Weekly posts of one company: a bar a week, the rate as a line, its interval as a band."""

from collections.abc import Mapping

from reports.blocks import WeekPanel, WeekPanels
from reports.charts.scales import ticks
from reports.svg import Canvas
from reports.words import day, number

_WIDTH, _HEIGHT, _LEFT, _TOP, _FOOT = 300.0, 96.0, 24.0, 8.0, 18.0


def draw_weeks(panel: WeekPanel, panels: WeekPanels, colours: Mapping[str, str]) -> Canvas:
    """One panel on the scale that all of them share."""
    made = Canvas(_WIDTH, _HEIGHT, colours)
    limit = max([1.0, *(week.posts for p in panels.panels for week in p.weeks), *(p.high or 0 for p in panels.panels)])
    deep, step = _HEIGHT - _TOP - _FOOT, (_WIDTH - _LEFT) / len(panel.weeks)

    def up(value: float) -> float:
        return _TOP + deep * (1 - value / limit)

    for tick in (t for t in ticks(limit, 3) if t == int(t)):
        made.line(_LEFT, up(tick), _WIDTH, up(tick), "line")
        made.text(_LEFT - 5, up(tick) + 4, number(tick), "soft", 10, "end")
    if panel.low is not None and panel.high is not None:
        made.rect(_LEFT, up(panel.high), _WIDTH - _LEFT, up(panel.low) - up(panel.high), "band")
    for place, week in enumerate(panel.weeks):
        if week.posts:
            height = up(0) - up(week.posts)
            made.rect(_LEFT + step * place + 1, up(week.posts), step - 2, height, "client" if panel.client else "other")
    if panel.rate is not None:
        made.line(_LEFT, up(panel.rate), _WIDTH, up(panel.rate), "ink", 1.25)
    made.text(_LEFT, _HEIGHT - 4, day(panel.weeks[0].start), "soft", 10)
    made.text(_WIDTH, _HEIGHT - 4, day(panel.weeks[-1].start), "soft", 10, "end")
    return made


def alt_of(panel: WeekPanel) -> str:
    """The panel in words."""
    counts = ", ".join(str(week.posts) for week in panel.weeks)
    return f"Posts per week of {panel.name} from {day(panel.weeks[0].start)}: {counts}. Rate: {panel.label.text}."

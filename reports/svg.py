"""SVG: a canvas whose marks take their fonts and colours from the page around them.

Marks name a role, not a colour: on screen a role is a CSS custom property, so that one picture is right in the light,
in the dark and on paper; formats without a style sheet get plain colours. Nothing drawn can run, load or refer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from reports.words import clean

_ROLES = ("ink", "soft", "line", "client", "other", "target", "band", "ground")
STEPS = 5  # lightness steps of a stacked bar, darkest first
_STEP_ROLES = tuple(f"step{place}" for place in range(STEPS))
PRINT = {
    "ink": "#1c2126",
    "soft": "#59626b",
    "line": "#d9dde1",
    "client": "#1f5f6b",
    "other": "#8b949d",
    "target": "#b84a00",
    "band": "#e3e7ea",
    "ground": "#ffffff",
    "step0": "#26323b",
    "step1": "#566570",
    "step2": "#8997a1",
    "step3": "#b9c3ca",
    "step4": "#e2e7ea",
}
ON_SCREEN = {role: f"var(--chart-{role})" for role in (*_ROLES, *_STEP_ROLES)}

# Widths of the letters of the common grotesques in thousandths of the size, a little generous.
_NARROW, _ROUND, _WIDE = "iljtfI.,:;'’‘!|()[]/ -", "abcdeghknopqrsuvxyzJL0123456789?–“”€$", "mwMW%@—…"


def width_of(text: str, size: float = 12, bold: bool = False) -> float:
    """About how many pixels ``text`` takes in the page's font: never less than it does in the common grotesques."""
    total = 0
    for letter in text:
        if letter in _NARROW:
            total += 340
        elif letter in _ROUND:
            total += 570
        elif letter in _WIDE:
            total += 930
        else:
            total += 720 if ord(letter) < 0x2E80 else 1050
    return total * size / 1000 * (1.07 if bold else 1.0)


def fit(text: str, room: float, size: float = 12, bold: bool = False) -> str:
    """``text`` cut to ``room`` pixels, the last letter an ellipsis where something was left out."""
    line = clean(text)
    if width_of(line, size, bold) <= room:
        return line
    while line and width_of(line + "…", size, bold) > room:
        line = line[:-1]
    return line.rstrip() + "…"


def wrap(text: str, room: float, lines: int, size: float = 12, bold: bool = False) -> list[str]:
    """``text`` on at most ``lines`` lines of ``room`` pixels, cut where it is longer."""
    words, made = clean(text).split(" "), [""]
    for place, word in enumerate(words):
        longer = f"{made[-1]} {word}".strip()
        if not made[-1] or width_of(longer, size, bold) <= room:
            made[-1] = longer
        elif len(made) < lines:
            made.append(word)
        else:
            made[-1] = " ".join([made[-1], *words[place:]])
            break
    return [fit(line, room, size, bold) for line in made]


def _n(value: float) -> str:
    """A coordinate in at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


@dataclass(slots=True)
class Canvas:
    """A picture in the making; positions are pixels from the upper left."""

    width: float
    height: float
    colours: Mapping[str, str]
    marks: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, role: str) -> None:
        """A filled rectangle."""
        self.marks.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(0, width))}" height="{_n(max(0, height))}"'
            f' fill="{self.colours[role]}"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, role: str, thick: float = 1, dash: str = "") -> None:
        """A straight line; ``dash`` as in stroke-dasharray."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{self.colours[role]}"'
            f' stroke-width="{_n(thick)}"{dashed}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], role: str, thick: float = 1.5) -> None:
        """A line through ``points``."""
        steps = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.marks.append(
            f'<path d="M{steps}" fill="none" stroke="{self.colours[role]}" stroke-width="{_n(thick)}"'
            ' stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def dot(self, x: float, y: float, radius: float, role: str, hollow: bool = False) -> None:
        """A disc, or a ring on the ground's colour."""
        fill, stroke = ("ground", f' stroke="{self.colours[role]}" stroke-width="2"') if hollow else (role, "")
        self.marks.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{self.colours[fill]}"{stroke}/>')

    def diamond(self, x: float, y: float, radius: float, role: str) -> None:
        """A square on its corner."""
        path = f"M{_n(x)} {_n(y - radius)}L{_n(x + radius)} {_n(y)}L{_n(x)} {_n(y + radius)}L{_n(x - radius)} {_n(y)}Z"
        self.marks.append(f'<path d="{path}" fill="{self.colours[role]}"/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        role: str = "ink",
        size: float = 12,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of text on the baseline ``y``."""
        weight = ' font-weight="600"' if bold else ""
        at = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.marks.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{self.colours[role]}"{at}{weight}>'
            f"{escape(clean(text), quote=False)}</text>"
        )

    def svg(self, ids: str, title: str, alt: str) -> str:
        """The element, named for assistive technology, without font, script or reference."""
        width, height = _n(self.width), _n(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            f' aria-labelledby="{ids}-title {ids}-desc" style="max-width:{width}px;aspect-ratio:{width}/{height}">'
            f'<title id="{ids}-title">{escape(clean(title), quote=False)}</title>'
            f'<desc id="{ids}-desc">{escape(clean(alt), quote=False)}</desc>{"".join(self.marks)}</svg>'
        )

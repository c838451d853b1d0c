"""Colours: one palette for screen, dark screen and print, around an agency's accent that stays readable.

Contrast follows WCAG 2.2 (relative luminance, ratio 4.5 for text). Marks of a chart also differ in shape or lightness,
so that no reading rests on hue alone; the second hue is the vermilion of Okabe & Ito's colour-blind safe set.
"""

import re
from dataclasses import dataclass

DEFAULT_ACCENT = "#1f5f6b"
PAPER, NIGHT = "#ffffff", "#14181c"
TEXT_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Accent:
    """An agency's colour as it can be read: on paper, on a dark screen, and the text colour upon it."""

    light: str
    dark: str
    on_light: str
    on_dark: str


def accent(colour: str) -> Accent:
    """The accent made readable on both grounds; anything but ``#rrggbb`` gives the house's own colour."""
    base = colour.lower() if _HEX.fullmatch(colour) else DEFAULT_ACCENT
    light, dark = _towards(base, "#000000", PAPER), _towards(base, "#ffffff", NIGHT)
    return Accent(light, dark, _text_on(light), _text_on(dark))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _towards(colour: str, end: str, ground: str) -> str:
    """The first of 21 steps from ``colour`` to ``end`` that reads on ``ground``."""
    steps = (_mix(colour, end, step / 20) for step in range(21))
    return next(step for step in steps if contrast(step, ground) >= TEXT_CONTRAST)


def _text_on(ground: str) -> str:
    return PAPER if contrast(PAPER, ground) >= contrast(NIGHT, ground) else NIGHT


def _mix(one: str, other: str, part: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def tinted(colour: str, part: float, ground: str = PAPER) -> str:
    """``colour`` laid upon ``ground`` so that a ``part`` of it, 0 to 1, shows."""
    return _mix(ground, colour, min(1.0, max(0.0, part)))

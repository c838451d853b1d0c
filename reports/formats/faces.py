"""Faces: the report's own two typefaces, carried inside the file, so that it looks and breaks alike on every machine.

Source Sans 3 and Source Serif 4, Latin letters, under the SIL Open Font License (``fonts/LICENSE``). What they lack,
other scripts and a few signs, is taken from the fonts of the machine.
"""

from base64 import b64encode
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "fonts"
_FACES = (  # family, weight, style, file
    ("Report Sans", 400, "normal", "source-sans-3-latin-400-normal.woff2"),
    ("Report Sans", 600, "normal", "source-sans-3-latin-600-normal.woff2"),
    ("Report Serif", 400, "normal", "source-serif-4-latin-400-normal.woff2"),
    ("Report Serif", 400, "italic", "source-serif-4-latin-400-italic.woff2"),
)
SANS = '"Report Sans", -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif'
SERIF = '"Report Serif", Charter, "Iowan Old Style", Cambria, Georgia, "Liberation Serif", serif'


@cache
def font_faces() -> str:
    """The ``@font-face`` rules with the files as data URIs, about 95 kB; nothing is fetched for them."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f" src: url(data:font/woff2;base64,{b64encode((_FOLDER / name).read_bytes()).decode()}) format('woff2'); }}"
        for family, weight, style, name in _FACES
    )

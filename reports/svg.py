"""SVG: a Vega-Lite specification drawn as one element that takes its fonts and colours from the page around it.

Colours are emitted as sentinels, one per role, and replaced afterwards: by CSS custom properties on screen, so that a
dark mode works, or by plain colours for formats that are printed.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from reports.words import clean

Json: TypeAlias = dict[str, Any]

INK, SOFT, LINE, CLIENT, OTHER, TARGET, BAND, GROUND = (f"#0000{place:02x}" for place in range(1, 9))
_ROLES = ("ink", "soft", "line", "client", "other", "target", "band", "ground")
_SENTINELS = dict(zip((INK, SOFT, LINE, CLIENT, OTHER, TARGET, BAND, GROUND), _ROLES, strict=True))
PRINT = {
    "ink": "#1c2126",
    "soft": "#59626b",
    "line": "#d9dde1",
    "client": "#1f5f6b",
    "other": "#8b949d",
    "target": "#b84a00",
    "band": "#c9d3d8",
    "ground": "#ffffff",
}
ON_SCREEN = {role: f"var(--chart-{role})" for role in _ROLES}


def svg(spec: Json, ids: str, title: str, alt: str, colours: Mapping[str, str]) -> str:
    """The SVG element, named for assistive technology, without fonts, fixed size or script of its own."""
    import vl_convert
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode(), parser)
    for node in root.iter():
        for name, value in list(node.attrib.items()):
            if name in ("font-family", "class", "role", "aria-hidden", "pointer-events", "aria-roledescription"):
                del node.attrib[name]
            elif value in _SENTINELS:
                node.set(name, colours[_SENTINELS[value]])
    _name(root, ids, clean(title), clean(alt))
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _name(root: Any, ids: str, title: str, alt: str) -> None:
    from lxml import etree

    space = "{http://www.w3.org/2000/svg}"
    for place, (tag, text) in enumerate((("title", title), ("desc", alt))):
        node = etree.Element(f"{space}{tag}", id=f"{ids}-{tag}")
        node.text = text
        root.insert(place, node)
    width, height = root.get("width"), root.get("height")
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{ids}-title {ids}-desc")
    root.set("style", f"max-width:{width}px;aspect-ratio:{width}/{height}")

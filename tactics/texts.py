"""Texts: plain words out of fragments of HTML, as feeds carry them."""

from bs4 import BeautifulSoup


def plain_text(fragment: str) -> str:
    """The visible words of an HTML fragment on one line; BeautifulSoup because fragments are broken as a rule."""
    if "<" not in fragment and "&" not in fragment:
        return " ".join(fragment.split())
    soup = BeautifulSoup(fragment, "lxml")
    for hidden in soup(["script", "style", "template"]):
        hidden.decompose()
    return " ".join(soup.get_text(" ").split())

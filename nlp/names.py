"""Names: what is not printed of a conversation: people, handles, addresses, oaths."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.language import NAMING, tag

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_HANDLE = re.compile(r"(?<!\w)(?:@\w{2,}|/?u/[\w-]{2,})|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w|https?:|www\.", re.IGNORECASE)

_COARSE = re.compile(r"\b\w*(?:fuck|shit|asshole|bitch|cunt|retard)\w*\b", re.IGNORECASE)


def is_coarse(text: str) -> bool:
    """Whether a text swears: it is counted, but a client's report does not quote it."""
    return bool(_COARSE.search(text))


def has_handle(text: str) -> bool:
    """Whether a text holds a user handle, an e-mail address or a URL."""
    return bool(_HANDLE.search(text))


def people_in(doc: "Doc", known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The person names a read text holds; ``known`` lower-case words (products, companies) are nobody's name."""
    return tuple(
        entity.text
        for entity in doc.ents
        if entity.label_ == "PERSON" and not {t.lower_ for t in entity if t.is_alpha} <= known
    )


def read_names(model: "Language", texts: Sequence[str]) -> "list[Doc]":
    """The texts read with the components that find names."""
    return list(tag(model, texts, NAMING))

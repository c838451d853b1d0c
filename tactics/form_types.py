"""Form types: what a form is for, told by the kinds and names of its fields, its button and its words.

Rules over what a visitor sees and what the form sends, strongest first; ``vocabulary/forms.toml`` holds the words.
"""

import re
from functools import cache

from market.pages import Form
from tactics.vocabulary import vocabulary

HIDDEN = frozenset(("hidden", "submit", "button", "image", "reset", "file"))
TYPED = frozenset("text email tel url number search textarea date datetime-local".split())
_CAPTCHA = re.compile(r"captcha|verif|security_?code|honeypot|antispam|visual", re.IGNORECASE)
_EMAIL = re.compile(r"e-?mail|(?:^|[\W_])(?:mail|em|ea|correo|courriel)(?:$|[\W_\d])|mail$|newsletter", re.IGNORECASE)
_PHONE = re.compile(r"phone|(?:^|[\W_])(?:tel|mobile|handy)(?:$|[\W_])|telef", re.IGNORECASE)
_NAME = re.compile(r"name|nom$|vorname|nachname|imie|nome", re.IGNORECASE)
_MESSAGE = re.compile(r"message|comment|body|question|enquiry|inquiry|nachricht|mensaje|text$|subject", re.IGNORECASE)
_SEARCH_NAME = re.compile(
    r"(?:^|[\W_])(?:q|s|k|kw|query|terms?|keys?|keywords?|mot|such\w*|search\w*|szukaj|text)(?:$|[\W_\d])|search|query|"
    r"keyword",
    re.IGNORECASE,
)
_QUANTITY = re.compile(r"qty|quantit|quantity|menge|anzahl|ilosc", re.IGNORECASE)
_PASSWORD_NAME = re.compile(r"pass(?:word|wd)?|pwd|kennwort", re.IGNORECASE)
ORDER = ("booking", "quote", "download")  # lead forms told apart by their words


class _Traits:
    """What the rules look at."""

    def __init__(self, form: Form) -> None:
        fields = [field.partition(":")[::2] for field in form.inputs]
        self.shown = [(k, n) for k, n in fields if k not in HIDDEN and not _CAPTCHA.search(n)]
        self.typed = [(k, n) for k, n in self.shown if k in TYPED and not (k == "text" and _PASSWORD_NAME.search(n))]
        self.passwords = sum(k == "password" for k, _ in self.shown)
        words, _, identity = form.text.lower().rpartition(" [") if form.text.endswith("]") else (form.text, "", "")
        self.words = " ".join(words.lower().split())
        names = " ".join(n for _, n in fields)
        address = form.action.partition("://")[2].partition("/")[2]
        short = self.words if len(self.words) <= 60 else ""
        self.label = f" {form.button.lower()} {identity} {address.lower()} {names.lower()} {short} "
        self.sent = names
        self.email = any(k == "email" or _EMAIL.search(n) for k, n in self.typed) or (
            bool(re.search(r"e-?mail|mailadres|имейл|e-?post", self.words)) and 0 < len(self.typed) <= 4
        )
        self.phone = any(k == "tel" or _PHONE.search(n) for k, n in self.typed)
        self.message = any(k == "textarea" for k, _ in self.shown)
        self.get = form.method == "get"

    def says(self, kind: str) -> bool:
        return bool(_pattern(kind, "label").search(self.label) or _pattern(kind, "text").search(self.words))

    def labelled(self, kind: str) -> bool:
        return bool(_pattern(kind, "label").search(self.label))


@cache
def _pattern(kind: str, where: str) -> re.Pattern[str]:
    starts = "|".join(re.escape(word) for word in sorted(vocabulary("forms")[kind][where]))
    return re.compile(rf"(?:{starts})" if where == "label" else rf"(?<!\w)(?:{starts})")


def type_of(form: Form) -> str:
    """What a form is for: login, registration, recovery, checkout, search, comment, newsletter, booking, quote,
    download, contact or other."""
    traits = _Traits(form)
    if traits.passwords:
        return _with_password(traits)
    if _is_recovery(traits):
        return "recovery"
    if _is_order(traits):
        return "checkout"
    if _is_search(traits):
        return "search"
    if traits.message:
        return _with_message(traits)
    if traits.email or traits.phone:
        return _with_address(traits)
    return "other"


def _with_password(traits: _Traits) -> str:
    if traits.passwords >= 2:
        changes = _pattern("recovery", "label").search(traits.label) and len(traits.typed) <= 1
        return "recovery" if changes else "registration"
    remembers = bool(_pattern("login", "text").search(traits.words))
    if remembers or len(traits.typed) <= 1:
        signs_up = traits.labelled("registration") and not traits.labelled("login") and not remembers
        return "registration" if signs_up and len(traits.typed) else "login"
    if len(traits.typed) <= 2 and traits.labelled("login"):
        return "login"
    return "registration"


def _is_recovery(traits: _Traits) -> bool:
    if not 1 <= len(traits.typed) <= 4 or (traits.message and len(traits.typed) > 2):
        return False
    labelled = traits.labelled("recovery")
    return (labelled or bool(_pattern("recovery", "text").search(traits.words))) and not traits.labelled("newsletter")


def _is_order(traits: _Traits) -> bool:
    if traits.message or (traits.email and len(traits.typed) <= 2) or traits.phone:
        return False
    amount = any(_QUANTITY.search(n) for _, n in traits.shown)
    strong = bool(_pattern("checkout", "text").search(f"{traits.words} {traits.label}")) or amount
    if strong:
        return not _is_plain_search(traits)
    return traits.labelled("checkout") and not traits.labelled("search") and len(traits.typed) <= 1


def _is_plain_search(traits: _Traits) -> bool:
    return len(traits.typed) == 1 and bool(_SEARCH_NAME.search(traits.typed[0][1]))


def _is_search(traits: _Traits) -> bool:
    if traits.message or not traits.shown:
        return False
    if any(kind == "search" for kind, _ in traits.shown) or _is_plain_search(traits):
        return not any(k == "email" for k, _ in traits.shown)
    if traits.email or traits.phone:
        return False
    if traits.says("search"):
        return True
    return traits.get and len(traits.typed) == 1


def _with_message(traits: _Traits) -> str:
    for kind in ORDER[:2]:
        if traits.says(kind) and (traits.email or traits.phone):
            return kind
    if traits.says("comment"):
        return "comment"
    return "contact" if traits.email or traits.phone or traits.says("contact") else "other"


def _with_address(traits: _Traits) -> str:
    if len(traits.typed) <= 4 and traits.labelled("newsletter") and traits.email:
        return "newsletter"
    for kind in ORDER:
        if traits.says(kind):
            return kind
    if traits.email and len(traits.typed) <= 2 and not traits.phone:
        return "newsletter"
    if traits.labelled("registration"):
        return "registration"
    if traits.email and len(traits.typed) <= 4 and traits.says("newsletter"):
        return "newsletter"
    return "contact" if traits.says("contact") or any(_MESSAGE.search(n) for _, n in traits.typed) else "other"

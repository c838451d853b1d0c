"""How well pages are read: main text, dates, forms and whole sites against their truth: `make bench-reading`.

Prints one line per gold set of ``../shared/corpora/gold`` and one per real site, and fails when a number is below its
floor in ``floors.json``. ``--misses`` lists what was got wrong, ``--gold`` leaves the sites out.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.corpora import CORPORA
from benchmarks.reading_sites import score_sites
from market.pages import Capture, Page
from market.urls import digest
from tactics.dates import best_dating
from tactics.form_types import type_of
from tactics.pages import read_page

FLOORS = Path(__file__).with_name("floors.json")
PAGE_KB = 120  # the size for which CPU is stated
SHINGLE = 4  # words, as the article-extraction benchmark has it
TARGETS = {  # what the project wants; a floor is what it has
    "text_f1": 0.970,
    "dates_right_of_given": 0.97,
    "dates_right_of_datable": 0.93,
    "forms_macro_f1": 0.85,
    "sites_exact_days": 0.98,
    "sites_profile_precision": 0.98,
    "sites_profile_recall": 0.98,
}
SHORT_TYPES = {  # ours -> the letters of the annotated set
    "search": "s",
    "login": "l",
    "registration": "r",
    "recovery": "p",
    "contact": "c",
    "comment": "c",
    "newsletter": "m",
    "checkout": "b",
    "other": "o",
}
FOLDED = {"P": "o", "V": "o", "N": "o", "C": "o"}  # as the annotated set's own classifier folds its rare types


@dataclass(frozen=True, slots=True)
class Score:
    """The numbers of one gold set by floor name, a line to print, and what was missed."""

    numbers: dict[str, float]
    line: str
    misses: tuple[str, ...] = ()


def main(arguments: list[str]) -> int:
    """Print every line; 1 when a number is under its floor, 0 otherwise or where the corpora are absent."""
    if not CORPORA.exists():
        print(f"skipped: no real web material at {CORPORA}")
        return 0
    scores = [score_text(), score_dates(), score_forms()]
    if "--gold" not in arguments:
        sites = score_sites("--misses" in arguments)
        scores.append(Score(sites.numbers, sites.line))
    numbers: dict[str, float] = {}
    for score in scores:
        print(score.line)
        for miss in score.misses if "--misses" in arguments else ():
            print(f"    {miss}")
        numbers |= score.numbers
    return report(numbers)


def report(numbers: dict[str, float]) -> int:
    """Hold the numbers against floors and targets; 1 when one is under its floor."""
    floors: dict[str, float] = json.loads(FLOORS.read_text()).get("reading", {})
    under = [name for name, floor in floors.items() if name in numbers and numbers[name] < floor]
    for name, number in numbers.items():
        target = TARGETS.get(name)
        wanted = f", target {target:.3f} {'reached' if number >= target else 'missed'}" if target else ""
        print(f"{name:26} {number:.4f}  floor {floors.get(name, float('nan')):.3f}{wanted}")
    for name in under:
        print(f"under its floor: {name} {numbers[name]:.4f} < {floors[name]}")
    return 1 if under else 0


def gold_page(url: str, body: bytes, media_type: str = "text/html") -> Page:
    """A page as the product would have captured it."""
    capture = Capture(url, datetime(2026, 1, 1, tzinfo=UTC), 200, media_type, digest(body), "gold.warc.gz", 0)
    return Page(capture, (("content-type", media_type),), body)


def score_text() -> Score:
    """Shingle F1 of the main text: from mean precision and mean recall, as its benchmark publishes; CPU beside it."""
    folder = CORPORA / "gold" / "text"
    truth = json.loads((folder / "ground-truth.json").read_text())
    precisions, recalls, rows, weight, seconds = [], [], [], 0, 0.0
    for key, entry in sorted(truth.items()):
        body = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        page = gold_page(entry["url"], body)
        started = time.process_time()
        text = read_page(page).text
        if rows:  # the first page pays for the imports
            seconds += time.process_time() - started
            weight += len(body)
        precision, recall = shingle_scores(entry["articleBody"], text)
        precisions.append(precision)
        recalls.append(recall)
        rows.append(
            (2 * precision * recall / (precision + recall or 1), f"P {precision:.2f} R {recall:.2f} {key[:12]}")
        )
    p, r = sum(precisions) / len(rows), sum(recalls) / len(rows)
    f1 = 2 * p * r / (p + r)
    cpu = seconds * 1000 / (weight / 1024 / PAGE_KB)
    mean = sum(score for score, _ in rows) / len(rows)
    line = (
        f"main text: F1 {f1:.4f} (P {p:.4f}, R {r:.4f}, mean of pages {mean:.4f}) on {len(rows)} pages; everything "
        f"read: {seconds * 1000 / (len(rows) - 1):.1f} ms CPU a page, {cpu:.1f} ms per {PAGE_KB} KB"
    )
    worst = tuple(f"{score:.2f} {text} {truth_url(truth, text)}" for score, text in sorted(rows)[:40])
    return Score({"text_f1": f1}, line, worst)


def truth_url(truth: dict[str, dict[str, str]], row: str) -> str:
    """The address of the page a row of the text score is about."""
    start = row.split()[-1]
    return next(entry["url"] for key, entry in truth.items() if key.startswith(start))


def shingle_scores(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of the four-word shingles."""
    want, have = _shingles(true), _shingles(found)
    hits = (want & have).total()
    precision = hits / have.total() if have else float(not want)
    recall = hits / want.total() if want else float(not have)
    return precision, recall


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text or "")
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1)))


def score_dates() -> Score:
    """Publication days of the annotated pages: right, wrong, none; invented = given where the truth has none."""
    folder = CORPORA / "gold" / "dates"
    truth = json.loads((folder / "truth.json").read_text())
    counts: Counter[str] = Counter()
    misses = []
    for url, entry in sorted(truth.items()):
        body = gzip.decompress((folder / entry["file"]).read_bytes())
        dating = best_dating(read_page(gold_page(url, body)).datings, url)
        expected = date.fromisoformat(entry["date"]) if entry.get("date") else None
        outcome = _outcome(dating.on if dating else None, expected)
        counts[outcome] += 1
        if outcome in ("wrong", "none", "invented"):
            said = f"{dating.on} by {dating.source}" if dating else "-"
            misses.append(f"{outcome:8} truth {expected} ours {said:28} {entry['file'][:12]} {url[:110]}")
    given, datable = counts["right"] + counts["wrong"], counts["right"] + counts["wrong"] + counts["none"]
    numbers = {
        "dates_right_of_given": counts["right"] / given,
        "dates_right_of_datable": counts["right"] / datable,
    }
    undatable = counts["invented"] + counts["rightly none"]
    if undatable:  # a set without such pages cannot tell
        numbers["dates_not_invented"] = counts["rightly none"] / undatable
    line = (
        f"dates: {counts['right']} right, {counts['wrong']} wrong, {counts['none']} none of {datable} datable; "
        f"{counts['invented']} invented on {undatable} undatable"
    )
    return Score(numbers, line, tuple(sorted(misses)))


def _outcome(found: date | None, expected: date | None) -> str:
    if expected is None:
        return "invented" if found else "rightly none"
    if found is None:
        return "none"
    return "right" if found == expected else "wrong"


def score_forms() -> Score:
    """Macro-F1 of the form types, over the annotated set's eight types (rare ones folded into "other")."""
    pairs = list(_form_pairs())
    letters = sorted({want for want, _, _ in pairs})
    f1 = {letter: _f1(letter, [(want, have) for want, have, _ in pairs]) for letter in letters}
    macro = sum(f1.values()) / len(f1)
    right = sum(want == have for want, have, _ in pairs) / len(pairs)
    detail = ", ".join(f"{letter} {score:.2f}" for letter, score in f1.items())
    line = f"forms: macro-F1 {macro:.4f} on {len(pairs)} forms ({detail}); accuracy {right:.3f}"
    misses = tuple(sorted(f"truth {want} ours {have}: {what[:200]}" for want, have, what in pairs if want != have))
    return Score({"forms_macro_f1": macro}, line, misses)


def _form_pairs() -> Iterator[tuple[str, str, str]]:
    folder = CORPORA / "gold" / "forms"
    truth = json.loads((folder / "truth.json").read_text())
    for name, entry in sorted(truth["pages"].items()):
        path = next(folder.rglob(name))
        forms = read_page(gold_page(entry["url"], gzip.decompress(path.read_bytes()))).forms
        for i, letter in enumerate(entry["forms"]):
            if letter in "-X":
                continue
            have = SHORT_TYPES.get(type_of(forms[i]), "o") if i < len(forms) else "missing"
            what = f"{forms[i].inputs[:8]} {forms[i].text} {name}" if i < len(forms) else f"no such form {name}"
            yield FOLDED.get(letter, letter), have, what


def _f1(letter: str, pairs: list[tuple[str, str]]) -> float:
    hits = sum(want == have == letter for want, have in pairs)
    return 2 * hits / max(1, sum(want == letter for want, _ in pairs) + sum(have == letter for _, have in pairs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

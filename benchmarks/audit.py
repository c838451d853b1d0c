"""A whole audit in CPU-seconds and memory: `make bench-audit`.

An archive is made of five companies with 200 pages of about 60 KB each and three communities with 2,000 conversations;
the audit is replayed from it in a process of its own, then a second time on the same store. ``--scale 10`` makes ten
times the conversations and pages, for the growth. Ceilings are in ``floors.json``.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BRIEF = HERE.parent / "pipelines" / "demo" / "brief.yaml"
COMPANIES, PAGES, CONVERSATIONS = 5, 200, 2000
PADDING = 45_000  # bytes of menus, styles and scripts around an article, as real pages have them


def make(folder: Path, scale: int) -> Path:
    """Write ``market.warc.gz`` and ``brief.yaml`` into ``folder``; returns the brief."""
    from warcio.warcwriter import WARCWriter

    from benchmarks.demo_market import record, timed

    with (folder / "market.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for moment, served in timed(_served(scale)):
            record(writer, served, moment)
    brief = BRIEF.read_text().replace(
        "  - name: Northgate Home Group\n",
        "  - name: Lakeview Homes\n    url: https://lakeview-homes.example\n  - name: Northgate Home Group\n",
    )
    kept = [line for line in brief.splitlines() if not line.strip().startswith(("logo:", "actuals:"))]
    (folder / "brief.yaml").write_text("\n".join(kept) + "\n")
    return folder / "brief.yaml"


def _served(scale: int) -> list[Any]:
    from datetime import timedelta

    from benchmarks.demo_forums import discourse, feed_only, names, talks
    from benchmarks.demo_market import CLIENT, COMPETITORS, END, seeded
    from benchmarks.demo_sites import posts_of, serve
    from benchmarks.demo_words import texts

    lakeview = replace(COMPETITORS[0], name="Lakeview Homes", base="https://lakeview-homes.example")
    served: list[Any] = []
    for number, site in enumerate((CLIENT, *COMPETITORS, lakeview)):
        articles: list[Any] = []
        for part in range(scale):
            busy = replace(site, rate=((3, 4, 3), (3, 3, 4)), undated=0)
            found = posts_of(busy, END, seeded(100 * number + part))
            articles += [replace(a, title=f"{a.title}, part {part + 1}") for a in found] if part else found
        pages = serve(site, articles[: (PAGES - 20) * scale], END)
        served += [_padded(page) for page in pages]
    mix = {name: tuple(t["weight"]) for name, t in texts("conversations").items() if isinstance(t, dict)}
    market = {name: weight for name, weight in mix.items() if name != "garden"}
    rng, until = seeded(900), END + timedelta(hours=5)
    forum = talks(rng, names(rng, 300), market, 1000 * scale, until)
    served += discourse("https://forum.firsthome.example", "First Home Forum", forum, pages=False, as_json=1000 * scale)
    board = talks(rng, names(rng, 200), market, 500 * scale, until)
    served += feed_only("https://board.millbrook-town.example", "Millbrook Board", board, 500 * scale)
    garden = talks(rng, names(rng, 100), {"garden": (30, 30), "moving": (1, 1)}, 500 * scale, until)
    served += discourse("https://pottingshed.example", "The Potting Shed", garden, pages=False, as_json=500 * scale)
    return served


def _padded(page: Any) -> Any:
    """The page with as much around its article as real pages have."""
    if "</head>" not in page.body:
        return page
    styles = "".join(f".block-{n}{{margin:{n}px;padding:0 {n}px;color:#333;display:flex}}" for n in range(300))
    menu = "".join(f'<li class="menu-item"><a href="/section-{n}/">Section {n}</a></li>' for n in range(60))
    script = f"var data = [{','.join(str(n) for n in range(3500))}];"
    room = PADDING - len(styles) - len(menu) - len(script)
    head = f"<style>{styles}</style><script>{script}/*{'x' * max(0, room)}*/</script></head>"
    return page._replace(body=page.body.replace("</head>", head, 1).replace("<main>", f"<ul>{menu}</ul><main>", 1))


def run(folder: Path, name: str) -> dict[str, Any]:
    """One audit in a process of its own: CPU-seconds of each stage and of all, peak memory in MB, pages and talks."""
    command = [sys.executable, "-m", "benchmarks.audit", "--child", str(folder), name]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=HERE.parent, check=True, stdout=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    told["whole"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return told


def child(folder: Path, name: str) -> None:
    """The audit itself; the last line of standard output tells what it took."""
    from pipelines.audit import run_audit
    from pipelines.settings import AuditOptions

    shares: dict[str, float] = {}

    def step(stage: Any) -> Any:
        def measured(*args: Any) -> Any:
            start = _cpu()
            result = stage(*args)
            shares[stage.__name__] = _cpu() - start
            return result

        return measured

    options = AuditOptions(
        folder / "brief.yaml",
        replay=(folder / "market.warc.gz",),
        out=folder / name,
        database=f"sqlite:///{folder}/w.db",
    )
    audit = run_audit(options, step).audit
    pages = sum(company.pages for company in audit.companies)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"stages": shares, "MB": peak, "pages": pages, "talks": audit.conversations}
    print(json.dumps(told))


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> int:
    """Print the table; 1 when a ceiling is broken, else 0."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--scale", type=int, default=1)
    asked.add_argument("--child", nargs=2)
    given = asked.parse_args()
    if given.child:
        child(Path(given.child[0]), given.child[1])
        return 0
    ceilings = json.loads((HERE / "floors.json").read_text())["audit"]
    with tempfile.TemporaryDirectory(prefix="bench-audit-") as name:
        folder = Path(name)
        start = time.process_time()
        make(folder, given.scale)
        size = (folder / "market.warc.gz").stat().st_size / 1e6
        print(f"archive of {size:.0f} MB made in {time.process_time() - start:.0f} CPU s")
        first, second = run(folder, "first"), run(folder, "second")
        same = (folder / "first" / "audit.json").read_bytes() == (folder / "second" / "audit.json").read_bytes()
    print(f"{first['pages']} pages, {first['talks']} conversations")
    for label, told in (("first", first), ("again", second)):
        stages = "  ".join(f"{stage} {spent:.1f}" for stage, spent in told["stages"].items())
        print(f"{label:6} {told['whole']:7.1f} CPU s  {told['MB']:6.0f} MB   {stages}")
    print(f"the same bytes again: {'yes' if same else 'NO'}")
    if given.scale != 1:
        return 0
    broken = [
        what
        for what, value in (
            ("CPU s, first run", first["whole"]),
            ("CPU s, again", second["whole"]),
            ("MB", max(first["MB"], second["MB"])),
        )
        if value > ceilings[what]
    ]
    for what in broken:
        print(f"above its ceiling: {what} (at most {ceilings[what]})")
    return 1 if broken or not same else 0


if __name__ == "__main__":
    sys.exit(main())

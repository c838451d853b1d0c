"""The command line: what it says and how it ends."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"
GOOD = (DEMO / "brief.yaml").read_text()


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str):
        return CliRunner().invoke(app, list(args))

    return call


def test_help_answers_at_once():
    """--help costs at most 0.3 s of CPU: heavy packages are imported late."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "pipelines.cli", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert b"audit" in done.stdout
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime <= 0.3


def test_help_imports_nothing_heavy():
    """Neither Prefect, spaCy, scikit-learn, Scrapy nor SQLAlchemy is imported by the command line's module."""
    heavy = (
        "{'prefect', 'spacy', 'sklearn', 'scrapy', 'sqlalchemy', 'scipy', 'numpy', 'trafilatura', 'weasyprint', 'pptx'}"
    )
    code = f"import sys, pipelines.cli; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["audit", "none.yaml"], 2, "none.yaml: cannot be read"),
        (["audit", "brief.yaml", "--as-of", "yesterday"], 2, "expected a day such as"),
        (["audit", "brief.yaml", "--as-of", "2999-01-01"], 2, "lies in the future"),
        (["audit", "brief.yaml", "--replay", "none.warc.gz"], 2, "none.warc.gz"),
        (["audit", "brief.yaml", "--database", "nonsense"], 2, "database"),
        (["audit", "brief.yaml", "--allow-network", "everything"], 2, "expected a network such as"),
        (["audit", "brief.yaml", "--max-pages", "0"], 2, "max-pages"),
        (["check", "none.yaml"], 2, "none.yaml: cannot be read"),
        (["init", "mailto:x", "-o", "new.yaml"], 2, "expected a web address"),
        (
            ["init", "https://a.example/", "--competitor", "http://a.example/", "-o", "new.yaml"],
            2,
            "named more than once",
        ),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_input_is_one_line_with_its_status(run, tmp_path, args, status, says):
    """What cannot be used is named in one line; the exit status is the documented one."""
    (tmp_path / "brief.yaml").write_text(GOOD.replace("logo: logo.svg", "logo: ''"))

    done = run(*args)

    assert done.exit_code == status, done.output
    assert says in done.output
    assert "Traceback" not in done.output


def test_twenty_mistakes_write_nothing(run, tmp_path):
    """A brief with twenty mistakes gives twenty lines, exit status 2, and no file."""
    goals = "".join(f"  - {{name: 'g{i}', color: red}}\n" for i in range(3))
    plan = "".join(f"  - {{action: a, amount: {i}, period: age}}\n" for i in range(-7, 0))
    text = f"agenci: {{}}\nclient: {{name: 1, url: x}}\ncompetitors: []\nmarket: {{keywords: []}}\ngoals:\n{goals}plan:\n{plan}"
    (tmp_path / "brief.yaml").write_text(text)

    done = run("audit", "brief.yaml")

    lines = [line for line in done.output.splitlines() if line.startswith("watercooler: brief.yaml:")]
    assert done.exit_code == 2
    assert len(lines) >= 20
    assert [path.name for path in tmp_path.iterdir()] == ["brief.yaml"]


def test_check_says_what_a_brief_holds(run, tmp_path):
    """A sound brief is described: competitors, how each venue is read, what each line of the plan is."""
    (tmp_path / "brief.yaml").write_text(GOOD)

    done = run("check", "brief.yaml")

    assert done.exit_code == 0
    assert "the brief is sound" in done.output
    assert "closed" in done.output


@pytest.mark.parametrize("name", ["home-buyers.yaml", "workshop.yaml"])
def test_the_examples_are_sound(run, name):
    """Both example briefs pass the check."""
    done = run("check", str(DEMO.parents[1] / "examples" / name))

    assert done.exit_code == 0, done.output


def test_doctor_finds_this_installation_sound(run):
    """In the pinned environment every check of the doctor passes."""
    done = run("doctor", "--database", "sqlite:///w.db")

    assert done.exit_code == 0, done.output
    assert "language model" in done.output


def test_the_second_articles_plan_is_read(run):
    """The example's plan, in our own words, gives its cadence, key phrase, local post, channels and targets."""
    from market.brief_yaml import read_brief
    from pipelines.brief import goals_of, plan_lines

    brief = read_brief(DEMO.parents[1] / "examples" / "home-buyers.yaml")
    lines = plan_lines(brief)

    assert any(line.low == 3 and line.key_phrase for line in lines)
    assert any(line.low == 1 for line in lines)
    assert sorted(t.amount for goal in goals_of(brief) for t in goal.targets) == [5, 10, 20]


def test_init_writes_a_brief_from_the_home_pages(run, loopback_site, tmp_path):
    """The home pages give names and channels; the brief is sound once the marked lines are filled."""
    from market.brief_yaml import BriefError, parse_brief

    client, rival = loopback_site(), loopback_site()
    client.pages["/"] = (
        "<html><head><title>Bright Chairs | Home</title></head><body><h1>Hi</h1>"
        '<footer><a href="https://twitter.com/brightchairs">X</a></footer></body></html>'
    )
    rival.pages["/"] = '<html><head><title>Rival "Chairs": we\'re #1</title></head><body><h1>Hi</h1></body></html>'

    done = run("init", client.url(), "--competitor", rival.url(), "--allow-network", "127.0.0.0/8")

    assert done.exit_code == 0, done.output
    drafted = (tmp_path / "brief.yaml").read_text()
    with pytest.raises(BriefError, match="FILL IN"):
        parse_brief(drafted, "brief.yaml")
    brief = parse_brief(drafted.replace("FILL IN", "something"), "brief.yaml")
    assert brief.client.name == "Bright Chairs"
    assert brief.client.channels == ("x",)


def test_init_overwrites_nothing(run, tmp_path):
    """A brief that is there stays."""
    (tmp_path / "brief.yaml").write_text("mine")

    done = run("init", "https://a.example/")

    assert done.exit_code == 2
    assert (tmp_path / "brief.yaml").read_text() == "mine"


def test_init_without_an_answer_still_writes_a_brief(run, loopback_site, tmp_path):
    """A home page that cannot be read leaves a note in the brief, not an error."""
    gone = loopback_site()

    done = run("init", gone.url(), "--competitor", "http://127.0.0.250:9/", "--allow-network", "127.0.0.0/8")

    assert done.exit_code == 0, done.output
    assert (
        "could not be read" in (tmp_path / "brief.yaml").read_text()
        or "failed" in (tmp_path / "brief.yaml").read_text()
    )


def test_one_forum_under_two_addresses_is_refused(run, tmp_path):
    """A venue named twice in other words would be counted twice: the line names both addresses."""
    doubled = GOOD.replace(
        "venues:", "venues:\n  - {url: 'https://forum.firsthome.example/latest', platform: discourse}", 1
    )
    (tmp_path / "brief.yaml").write_text(doubled)

    done = run("check", "brief.yaml")

    assert done.exit_code == 2
    assert "are one place; keep one" in done.output


def test_doctor_changes_nothing(run, tmp_path):
    """The doctor neither creates a database nor calls a folder sound that is not there."""
    absent = run("doctor", "--database", f"sqlite:///{tmp_path}/none/x.db")
    run("doctor", "--database", "sqlite:///w.db")

    assert absent.exit_code == 1
    assert list(tmp_path.iterdir()) == []

"""The built wheel is whole: it works outside the checkout and owns the names of its packages."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("market", "store", "spiders", "tactics", "nlp", "reports", "web", "pipelines")


def call(*args: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(arg) for arg in args], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        ROOT,
        cwd=folder,
    )
    return next(folder.glob("watercooler-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """An environment with the wheel; its dependencies are those of this one, this checkout is not on its path."""
    folder = wheel.parent / "venv"
    call(sys.executable, "-m", "venv", "--without-pip", folder, cwd=wheel.parent)
    own = next((folder / "lib").glob("python*")) / "site-packages"
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    call(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", own, wheel, cwd=wheel.parent)
    return folder / "bin" / "python"


def test_the_wheel_carries_every_file_that_is_read_at_run_time(wheel):
    """Migrations, templates, word lists, the schema and the demo market are inside; tests are not."""
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {
        "store/migrations/env.py",
        "store/migrations/versions/0001_the_first_schema.py",
        "tactics/vocabulary/networks.toml",
        "reports/formats/audit.schema.json",
        "web/templates/page.html.j2",
        "pipelines/demo/market.warc.gz",
        "pipelines/demo/brief.yaml",
        "nlp/word_vectors.npz",
    } <= names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def test_the_names_of_the_packages_are_ours(installed, tmp_path):
    """Packages of the same name exist in registries; what is imported is ours."""
    code = f"import importlib; print([importlib.import_module(n).__file__ for n in {PACKAGES!r}])"

    found = call(installed, "-c", code, cwd=tmp_path)

    assert found.count(str(installed.parents[1])) == len(PACKAGES)


def test_the_demo_runs_from_the_wheel(installed, tmp_path):
    """Outside the checkout the command runs the whole audit."""
    call(installed, "-m", "pipelines.cli", "demo", "--out", "demo", "--quiet", cwd=tmp_path)

    assert (tmp_path / "demo" / "report.html").stat().st_size > 20_000
    assert (tmp_path / "demo" / "audit.json").exists()

"""`watercooler trends`: what it serves, and where it refuses to."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from pipelines.page import PageOptions, check, placed
from pipelines.settings import WrongInputError
from store.engine import open_store


def test_a_brief_a_file_a_folder_or_a_url_say_what_is_shown(tmp_path):
    """Each names a database; a brief names its client too."""
    from pathlib import Path

    brief = Path(__file__).parents[2] / "examples" / "home-buyers.yaml"
    open_store(f"sqlite:///{tmp_path / 'watercooler.db'}")

    assert placed("", "sqlite:///x.db") == ("sqlite:///x.db", "")
    assert placed("postgresql://host/name", "sqlite:///x.db") == ("postgresql://host/name", "")
    assert placed(str(tmp_path), "sqlite:///x.db") == (f"sqlite:///{tmp_path / 'watercooler.db'}", "")
    assert placed(str(tmp_path / "watercooler.db"), "") == (f"sqlite:///{tmp_path / 'watercooler.db'}", "")
    assert len(placed(str(brief), "sqlite:///x.db")[1]) == 16
    with pytest.raises(WrongInputError, match="no brief, database or folder"):
        placed(str(tmp_path / "none"), "sqlite:///x.db")


def test_other_machines_reach_it_only_with_credentials_and_a_name(monkeypatch):
    """Loopback asks for nothing; anything else for credentials, and a wildcard for the names it goes by."""
    monkeypatch.delenv("WATERCOOLER_CREDENTIALS", raising=False)

    assert check(PageOptions("", port=0)) == ""
    with pytest.raises(WrongInputError, match="set WATERCOOLER_CREDENTIALS"):
        check(PageOptions("", "0.0.0.0", 0))
    monkeypatch.setenv("WATERCOOLER_CREDENTIALS", "user:short")
    with pytest.raises(WrongInputError, match="at least 8 characters"):
        check(PageOptions("", "0.0.0.0", 0))
    monkeypatch.setenv("WATERCOOLER_CREDENTIALS", "user:long enough")
    with pytest.raises(WrongInputError, match="--name"):
        check(PageOptions("", "0.0.0.0", 0))
    assert check(PageOptions("", "0.0.0.0", 0, ("office.example",))) == "user:long enough"


def test_a_port_in_use_is_said():
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        own.listen()
        with pytest.raises(WrongInputError, match="cannot be listened on"):
            check(PageOptions("", port=own.getsockname()[1]))


def test_the_command_serves_the_page_until_it_is_told_to_stop(tmp_path):
    """It says where the page is, answers there, and ends on SIGTERM."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pipelines.cli", "trends", "--database", f"sqlite:///{tmp_path / 'w.db'}"]
    process = subprocess.Popen([*command, "--port", str(port), "--no-open"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == f"Page:     http://127.0.0.1:{port}/\n"
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    text = answer.read().decode()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
    finally:
        process.terminate()
        process.wait(30)

    assert "No audit has been run on this database yet" in text

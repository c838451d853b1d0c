"""Strangers read nothing and change nothing."""

import pytest

from web.guard import host_name


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1", "169.254.1.1"]
)
def test_another_host_name_reads_nothing(page, run, host):
    """A name that was made to point at this machine (DNS rebinding) gets no page."""
    answer = page.get("/", headers={"host": host})

    assert answer.status_code == 421
    assert "client" not in answer.text.lower()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:4280", "localhost:4280", "[::1]:4280", "LOCALHOST"])
def test_our_own_names_are_let_in(page, run, host):
    assert page.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("given", ["", "Basic", "Basic !!", "Basic dXNlcjp3cm9uZw==", "Bearer dXNlcjpzZWNyZXQxMjM="])
def test_credentials_are_asked_for_where_they_are_set(ask, run, given):
    """Without the right user and password nothing is shown, not even the style sheet."""
    page = ask(credentials="user:secret123")

    for path in ("/", f"/runs/{run}/trends", "/style/1f5f6b.css"):
        answer = page.get(path, headers={"authorization": given})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")

    assert page.get("/", auth=("user", "secret123")).status_code == 200


def test_every_answer_carries_the_strict_headers(page, run):
    """Nothing from elsewhere, no script, no frame around us; on errors and refusals too."""
    for path, headers in (("/", {}), ("/nowhere", {}), (f"/runs/{run}/trends", {}), ("/", {"host": "evil.example"})):
        policy = page.get(path, headers=headers).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("given", "name"), [("a.example:80", "a.example"), ("[::1]:80", "::1"), ("a.example.", "a.example"), ("", "")]
)
def test_the_name_of_a_host_header(given, name):
    assert host_name(given) == name

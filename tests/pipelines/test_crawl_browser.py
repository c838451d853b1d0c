"""Pages that need JavaScript, read through a real Chromium that has no network of its own."""

import os
import shutil
import socket
import threading
from itertools import pairwise

import pytest

from pipelines.crawl import crawl
from store.archive import read_archive, read_record
from tactics.pages import read_page

CHROMIUM = os.environ.get("WATERCOOLER_BROWSER", shutil.which("chromium") or "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
]

SHELL = '<html><head><title>Acme</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>'
TEXT = "We sell bicycles, mend them, and tell you which one fits your way to work. " * 12
APP = """
fetch('/api/post.json').then(r => r.json()).then(post => {
  document.getElementById('root').innerHTML =
    `<article><h1>${post.title}</h1><p>${post.text}</p><a href="/second">next</a></article>`;
});
"""


def outcomes(result):
    return {outcome.outcome: outcome.count for outcome in result.ledger}


@pytest.fixture
def shop(loopback_site):
    """A site whose start page is an empty shell; its script brings the text and a link to a page without script."""
    site = loopback_site()
    site.pages["/"] = SHELL
    site.say("/app.js", APP.encode(), Content_Type="text/javascript")
    site.say("/api/post.json", f'{{"title": "Bicycles", "text": "{TEXT}"}}'.encode(), Content_Type="application/json")
    site.page("/second", text=TEXT)
    return site


def test_a_shell_is_rendered_read_and_archived(shop, crawl_job):
    """The text that a script brings is content, its links are followed, and the archive has what the browser made."""
    job = crawl_job(shop.url(), browser=CHROMIUM)

    result = crawl(job)

    assert outcomes(result)["fetched"] == 2
    assert {n.outcome: n.count for n in result.notes} == {"rendered": 1}
    kept = {page.url: page for page in read_archive(job.archive)}
    shown = kept[shop.url()]
    assert shown.rendered
    reading = read_page(shown)
    assert (reading.h1, "rendered" in reading.notes) == ("Bicycles", True)
    assert "bicycles, mend them" in reading.text
    alone = read_record(job.archive, shown.capture.offset)
    assert (alone.body, alone.capture.digest) == (shown.body, shown.capture.digest)


def test_without_a_browser_a_shell_is_reported(shop, crawl_job):
    """Nothing is asked for by a script, and the ledger says that the page needs JavaScript."""
    result = crawl(crawl_job(shop.url()))

    assert outcomes(result)["needs JavaScript"] == 1
    assert "/app.js" not in shop.paths


def test_what_scripts_ask_for_keeps_the_delay_and_the_rules(shop, crawl_job):
    """Requests of the browser wait like all others, obey robots.txt, and name the crawler."""
    shop.pages["/robots.txt"] = "User-agent: *\nDisallow: /api/"

    result = crawl(crawl_job(shop.url(), browser=CHROMIUM, delay=0.4))

    assert "/api/post.json" not in shop.paths
    assert "/app.js" in shop.paths
    assert outcomes(result)["needs JavaScript"] == 1
    assert min(b.at - a.at for a, b in pairwise(shop.hits)) >= 0.4
    assert {hit.agent for hit in shop.hits} == {"watercooler/0.1 (+https://agency.example/contact)"}


def test_a_script_that_two_pages_load_is_asked_for_once(shop, crawl_job):
    """The second shell gets the script from memory; what it shows is asked for again."""
    shop.pages["/other"] = SHELL
    shop.say("/app.js", APP.replace("/second", "/other").encode(), Content_Type="text/javascript")

    result = crawl(crawl_job(shop.url(), browser=CHROMIUM))

    assert {n.outcome: n.count for n in result.notes} == {"rendered": 2}
    assert shop.paths.count("/app.js") == 1


class Ear:
    """Listens on an address and counts who connects, over TCP and UDP."""

    def __init__(self, address):
        self.heard = []
        self._sockets = [socket.create_server((address, 0))]
        self.port = self._sockets[0].getsockname()[1]
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((address, self.port))
        self._sockets.append(datagrams)
        threading.Thread(target=self._accept, daemon=True).start()
        threading.Thread(target=self._receive, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._sockets[0].accept()
            except OSError:
                return
            self.heard.append("tcp")
            connection.close()

    def _receive(self):
        while True:
            try:
                self._sockets[1].recvfrom(2000)
            except OSError:
                return
            self.heard.append("udp")

    def close(self):
        for one in self._sockets:
            one.close()


@pytest.fixture
def ear():
    opened = Ear("127.0.9.9")
    yield opened
    opened.close()


def test_nothing_a_page_does_leads_elsewhere(shop, crawl_job, ear):
    """No request, frame, socket, beacon, worker, redirect, navigation or peer connection leaves the page's host."""
    there = f"127.0.9.9:{ear.port}"
    shop.forward("/away.js", f"http://{there}/in.js")
    shop.pages["/"] = (
        f'<html><head><title>Acme</title><link rel=preconnect href="http://{there}"><link rel=dns-prefetch href="//{there}">'
        f'<link rel=prefetch href="http://{there}/p"><link rel=stylesheet href="http://{there}/s.css">'
        f'<base href="http://{there}/"></head><body><div id="root"></div><img src="http://{there}/i.png">'
        f'<iframe src="http://{there}/f"></iframe><script src="http://{there}/x.js"></script>'
        f'<script src="{shop.url("/away.js")}"></script><script src="{shop.url("/app.js")}"></script></body></html>'
    )
    tries = f"""
    const there = '{there}', tries = [
      () => fetch('http://' + there + '/fetch'), () => fetch('http://' + there, {{method: 'POST', body: 'x', mode: 'no-cors'}}),
      () => new WebSocket('ws://' + there), () => new EventSource('http://' + there), () => navigator.sendBeacon('http://' + there, 'x'),
      () => new RTCPeerConnection({{iceServers: [{{urls: 'stun:' + there}}, {{urls: 'turn:' + there + '?transport=tcp', username: 'a', credential: 'b'}}]}}).createDataChannel('x'),
      () => {{ const f = document.createElement('iframe'); document.body.append(f);
               const peer = new f.contentWindow.RTCPeerConnection({{iceServers: [{{urls: 'stun:' + there}}]}});
               peer.createDataChannel('x'); peer.createOffer().then(o => peer.setLocalDescription(o)); }},
      () => {{ const f = document.createElement('iframe'); document.body.append(f); new f.contentWindow.WebSocket('ws://' + there); }},
      () => new Worker(URL.createObjectURL(new Blob([`fetch('http://${{there}}/w'); new WebSocket('ws://${{there}}')`]))),
      () => navigator.serviceWorker.register('/sw.js'), () => new WebTransport('https://' + there),
      () => window.open('http://' + there + '/open'), () => import('http://' + there + '/m.js'),
      () => {{ const f = document.createElement('form'); f.action = 'http://' + there; f.method = 'post'; document.body.append(f); f.submit(); }},
      () => {{ location.href = 'http://' + there + '/location'; }},
    ];
    for (const one of tries) {{ try {{ const r = one(); r && r.catch && r.catch(() => 0); }} catch (e) {{}} }}
    document.getElementById('root').innerHTML = '<h1>Shown</h1><p>{TEXT}</p>';
    """
    shop.say("/app.js", tries.encode(), Content_Type="text/javascript")

    result = crawl(crawl_job(shop.url(), browser=CHROMIUM, allowed_networks=("127.0.0.0/24",)))

    assert ear.heard == []
    assert {n.outcome: n.count for n in result.notes} == {"rendered": 1}
    assert all(hit.path in ("/robots.txt", "/", "/app.js", "/away.js", "/sitemap.xml") for hit in shop.hits)


def test_a_page_that_never_ends_costs_the_others_nothing(shop, crawl_job):
    """A script in an endless loop is given up; the page is reported, and the rest of the site is read."""
    shop.page("/", "/loop", "/second", text=TEXT)
    shop.pages["/loop"] = SHELL.replace("/app.js", "/loop.js")
    shop.say("/loop.js", b"while (true) {}", Content_Type="text/javascript")

    result = crawl(crawl_job(shop.url(), browser=CHROMIUM))

    assert outcomes(result)["needs JavaScript"] == 1
    assert outcomes(result)["fetched"] == 2
    assert result.seconds < 110


def test_a_page_that_grows_without_end_is_not_kept(shop, crawl_job):
    """What a script makes is bounded like any other answer."""
    shop.say(
        "/app.js", b"document.getElementById('root').textContent = 'word '.repeat(2e7)", Content_Type="text/javascript"
    )

    result = crawl(crawl_job(shop.url(), browser=CHROMIUM))

    assert outcomes(result)["needs JavaScript"] == 1
    assert result.memory <= 512


def test_a_rendered_page_is_rendered_again_by_the_next_audit(shop, crawl_job, tmp_path):
    """A shell that did not change says nothing about what it shows: it is asked for in full."""
    shop.mark = True
    job = crawl_job(shop.url(), browser=CHROMIUM, client="acme.example")
    crawl(job)

    second = crawl(
        crawl_job(shop.url(), browser=CHROMIUM, client="acme.example", run="later", archive=tmp_path / "b.warc.gz")
    )

    assert {n.outcome: n.count for n in second.notes} == {"rendered": 1, "unchanged": 1}


def test_a_missing_browser_is_said_and_the_crawl_goes_on(shop, crawl_job, tmp_path):
    """Where the browser does not start, pages that need it are reported as without it."""
    job = crawl_job(shop.url(), browser=str(tmp_path / "no-chromium"))

    result = crawl(job)

    assert outcomes(result)["needs JavaScript"] == 1
    assert "the browser did not start" in job.archive.with_name("site.warc.gz.log").read_text()

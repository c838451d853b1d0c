"""Settings: Scrapy's, each with the reason why it is not left at its default."""

from typing import Any

from spiders.limits import MAX_BYTES
from spiders.ports import Plan

MAX_IN_FLIGHT = 64  # hosts that hang must not take all the places


def settings(plan: Plan) -> dict[str, Any]:
    """The settings of one crawl. Queueing, redirects, retries and robots are ours, so Scrapy's are off."""
    return {
        "BOT_NAME": "watercooler",
        "USER_AGENT": plan.user_agent,
        "CONCURRENT_REQUESTS": MAX_IN_FLIGHT,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.delay,  # second lock; the first is spiders.politeness
        "DOWNLOAD_DELAY_JITTER": 0,  # the default halves a promised delay
        "DOWNLOAD_TIMEOUT": plan.timeout,
        "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",  # the default knows no IPv6
        "DOWNLOAD_MAXSIZE": MAX_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,  # off by default
        "DOWNLOAD_HANDLERS": {
            "http": "spiders.handler.GuardedHandler",
            "https": "spiders.handler.GuardedHandler",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "DOWNLOADER_MIDDLEWARES": {"spiders.capture.WireHeaders": 595},
        "HTTPERROR_ALLOW_ALL": True,  # an error page is evidence too
        "HTTPPROXY_ENABLED": False,  # a proxy would resolve names behind the guard's back
        "COOKIES_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        "REFERER_ENABLED": False,
        "ROBOTSTXT_OBEY": False,  # spiders.robots decides before a Request exists
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,  # would run Python that is posted to a loopback port
        "LOG_LEVEL": "INFO",
        "LOG_VERSIONS": [],
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
    }

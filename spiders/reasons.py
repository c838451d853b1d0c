"""Reasons: the words in which the ledger says why an address was not fetched."""

from collections.abc import Iterator
from typing import NamedTuple

OFF_LIMITS = "off-limits address"
TOO_LARGE = "too large"
TIMEOUT = "timeout"
TRUNCATED = "truncated"


class OffLimitsError(ConnectionError):
    """The address a name resolved to is not on the public internet and not allowed by the settings."""


class Reason(NamedTuple):
    """A reason, and whether asking again may help."""

    text: str
    again: bool


def reason_of(error: BaseException) -> Reason:
    """Why a download failed, from the error Scrapy reports and what caused it."""
    from OpenSSL.SSL import Error as TlsError
    from scrapy import exceptions as scrapy
    from service_identity import VerificationError

    causes = list(_causes(error))
    if any(isinstance(cause, OffLimitsError) for cause in causes):
        return Reason(OFF_LIMITS, False)
    if any(isinstance(cause, TlsError | VerificationError) for cause in causes):
        return Reason("TLS error", False)
    table: list[tuple[type[BaseException], Reason]] = [
        (scrapy.DownloadTimeoutError, Reason(TIMEOUT, True)),
        (scrapy.DownloadCancelledError, Reason(TOO_LARGE, False)),
        (scrapy.ResponseDataLossError, Reason(TRUNCATED, True)),
        (scrapy.CannotResolveHostError, Reason("name not found", False)),
        (scrapy.DownloadConnectionRefusedError, Reason("connection refused", True)),
        (scrapy.DownloadFailedError, Reason("connection broken", True)),
        (scrapy.UnsupportedURLSchemeError, Reason("not http(s)", False)),
        (scrapy.IgnoreRequest, Reason(TOO_LARGE, False)),  # the size limit of the decompression is its only source
    ]
    return next((reason for kind, reason in table if isinstance(error, kind)), _other(error))


def _other(error: BaseException) -> Reason:
    if type(error).__module__.startswith(("gzip", "zlib", "brotli", "backports", "builtins", "_brotli")):
        return Reason("damaged content", False)
    return Reason(f"failed: {type(error).__name__}", True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and the failures Twisted collects in ``reasons``."""
    pending, seen = [error], set[int]()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending += [e for e in (current.__cause__, current.__context__) if e is not None]
        pending += [failure.value for failure in getattr(current, "reasons", None) or []]

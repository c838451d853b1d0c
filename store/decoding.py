"""Decoding: undo HTTP content codings without letting a small body become a huge one."""

import zlib
from collections.abc import Callable

MAX_PAYLOAD = 8 * 1024 * 1024  # bytes unpacked
_STEP = 64 * 1024


class DecodingError(ValueError):
    """The payload cannot be unpacked; the message says why in a few words."""


def decode(body: bytes, codings: str, limit: int = MAX_PAYLOAD) -> bytes:
    """``body`` with the codings of a Content-Encoding header undone, last applied first.

    A body that is labelled but not packed comes back as it is: many archives store it unpacked under the old label.
    Raises ``DecodingError`` for an unknown coding, a damaged body, or one that unpacks beyond ``limit`` bytes.
    """
    for coding in reversed([c.strip().lower() for c in codings.split(",") if c.strip()]):
        if coding == "identity":
            continue
        unpack = _CODINGS.get(coding)
        if unpack is None:
            raise DecodingError(f"unknown content coding {coding[:20]!r}")
        body = unpack(body, limit)
    if len(body) > limit:
        raise DecodingError("too large")
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    return _inflate_with(body, limit, zlib.MAX_WBITS | 16)


def _inflate(body: bytes, limit: int) -> bytes:
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # some servers send the stream without its wrapper
        try:
            return _inflate_with(body, limit, wbits)
        except DecodingError as error:
            if str(error) == "too large":
                raise
    return body


def _inflate_with(body: bytes, limit: int, wbits: int) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    try:
        unpacked = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise DecodingError("damaged content coding") from error
    if len(unpacked) > limit:
        raise DecodingError("too large")
    return unpacked


def _unbrotli(body: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped]  # comes with Scrapy

    unpacker = brotli.Decompressor()
    try:
        unpacked = bytearray(unpacker.process(body, output_buffer_limit=_STEP))
        while not unpacker.is_finished() and len(unpacked) <= limit:
            more = unpacker.process(b"", output_buffer_limit=_STEP)
            if not more:
                break
            unpacked += more
    except brotli.error as error:
        raise DecodingError("damaged content coding") from error
    if len(unpacked) > limit:
        raise DecodingError("too large")
    return bytes(unpacked)


def _unzstd(body: bytes, limit: int) -> bytes:
    from backports import zstd

    unpacker = zstd.ZstdDecompressor()
    try:
        unpacked = unpacker.decompress(body, max_length=limit + 1)
    except zstd.ZstdError as error:
        raise DecodingError("damaged content coding") from error
    if len(unpacked) > limit:
        raise DecodingError("too large")
    return bytes(unpacked)


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}

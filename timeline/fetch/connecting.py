"""One request to one checked address, within its limits of time and size."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, IncompleteRead
from urllib3.response import HTTPResponse

from timeline.fetch.addresses import Address
from timeline.fetch.limits import Limits
from timeline.fetch.problems import FetchFailed, FetchProblem

_CHUNK = 65536
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    """Unpacked; empty for a status other than 200."""


class _Plain(HTTPConnection):
    """A connection over a socket that is open already; host name and Host header stay those of the address."""

    checked: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.checked


class _Secure(HTTPSConnection):
    """As :class:`_Plain`, over TLS: the certificate must be the host name's."""

    checked: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.checked


def ask(
    address: Address,
    numeric: list[str],
    headers: Mapping[str, str],
    limits: Limits,
    deadline: float,
    wanted: Callable[[int, Mapping[str, str]], None],
) -> Answer:
    """GET an address.

    Args:
        address: what to ask for.
        numeric: the addresses to connect to, all of them checked; the first that answers is taken.
        headers: to send.
        limits: bounds.
        deadline: of :func:`time.monotonic`, by which everything must be there.
        wanted: called with status and headers before the body is read; may raise FetchProblem.

    Raises:
        FetchProblem: it cannot be had within the limits.
    """
    sock = _connected(address, numeric, limits, deadline)
    connection = (_Secure if address.secure else _Plain)(address.host, address.port, timeout=limits.read)
    connection.checked = sock
    try:
        with _watched(sock, deadline) as late:
            try:
                sock.settimeout(limits.read)
                connection.request(
                    "GET", address.path, headers=headers, preload_content=False, decode_content=False
                )  # fmt: skip
                response = connection.getresponse()
                wanted(response.status, response.headers)
                body = _body(response, limits) if response.status == 200 else b""
            except (HTTPException, HTTPError, OSError, ValueError) as error:
                raise _too_late(limits) if late() else _explained(error, address, limits) from None
            if late():
                raise _too_late(limits)
    finally:
        connection.close()
    return Answer(response.status, response.headers, body)


def _connected(address: Address, numeric: list[str], limits: Limits, deadline: float) -> socket.socket:
    reason = "it has no address"
    for ip in numeric:
        left = min(limits.connect, deadline - time.monotonic())
        if left <= 0:
            raise _too_late(limits)
        try:
            return socket.create_connection((ip, address.port), timeout=left)
        except TimeoutError:
            reason = f"no connection within {limits.connect:g} s"
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
    raise FetchFailed(f"cannot be fetched: {address.host} does not answer ({reason})")


@contextmanager
def _watched(sock: socket.socket, deadline: float) -> Iterator[Callable[[], bool]]:
    """Ends the connection at the deadline, whatever it is doing: each read may be quick enough and all of them not."""
    over = threading.Event()
    handle = sock.dup()  # TLS takes the socket itself over

    def end() -> None:
        over.set()
        try:
            handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # closed by the other side in the same moment

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield over.is_set
    finally:
        timer.cancel()
        timer.join()
        handle.close()


def _body(response: HTTPResponse, limits: Limits) -> bytes:
    unpack = _unpacker(response.headers.get("content-encoding", ""))
    taken, body = 0, bytearray()
    while chunk := response.read1(_CHUNK):
        taken += len(chunk)
        body += unpack(chunk, limits.size + 1 - len(body))
        if len(body) > limits.size or taken > limits.size:
            packed = "unpacks to more" if taken <= limits.size else "is larger"
            raise FetchProblem(f"{packed} than {limits.size // _MB or limits.size / _MB:g} MB; that is no article")
    return bytes(body)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return lambda chunk, _: chunk
    if name not in ("gzip", "x-gzip", "deflate"):
        raise FetchProblem(f"comes packed as {name[:20]}, which was not asked for; save the page in a browser")
    # 32: gzip or zlib, as the first bytes have it.
    stream: Any = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(chunk: bytes, most: int) -> bytes:
        try:
            return bytes(stream.decompress(chunk, max(1, most)))
        except zlib.error:
            raise FetchFailed("says that it is packed but cannot be unpacked; try again") from None

    return unpack


def _too_late(limits: Limits) -> FetchFailed:
    return FetchFailed(f"took longer than {limits.total:g} s")


def _explained(error: Exception, address: Address, limits: Limits) -> FetchProblem:
    import ssl

    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return FetchFailed(f"was silent for {limits.read:g} s; try again later")
    if isinstance(error, IncompleteRead) or "IncompleteRead" in str(error):
        return FetchFailed("ended before all of it had come; try again")
    reason: BaseException = error
    while reason.__cause__ is not None or reason.__context__ is not None:
        reason = reason.__cause__ or reason.__context__ or reason
    if isinstance(reason, ssl.SSLError):
        return FetchProblem(f"is not safe to fetch: the certificate of {address.host} does not hold ({reason.reason})")
    said = " ".join(str(error).split())[:120] or type(error).__name__
    return FetchFailed(f"broke off: {said}; try again later")

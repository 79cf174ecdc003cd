"""Where an address on the web leads, and which places are nobody's business to fetch from.

A page that somebody else wrote must not make this machine ask its own services, its router or its neighbours: a name
is looked up once, every answer is checked, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit, urlunsplit

from timeline.fetch.problems import FetchProblem

_NAT64 = IPv6Network("64:ff9b::/96")
_KINDS = ("unspecified", "loopback", "link_local", "multicast", "private", "reserved")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is asked for."""

    url: str
    """In ASCII, without its fragment."""
    host: str
    port: int
    secure: bool
    path: str
    """Path and query."""

    @property
    def site(self) -> str:
        """Scheme, host and port: what one robots.txt is about."""
        return urlunsplit((*urlsplit(self.url)[:2], "", "", ""))


def read(url: str) -> Address:
    """The parts of an address.

    Raises:
        FetchProblem: it is none, or holds a password.
    """
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = parse_url(urlunsplit(("http", "host", parts.path or "/", parts.query, ""))).request_uri
    except (ValueError, LocationParseError):
        raise FetchProblem("is no address that can be read; check how it is written") from None
    if parts.scheme not in ("http", "https") or not host:
        raise FetchProblem("cannot be fetched; an address starts with http:// or https:// and a host")
    if parts.username or parts.password:
        raise FetchProblem("holds a user name or password, which would be stored; give the address without")
    where = f"[{host}]" if ":" in host else host
    netloc = where if parts.port is None else f"{where}:{parts.port}"
    return Address(f"{parts.scheme}://{netloc}{path}", host, port, parts.scheme == "https", path)


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, as the system looks them up.

    Raises:
        OSError: there is no such host.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def refusal(numeric: str) -> str | None:
    """Why nothing is fetched from a numeric address (``loopback``, ``private``, …); None for a public one."""
    address = ip_address(numeric.split("%")[0])
    inner = _within(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return refusal(str(inner))
    for kind in _KINDS:
        if getattr(address, f"is_{kind}"):
            return kind.replace("_", "-")
    return None if address.is_global else "not public"


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for or leads to."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None

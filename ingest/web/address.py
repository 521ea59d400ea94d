"""Addresses of pages: what one names, whether it may be fetched, and lists of them; pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from rag.errors import ArticleRejected

LONGEST = 4_000
"""Letters; longer ones are no addresses that a server would take."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_.-]{1,253}")
LEAST_LISTED = 2
"""Addresses of a list in which another line is a mistake."""

_LISTED = re.compile(r"https?://\S{1,4000}", re.IGNORECASE)
_KEPT = "/%:=&?~+!$,;'@()*[]|"
"""Marks of paths and queries that are sent as they are; an address that is quoted already stays so."""

_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEVER = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # behind a provider's translation
        "168.63.129.16/32",  # a cloud's own service, under a public number
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "2001::/23",  # Teredo and other tunnels
        "2001:db8::/32",
        "3fff::/20",
    )
)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart once, so that what is checked is what is fetched."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def given_port(self) -> int | None:
        """The port where it is not the scheme's."""
        return None if self.port == _PORTS[self.scheme] else self.port

    @property
    def authority(self) -> str:
        """The host as the request names it, with such a port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.given_port is None else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """What one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.site + self.target


def parse_address(text: str) -> Address:
    """Take an address apart; its fragment is dropped.

    Raises:
        ArticleRejected: it is none of the web, or carries a password.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise ArticleRejected("it is not a web address", hint="check it for typing errors") from error
    if parts.scheme not in _PORTS:
        raise ArticleRejected("it is no http or https address", hint="only pages on the web are fetched")
    if "@" in parts.netloc:
        raise ArticleRejected("it carries a user name or password", hint="none are sent; save the page, give the file")
    if len(text) > LONGEST:
        raise ArticleRejected("it is too long for an address", hint="check that it is one")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], target)


def join(base: str | None, link: str) -> str | None:
    """Return the address that a link on a page means; None where it is none of the web."""
    try:
        return str(parse_address(urljoin(base or "", link.strip()[:LONGEST])))
    except (ArticleRejected, ValueError):
        return None


def same_site(address: str, other: str | None) -> bool:
    """Say whether two addresses are of one host, with or without "www."."""
    try:
        hosts = [(urlsplit(one or "").hostname or "").removeprefix("www.") for one in (address, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""


def addresses_in(text: str, *, surely: bool = False) -> list[str] | None:
    """Return the lines of a list of addresses, one a line; None where the text is anything else.

    Empty lines and lines that begin with "#" are passed over. A line in five may be none, to be told of where it is
    fetched: an article has lines beside its links.

    Args:
        surely: it is called a list, whatever its lines are.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    others = sum(not _LISTED.fullmatch(line) for line in lines)
    few = others <= max(1, len(lines) // 5) and len(lines) - others >= LEAST_LISTED
    return lines if lines and (surely or not others or few) else None


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet, whatever it is wrapped in."""
    try:
        found: IPAddress = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = _inner(found)
        if inner is not None:
            return is_public(str(inner))
        if found not in _GLOBAL_IPV6:
            return False
    return (
        found.is_global
        and not found.is_multicast
        and not found.is_reserved
        and not any(found in net for net in _NEVER if net.version == found.version)
    )


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _host(name: str) -> str:
    """Return a host as it is looked up.

    Raises:
        ValueError: it can be no name and no IP address.
    """
    if ":" in name:
        if "%" in name:  # a zone of this machine's network
            raise ValueError(name)
        return str(ipaddress.IPv6Address(name))
    if not name.isascii():
        name = name.encode("idna").decode("ascii") if len(name) < 254 else ""  # noqa: PLR2004
    name = name.lower().rstrip(".")
    if not _HOST.fullmatch(name):
        raise ValueError(name)
    return name

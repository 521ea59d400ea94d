"""How the network may be used: limits, patience, and who we say we are."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass, field

from rag.errors import SettingInvalid


def _user_agent() -> str:
    try:
        version = importlib.metadata.version("dateline-news")
    except importlib.metadata.PackageNotFoundError:  # run from a checkout that is not installed
        version = "0"
    return f"Dateline/{version} (+reads the articles its user names; obeys robots.txt)"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Settings of fetching.

    Attributes:
        most_bytes: of one page, unpacked; more is refused while it comes in.
        seconds: that servers may take for one page, redirects and repeated tries together; waiting that a server
            asks for or politeness demands is not counted.
        delay: seconds between two requests to one host; a longer crawl-delay in its robots.txt is kept.
        most_pages: taken from each feed or sitemap that is given, the newest.
        allow_private: fetch from this machine and its network too.
        ignore_robots: fetch what a site's robots.txt forbids.
        user_agent: sent with each request; its first word is the name looked for in robots.txt.
        proxy: address of an HTTP proxy to go through. It looks names up itself, so the check for private addresses
            is of what the name means here, where it means anything.
    """

    most_bytes: int = 20_000_000
    seconds: float = 30.0
    delay: float = 1.0
    most_pages: int = 500
    allow_private: bool = False
    ignore_robots: bool = False
    user_agent: str = field(default_factory=_user_agent)
    proxy: str | None = None

    def __post_init__(self) -> None:
        """Check what would fail late.

        Raises:
            SettingInvalid: the proxy is of a kind that is not spoken, or a number cannot be.
        """
        if self.delay < 0 or self.most_pages < 1:
            raise SettingInvalid(
                f"{self.delay:g} seconds between requests, {self.most_pages} pages at most: these cannot be",
                hint="give 0 seconds or more, and 1 page or more",
            )
        if self.proxy is not None and not self.proxy.lower().startswith(("http://", "https://")):
            raise SettingInvalid("the proxy is no http or https address", hint="write it as http://host:port")

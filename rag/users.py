"""Who may sign in: a file of names and hashed passwords, and the command that writes it.

    python -m rag.users FILE add NAME | remove NAME | list

One line a user, `name:scrypt$N$r$p$salt$key`. A password is asked for, never given on the command line. A running page
reads the file anew when it has changed; who is signed in stays so until the page is started again.
"""

from __future__ import annotations

import argparse
import base64
import getpass
import hashlib
import hmac
import os
import re
import secrets
import sys
import tempfile
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.door import run
from rag.errors import PageError

COST, BLOCK, PARALLEL = 2**15, 8, 3
"""Parameters of scrypt for new passwords: 32 MiB and some tenths of a second a guess."""

MOST_MEMORY, MOST_PARALLEL = 256 * 2**20, 16
"""Bytes and passes that a line of the file may ask for; more is a mistake, or would stop the machine."""

SHORTEST, LONGEST = 8, 1_000
"""Characters of a password."""

FREE_TRIES = 5
"""Wrong passwords before the first wait."""

FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0
"""Seconds; each further wrong password doubles the wait."""

REMEMBERED = 10_000
"""Names and addresses whose wrong passwords are counted; the oldest is forgotten first."""

_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password as it is kept: the key that scrypt made of it, and with which parameters."""

    cost: int
    block: int
    parallel: int
    salt: bytes
    key: bytes

    @classmethod
    def of(cls, password: str) -> Hashed:
        """Return a password hashed with a new salt."""
        salted = cls(COST, BLOCK, PARALLEL, secrets.token_bytes(16), b"")
        return replace(salted, key=salted.derive(password))

    @classmethod
    def read(cls, text: str) -> Hashed:
        """Return what a line of the file has after the name.

        Raises:
            ValueError: it is none, or asks for too much memory.
        """
        kind, cost, block, parallel, salt, key = text.split("$")
        hashed = cls(int(cost), int(block), int(parallel), _bytes(salt), _bytes(key))
        power_of_two = hashed.cost > 1 and hashed.cost.bit_count() == 1
        fits = hashed.block > 0 and 128 * hashed.cost * hashed.block <= MOST_MEMORY
        bearable = power_of_two and fits and 0 < hashed.parallel <= MOST_PARALLEL
        if kind != "scrypt" or not bearable or not salt or not key:
            raise ValueError(text)
        return hashed

    def derive(self, password: str) -> bytes:
        """Return the key of a password under these parameters; it takes tenths of a second."""
        # One spelling of each letter: keyboards differ in how they compose them.
        spelled = unicodedata.normalize("NFKC", password).encode()
        return hashlib.scrypt(
            spelled, salt=self.salt, n=self.cost, r=self.block, p=self.parallel, dklen=32, maxmem=2 * MOST_MEMORY
        )

    def fits(self, password: str) -> bool:
        """Say whether a password is the one; the time it takes does not tell how nearly."""
        return hmac.compare_digest(self.derive(password), self.key)

    def written(self) -> str:
        """Return what stands in the file after the name."""
        salt, key = (base64.b64encode(each).decode() for each in (self.salt, self.key))
        return f"scrypt${self.cost}${self.block}${self.parallel}${salt}${key}"


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)  # binascii.Error is a ValueError


# Compared with where there is no such user, so that both take the same time.
_NOBODY = Hashed(COST, BLOCK, PARALLEL, bytes(16), bytes(32))


class Waits:
    """Counts wrong passwords by name and by address, and makes both wait longer each time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def seconds(self, *who: str) -> float:
        """Return how long these must wait before a password is looked at; 0 is not at all."""
        now = self._clock()
        with self._lock:
            return max([0.0, *(self._wrong[each][1] - now for each in who if each in self._wrong)])

    def failed(self, *who: str) -> None:
        """Count a wrong password of each."""
        with self._lock:
            for each in who:
                times = self._wrong.pop(each, (0, 0.0))[0] + 1
                over = times - FREE_TRIES
                wait = min(FIRST_WAIT * 2 ** min(over, 20), LONGEST_WAIT) if over >= 0 else 0.0
                self._wrong[each] = (times, self._clock() + wait)
            while len(self._wrong) > REMEMBERED:
                del self._wrong[next(iter(self._wrong))]

    def passed(self, *who: str) -> None:
        """Forget the wrong ones of each."""
        with self._lock:
            for each in who:
                self._wrong.pop(each, None)


class Users:
    """The users of a file, read anew when it has changed; safe to share between threads.

    Raises:
        PageError: the file is not there, has no user, or a line of it is none.
    """

    def __init__(self, path: Path, *, waits: Waits | None = None) -> None:
        self.path = path
        self._waits = waits or Waits()
        self._lock = threading.Lock()
        self._known: Mapping[str, Hashed] = {}
        self._read_at: tuple[int, int] | None = None
        if not self._users():
            raise PageError(f"{path} has no user", hint=f"add one: python -m rag.users {path} add NAME")

    def authenticate(self, name: str, password: str, address: str = "") -> bool:
        """Say whether this is the password of this user; it takes some tenths of a second.

        After five wrong passwords of a name or from an address none is looked at for a while, a right one neither.

        Args:
            address: where the request came from.
        """
        if not _NAME.fullmatch(name) or len(password) > LONGEST:
            return False
        # A name that nobody has waits like any other, so that a wait does not tell who there is.
        who = [f"name {name}", *([f"address {address}"] if address else [])]
        if self._waits.seconds(*who) > 0:
            return False
        known = self._users().get(name)
        right = (known or _NOBODY).fits(password) and known is not None
        if right:
            self._waits.passed(*who)
        else:
            self._waits.failed(*who)
        return right

    def warning(self) -> str:
        """Return what is wrong with the rights of the file; nothing where nothing is."""
        return _readable_by_others(self.path)

    def _users(self) -> Mapping[str, Hashed]:
        with self._lock:
            stat = self.path.stat() if self.path.exists() else None
            seen = (stat.st_mtime_ns, stat.st_ino) if stat else None
            if seen is None or seen != self._read_at:
                self._known, self._read_at = read_users(self.path), seen
            return self._known


def read_users(path: Path) -> dict[str, Hashed]:
    """Return the users of a file by name, in its order.

    Raises:
        PageError: it cannot be read, or a line of it is no user.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        hint = f"add the first user: python -m rag.users {path} add NAME"
        raise PageError(f"there is no file of users at {path}", hint=hint) from error
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"the file of users {path} cannot be read", hint="it is a text file of yours") from error
    users: dict[str, Hashed] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, colon, rest = line.strip().partition(":")
        try:
            hashed = Hashed.read(rest)
        except ValueError as error:
            # What stands there may be a password that somebody wrote by hand: it is not repeated.
            hint = "each line is made by: python -m rag.users FILE add NAME"
            raise PageError(f"line {number} of {path} is no user", hint=hint) from error
        if not colon or not _NAME.fullmatch(name) or name in users:
            raise PageError(f"line {number} of {path} has no name of its own", hint="remove it")
        users[name] = hashed
    return users


def write_users(path: Path, users: Mapping[str, Hashed]) -> None:
    """Write the file as a whole, readable by its owner alone."""
    text = "".join(f"{name}:{hashed.written()}\n" for name, hashed in users.items())
    handle, made = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path.resolve())
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def _readable_by_others(path: Path) -> str:
    if os.name != "posix" or not path.stat().st_mode & 0o077:
        return ""
    return f"others on this machine can read {path}: chmod 600 {path}"


# --- the command ------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None, ask: Callable[[str], str] = getpass.getpass) -> int:
    """Add, remove or list users.

    Args:
        ask: prompts for a password that is not shown.
    """
    parser = argparse.ArgumentParser(prog="python -m rag.users", description="Who may sign in to the chat page.")
    parser.add_argument("file", metavar="FILE", type=Path, help="file of users; the first one makes it")
    commands = parser.add_subparsers(dest="command", required=True)
    for command, what in (("add", "add a user, or set a new password"), ("remove", "take a user out")):
        commands.add_parser(command, help=what).add_argument("name", metavar="NAME")
    commands.add_parser("list", help="print the names")
    given = parser.parse_args(arguments)
    path: Path = given.file
    if given.command == "add":
        _add(path, given.name, ask)
    elif given.command == "remove":
        _remove(path, given.name)
    else:
        print("\n".join(read_users(path)))
    if warning := _readable_by_others(path):
        print(f"warning: {warning}", file=sys.stderr)
    return 0


def _add(path: Path, name: str, ask: Callable[[str], str]) -> None:
    if not _NAME.fullmatch(name):
        raise PageError(f"{name!r} is no name of a user", hint="letters, digits, _ . @ and -, at most 64")
    users = read_users(path) if path.exists() else {}
    known = name in users
    password = ask(f"Password of {name}: ")
    if not SHORTEST <= len(password) <= LONGEST:
        raise PageError(f"the password has {len(password)} characters", hint=f"take {SHORTEST} to {LONGEST:,}")
    if ask("The same again: ") != password:
        raise PageError("the two passwords are not the same", hint="nothing was changed")
    write_users(path, {**users, name: Hashed.of(password)})
    print(f"{name} has a new password" if known else f"{name} can sign in")


def _remove(path: Path, name: str) -> None:
    users = read_users(path)
    if name not in users:
        raise PageError(f"{path} has no user {name}", hint=f"who there is: python -m rag.users {path} list")
    del users[name]
    write_users(path, users)
    print(f"{name} can no longer sign in")


if __name__ == "__main__":
    sys.exit(run(main))

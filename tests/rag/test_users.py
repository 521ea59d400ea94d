"""Who may sign in: the file, the command, and the waits after wrong passwords."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import PageError
from rag.users import FREE_TRIES, Hashed, Users, Waits, main, read_users, write_users

ROOT = Path(__file__).parents[2]
RIGHT, WRONG = "correct horse", "battery staple"


class Clock:
    """A clock that is set by hand; seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def ann() -> Hashed:
    """A hashed password; making one takes a while."""
    return Hashed.of(RIGHT)


@pytest.fixture
def file(tmp_path: Path, ann: Hashed) -> Path:
    """A file with one user."""
    write_users(tmp_path / "users", {"ann": ann})
    return tmp_path / "users"


def typed(*passwords: str) -> Callable[[str], str]:
    """Return a prompt at which these are typed, one after the other."""
    left = list(passwords)
    return lambda prompt: left.pop(0)


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [("ann", RIGHT, True), ("ann", WRONG, False), ("ann", "", False), ("ann", f"{RIGHT} ", False), ("Ann", RIGHT, False),
     ("ben", RIGHT, False), ("", RIGHT, False), ("ann:x", RIGHT, False), ("ann", "x" * 1_000_000, False)],
)  # fmt: skip
def test_only_the_right_password_of_a_user_is_right(file: Path, name: str, password: str, right: bool) -> None:
    assert Users(file).authenticate(name, password) is right


def test_the_file_has_no_password_and_each_hash_its_own_salt(file: Path, ann: Hashed) -> None:
    again = Hashed.of(RIGHT)

    text = file.read_text()
    assert text.startswith("ann:scrypt$32768$8$3$")
    assert RIGHT not in text
    assert (again.salt, again.key) != (ann.salt, ann.key)


def test_a_letter_is_the_same_however_the_keyboard_composes_it() -> None:
    assert Hashed.of("Stra\u00dfe und Caf\u00e9").fits("Stra\u00dfe und Cafe\u0301")


def test_only_the_owner_reads_the_file_and_a_file_that_others_read_is_said(file: Path) -> None:
    before = Users(file).warning()

    file.chmod(0o644)

    assert before == ""
    assert Users(file).warning() == f"others on this machine can read {file}: chmod 600 {file}"


def test_after_five_wrong_passwords_even_the_right_one_waits_longer_each_time(file: Path) -> None:
    clock = Clock()
    users = Users(file, waits=Waits(clock))

    for _ in range(FREE_TRIES - 1):
        users.authenticate("ann", WRONG)
    assert users.authenticate("ann", RIGHT)
    for _ in range(FREE_TRIES):
        users.authenticate("ann", WRONG)
    assert not users.authenticate("ann", RIGHT)
    clock.now += 30.0
    assert not users.authenticate("ann", WRONG)
    clock.now += 59.0
    assert not users.authenticate("ann", RIGHT)
    clock.now += 1.0
    assert users.authenticate("ann", RIGHT)


def test_an_address_that_tries_many_names_waits_and_others_do_not(file: Path) -> None:
    users = Users(file, waits=Waits(Clock()))

    for name in ("a", "b", "c", "d", "e"):
        users.authenticate(name, WRONG, "10.0.0.1")

    assert not users.authenticate("ann", RIGHT, "10.0.0.1")
    assert users.authenticate("ann", RIGHT, "10.0.0.2")


def test_a_name_that_nobody_has_waits_like_any_other() -> None:
    clock = Clock()
    waits = Waits(clock)

    for times in range(30):
        assert (waits.seconds("name ben") > 0) == (times >= FREE_TRIES)
        waits.failed("name ben")

    assert waits.seconds("name ben") == 900.0
    assert waits.seconds("name ann") == 0.0


def test_an_unknown_name_is_hashed_as_long_as_a_known_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    real = Hashed.derive

    def noted(self: Hashed, password: str) -> bytes:
        hashed.append(f"{self.cost} {self.block} {self.parallel}")
        return real(self, password)

    monkeypatch.setattr(Hashed, "derive", noted)
    users = Users(file)

    users.authenticate("ann", WRONG)
    users.authenticate("nobody", WRONG)

    assert hashed == ["32768 8 3", "32768 8 3"]


def test_who_is_added_or_removed_is_known_without_a_restart(file: Path) -> None:
    users = Users(file)
    made = Hashed.of(WRONG)

    write_users(file, {"ben": made})

    assert users.authenticate("ben", WRONG)
    assert not users.authenticate("ann", RIGHT)


@pytest.mark.parametrize(
    "line",
    ["ann", "ann:secret", ":scrypt$2$1$1$QQ==$QQ==", "ann:scrypt$3$1$1$QQ==$QQ==", "ann:scrypt$1048576$64$1$QQ==$QQ==",
     "ann:scrypt$2$1$1$QQ==$", "ann:bcrypt$2$1$1$QQ==$QQ==", "a nn:scrypt$2$1$1$QQ==$QQ==", "ann:scrypt$2$1$1$?$QQ=="],
)  # fmt: skip
def test_a_line_that_is_no_user_is_named_without_repeating_it(tmp_path: Path, line: str) -> None:
    file = tmp_path / "users"
    file.write_text(f"\n{line}\n")

    with pytest.raises(PageError) as caught:
        read_users(file)

    assert caught.value.message.startswith(f"line 2 of {file} ")
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(("text", "said"), [(None, "there is no file of users at {file}"), ("", "{file} has no user")])
def test_a_page_without_users_says_how_to_add_one(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "users"
    if text is not None:
        file.write_text(text)

    with pytest.raises(PageError) as caught:
        Users(file)

    assert caught.value.message == said.format(file=file)
    assert caught.value.hint.endswith(f"python -m rag.users {file} add NAME")


def test_the_command_adds_changes_lists_and_removes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "users"

    for arguments, passwords in (
        (["add", "ann"], (RIGHT, RIGHT)), (["add", "ben@paper.example"], (WRONG, WRONG)),
        (["add", "ann"], (WRONG, WRONG)), (["list"], ()), (["remove", "ben@paper.example"], ()), (["list"], ()),
    ):  # fmt: skip
        assert main([str(file), *arguments], typed(*passwords)) == 0

    assert capsys.readouterr().out.splitlines() == [
        "ann can sign in", "ben@paper.example can sign in", "ann has a new password", "ann", "ben@paper.example",
        "ben@paper.example can no longer sign in", "ann",
    ]  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    assert Users(file).authenticate("ann", WRONG)


@pytest.mark.parametrize(
    ("arguments", "passwords", "said"),
    [
        (["add", "ben"], ("short", "short"), "the password has 5 characters"),
        (["add", "ben"], (RIGHT, WRONG), "the two passwords are not the same"),
        (["add", "b:en"], (RIGHT, RIGHT), "'b:en' is no name of a user"),
        (["remove", "ben"], (), "{file} has no user ben"),
    ],
)
def test_a_mistake_changes_nothing(file: Path, arguments: list[str], passwords: tuple[str, ...], said: str) -> None:
    before = file.read_text()

    with pytest.raises(PageError) as caught:
        main([str(file), *arguments], typed(*passwords))

    assert caught.value.message == said.format(file=file)
    assert file.read_text() == before


def test_a_password_on_the_command_line_is_not_taken(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag.users", str(file), "add", "ben", RIGHT],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2
    assert list(read_users(file)) == ["ann"]

"""Conversations as the server keeps them: saved, listed, searched, renamed, deleted; each seen by its user only."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.domain import Answer
from rag.errors import AnswerInvalid, HistoryError
from rag.feedback import KINDS, LONGEST_COMMENT, Feedback, Kind
from rag.history_file import reading, writing
from rag.kept import Kept, KeptConversation, as_title
from rag.render import one_line, visible

MOST_CONVERSATIONS = 5_000
"""Of one user; the oldest go."""

MOST_BYTES = 2_000_000
"""Of one exchange."""

MOST_WORDS = 16
"""Of a search; the others are not looked for."""

# Scripts without blanks are one word to SQLite's word index, which then finds only how a sentence begins.
_UNSPACED = re.compile("([\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")

_LISTED = """SELECT c.id, coalesce(nullif(c.title, ''), (SELECT heading FROM exchanges WHERE conversation = c.row
        ORDER BY row LIMIT 1)), min(e.asked_at), max(e.asked_at), count(*), c.collection
    FROM conversations c JOIN exchanges e ON e.conversation = c.row WHERE c.user = ?"""


def new_id() -> str:
    """Return an id that nobody can guess, for a conversation or an exchange."""
    return secrets.token_urlsafe(9)


class History:
    """The conversations in one file, which is made with the first that is saved.

    Every method opens the file for itself: threads and processes may use it at once. Every one takes the user ("" where
    there is no login), and finds nothing of another's, whatever id it is given.

    Raises:
        HistoryError: from every method, where the file cannot be read or written, or is not such a file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def save(self, user: str, collection: str, conversation_id: str, exchange: Kept) -> None:
        """Keep an exchange; one with the same id is replaced where it stands.

        The conversation is made where there is none, and called by its first question.

        Raises:
            HistoryError: it is too large, in another conversation already, or has an id or a time that is none.
        """
        self._add(user, collection, conversation_id, [exchange])

    def bring(self, user: str, collection: str, title: str, exchanges: Iterable[Kept]) -> str:
        """Keep a conversation that came from a file, under new ids; return its id."""
        conversation_id = new_id()
        fresh = [replace(exchange, exchange_id=new_id()) for exchange in exchanges]
        self._add(user, collection, conversation_id, fresh, as_title(title))
        return conversation_id

    def conversations(self, user: str, query: str = "", most: int = 200) -> list[KeptConversation]:
        """Return up to `most` conversations, the one last added to first.

        Args:
            query: words, each as one begins; all of them are in the title, the questions or the answers.
        """
        sought, wanted = "", _sought(query)
        if query.strip():
            sought = "AND c.row IN (SELECT rowid FROM words WHERE words MATCH ?)"
            if not wanted:
                return []
        with reading(self.path) as file:
            found = file.execute(
                f"{_LISTED} {sought} GROUP BY c.row ORDER BY max(e.row) DESC LIMIT ?",
                (user, *([wanted] if sought else []), most),
            )
            return [KeptConversation(*row) for row in found]

    def conversation(self, user: str, conversation_id: str) -> tuple[KeptConversation, tuple[Kept, ...]] | None:
        """Return a conversation and its exchanges, oldest first; None where the user has no such one."""
        with reading(self.path) as file:
            found = file.execute(f"{_LISTED} AND c.id = ? GROUP BY c.row", (user, conversation_id)).fetchone()
            bodies = file.execute(
                "SELECT body FROM exchanges WHERE conversation ="
                " (SELECT row FROM conversations WHERE user = ? AND id = ?) ORDER BY row",
                (user, conversation_id),
            ).fetchall()
        return (KeptConversation(*found), tuple(self._kept(body) for (body,) in bodies)) if found else None

    def of_exchange(self, user: str, exchange_id: str) -> str | None:
        """Return the id of the conversation that an exchange is in; None where the user has no such one."""
        with reading(self.path) as file:
            found = file.execute(
                "SELECT c.id FROM exchanges e JOIN conversations c ON c.row = e.conversation"
                " WHERE e.user = ? AND c.user = e.user AND e.id = ?",
                (user, exchange_id),
            ).fetchone()
        return str(found[0]) if found else None

    def rename(self, user: str, conversation_id: str, title: str) -> bool:
        """Rename a conversation; an empty title is its first question again. Say whether it is there."""
        with writing(self.path) as file:
            row = _row(file, user, conversation_id)
            file.execute("UPDATE conversations SET title = ? WHERE row = ?", (as_title(title), row))
            _index(file, row)
        return row is not None

    def delete(self, user: str, conversation_id: str) -> bool:
        """Take out a conversation with all that was said of it, without a trace; say whether it was there."""
        with writing(self.path, scrub=True) as file:
            gone = file.execute("DELETE FROM conversations WHERE user = ? AND id = ?", (user, conversation_id))
            return gone.rowcount > 0

    def replace_from(self, user: str, conversation_id: str, exchange_id: str) -> bool:
        """Drop an exchange and all after it, for an edited question to take their place; say whether it was there."""
        with writing(self.path) as file:
            row = _row(file, user, conversation_id)
            gone = file.execute(
                "DELETE FROM exchanges WHERE conversation = ? AND row >="
                " (SELECT row FROM exchanges WHERE conversation = ? AND id = ?)",
                (row, row, exchange_id),
            )
            _index(file, row)
            return gone.rowcount > 0

    def feedback(self, user: str, exchange_id: str, kind: Kind, comment: str = "") -> bool:
        """Keep what a user says of an answer; say whether the answer is there.

        The same kind said again replaces what was said; "good" takes back the others, and they take back "good".
        """
        if kind not in KINDS:
            raise ValueError(kind)
        now = datetime.now(tz=UTC).isoformat(timespec="seconds")
        with writing(self.path) as file:
            found = file.execute("SELECT row FROM exchanges WHERE user = ? AND id = ?", (user, exchange_id)).fetchone()
            if found:
                file.execute(
                    "DELETE FROM feedback WHERE exchange = ? AND (kind = 'good') != (? = 'good')", (found[0], kind)
                )
                file.execute(
                    "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?)",
                    (found[0], kind, visible(comment).strip()[:LONGEST_COMMENT], now),
                )
        return found is not None

    def feedbacks(self, user: str | None = None) -> list[Feedback]:
        """Return what was said of answers, oldest first: by a user, or by all for who runs the server."""
        with reading(self.path) as file:
            found = file.execute(
                "SELECT e.user, f.kind, f.comment, f.given_at, e.body FROM feedback f JOIN exchanges e"
                " ON e.row = f.exchange WHERE ? IS NULL OR e.user = ? ORDER BY f.given_at, f.rowid",
                (user, user),
            ).fetchall()
        return [Feedback(who, kind, comment, when, self._kept(body)) for who, kind, comment, when, body in found]

    def preferences(self, user: str) -> dict[str, Any]:
        """Return what a user has chosen, by name; empty where nothing was."""
        with reading(self.path) as file:
            return self._chosen(file, user)

    def prefer(self, user: str, **values: object) -> None:
        """Keep what a user chose beside what was chosen before; None takes a choice back. Values are plain data."""
        with writing(self.path) as file:
            chosen = self._chosen(file, user) | values
            kept = json.dumps({name: value for name, value in chosen.items() if value is not None})
            file.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", (user, kept))

    def _chosen(self, file: sqlite3.Connection, user: str) -> dict[str, Any]:
        found = file.execute("SELECT chosen FROM preferences WHERE user = ?", (user,)).fetchone()
        try:
            return dict(json.loads(found[0])) if found else {}
        except (ValueError, TypeError) as error:
            raise self._damaged() from error

    def _add(
        self, user: str, collection: str, conversation_id: str, exchanges: Sequence[Kept], title: str = ""
    ) -> None:
        """Write exchanges at the end of a conversation, all or none."""
        rows = [_as_row(exchange) for exchange in exchanges]
        with writing(self.path) as file:
            row = _row(file, user, conversation_id)
            made = row is None
            if made:
                row = file.execute(
                    "INSERT INTO conversations (user, id, collection, title) VALUES (?, ?, ?, ?)",
                    (user, conversation_id, collection, title),
                ).lastrowid
            for values in rows:
                written = file.execute(
                    "INSERT INTO exchanges (conversation, user, id, heading, asked_at, said, body)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user, id) DO UPDATE SET heading = excluded.heading,"
                    " asked_at = excluded.asked_at, said = excluded.said, body = excluded.body"
                    " WHERE conversation = excluded.conversation",
                    (row, user, *values),
                )
                if not written.rowcount:
                    raise HistoryError("this exchange is in another conversation", hint="give it an id of its own")
            _index(file, row)
            if made:
                _prune(file, user)

    def _kept(self, body: str) -> Kept:
        try:
            return Kept.from_dict(json.loads(body))
        except (ValueError, TypeError, RecursionError, AnswerInvalid) as error:
            raise self._damaged() from error

    def _damaged(self) -> HistoryError:
        return HistoryError(
            f"{self.path} is damaged: what was kept in it cannot be read", hint="delete that conversation"
        )


def _as_row(exchange: Kept) -> tuple[str, str, str, str, str]:
    """Return id, heading, time, what is searched, and the whole.

    Raises:
        HistoryError: it is larger than what is kept, or could not be read again.
    """
    body = json.dumps(exchange.to_dict())
    if len(body) > MOST_BYTES:
        raise HistoryError(
            "this answer is too large to be kept", hint=f"{MOST_BYTES // 1_000_000} MB are the most; it is still shown"
        )
    try:
        Kept.from_dict(json.loads(body))
    except AnswerInvalid as error:
        raise HistoryError(f"this answer cannot be kept: {error.message}") from error
    said = one_line(f"{exchange.question} {_text(exchange.answer)}")
    return exchange.exchange_id, as_title(exchange.question), exchange.asked_at, said, body


def _text(answer: Answer | None) -> str:
    """Return what is searched of an answer: its question as understood, its statements or its refusal."""
    if answer is None:
        return ""
    said = [f"{each.label} {each.text}" for each in answer.statements] or [answer.text]
    return " ".join([answer.question, *said])


def _row(file: sqlite3.Connection, user: str, conversation_id: str) -> int | None:
    found = file.execute("SELECT row FROM conversations WHERE user = ? AND id = ?", (user, conversation_id)).fetchone()
    return found[0] if found else None


def _index(file: sqlite3.Connection, row: int | None) -> None:
    """Write the words of a conversation anew: its title and all that was said in it."""
    if row is None:
        return
    said = file.execute(
        "SELECT title FROM conversations WHERE row = ? UNION ALL SELECT said FROM exchanges WHERE conversation = ?",
        (row, row),
    )
    text = _spaced("\n".join(part for (part,) in said))
    file.execute("DELETE FROM words WHERE rowid = ?", (row,))
    file.execute("INSERT INTO words (rowid, said) VALUES (?, ?)", (row, text))


def _prune(file: sqlite3.Connection, user: str) -> None:
    file.execute(
        "DELETE FROM conversations WHERE row IN (SELECT c.row FROM conversations c LEFT JOIN exchanges e"
        " ON e.conversation = c.row WHERE c.user = ? GROUP BY c.row ORDER BY max(e.row) DESC LIMIT -1 OFFSET ?)",
        (user, MOST_CONVERSATIONS),
    )


def _sought(query: str) -> str:
    """Return a search in SQLite's own language, each word in quotation marks: nothing in it can be an operator."""
    words = one_line(query).split()[:MOST_WORDS]
    return " ".join('"{}"*'.format(_spaced(word).replace('"', '""')) for word in words)


def _spaced(text: str) -> str:
    return _UNSPACED.sub(r" \1 ", text)

"""The tab of many questions: a table or a list of them, answered one after the other into a table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from rag.batch import BatchQuestion, BatchRow, answer_batch, as_batch_csv, read_batch
from rag.door import write_log
from rag.errors import DatelineError
from rag.page.handing import saved
from rag.page.ports import Desk, PageAssistant
from rag.page.queues import ASKING, QUIET
from rag.page.talk import Preferences
from rag.render import describe_sources, escape_html, in_sentences, joined, one_line
from rag.words import say, say_counted, speaking


class BatchTab:
    """The components of the tab, and what happens to them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.labelled: list[tuple[Any, Mapping[str, Any]]] = []

    def build(self, preferences: gr.State, collection: gr.Dropdown) -> None:
        """Put the components on the page."""
        self._given = [preferences, collection]
        self._rows: gr.State = gr.State(())
        with gr.Column(elem_id="batch", elem_classes="sheet"):
            self._questions = gr.Textbox(
                label="Questions, one a line, or a table with a column “question”", lines=5, max_lines=14,
                elem_id="batch-questions",
            )  # fmt: skip
            with gr.Row(elem_classes="tools-row"):
                self._file = gr.UploadButton(
                    "Read them from a file", file_types=[".csv", ".tsv", ".txt"], size="sm", elem_id="batch-file"
                )
                self._run = gr.Button("Answer them", size="sm", elem_id="batch-run", variant="primary")
                self._stop = gr.Button("Stop", size="sm", elem_id="batch-stop", visible=False)
                self._save = gr.Button("Save as CSV", size="sm", elem_id="batch-save", visible=False)
            self._table = gr.HTML(elem_id="batch-table")
        self.labelled = [
            (self._questions, {"label": "Questions, one a line, or a table with a column “question”"}),
            (self._file, {"label": "Read them from a file"}),
            (self._run, {"value": "Answer them"}),
            (self._stop, {"value": "Stop"}),
            (self._save, {"value": "Save as CSV"}),
        ]

    def wire(self, handout: gr.Textbox) -> None:
        """Say what happens."""
        self._file.upload(self.read, self._file, self._questions, **QUIET)
        shown = [self._rows, self._table, self._run, self._stop, self._save]
        running = self._run.click(self.run, [self._questions, *self._given], shown, **ASKING)
        self._stop.click(self.finished, self._rows, shown[2:], cancels=[running], queue=False, **QUIET)
        self._save.click(self.save, self._rows, handout, **QUIET)

    def read(self, file: str | None) -> str:
        """Return what is in a file, for a reader to look at before it is asked."""
        try:
            return Path(file or "").read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            write_log()
            return ""

    async def run(self, text: str, preferences: Preferences, collection: str) -> AsyncIterator[list[Any]]:
        """Answer the questions, showing each answer as it is there."""
        from anyio import to_thread

        language, rows = preferences.language, list[BatchRow]()
        with speaking(language):
            try:
                questions = read_batch(text)
                assistant = self._desk.open(collection, settings=preferences.settings())
                trouble = ""
            except DatelineError as error:
                said = escape_html(in_sentences(error.message, error.hint))
                trouble = f'<p class="trouble" role="alert">{said}</p>'
        if trouble:
            yield [(), trouble, *self.finished(())]
            return
        answering = answer_batch(_Plain(assistant), questions)

        def step() -> tuple[BatchRow | None, str]:
            with speaking(language):
                row = next(answering, None)
                return row, as_table([*rows, *([row] if row else [])], len(questions))

        yield [(), "", gr.Button(visible=False), gr.Button(visible=True), gr.Button(visible=False)]
        while (found := await to_thread.run_sync(step, abandon_on_cancel=True))[0] is not None:
            row, table = found
            rows += [row] if row else []
            yield [tuple(rows), table, gr.skip(), gr.skip(), gr.skip()]
        yield [tuple(rows), gr.skip(), *self.finished(rows)]

    def finished(self, rows: Sequence[BatchRow]) -> list[Any]:
        """Return the buttons as they stand when nothing is being answered."""
        return [gr.Button(visible=True), gr.Button(visible=False), gr.Button(visible=bool(rows))]

    def save(self, rows: Sequence[BatchRow]) -> str:
        """Return the table as a file."""
        return saved("answers.csv", "text/csv", as_batch_csv(rows))


class _Plain:
    """An assistant that is asked without a conversation."""

    def __init__(self, assistant: PageAssistant) -> None:
        self._assistant = assistant

    def stream(self, question: str, **limits: Any) -> Any:
        """Yield answers that grow; the last is whole."""
        return self._assistant.stream(question, (), **limits)


def as_table(rows: Sequence[BatchRow], of: int) -> str:
    """Return the answers so far as a table, and how many are still to come."""
    answered = sum(row.answer is not None and not row.answer.refused for row in rows)
    done = say("{done} of {of} asked, {answered} answered", done=len(rows), of=of, answered=answered)
    head = "".join(
        f"<th scope='col'>{escape_html(name)}</th>" for name in (say("Question"), say("Answer"), say("Source"))
    )
    body = "".join(_row(row) for row in rows)
    return (
        f'<p class="quiet" role="status">{escape_html(done)}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: BatchRow) -> str:
    return f"<tr><th scope='row'>{_shown(row.question)}</th>{_answer(row)}</tr>"


def _answer(row: BatchRow) -> str:
    if row.answer is None:
        return f'<td class="trouble" colspan="2">{escape_html(row.trouble)}</td>'
    if row.answer.refused or not row.answer.statements:
        return f'<td class="quiet" colspan="2">{escape_html(row.answer.text)}</td>'
    first = row.answer.statements[0]
    more = len(row.answer.statements) - 1
    rest = say_counted(more, "{number} more statement", "{number} more statements") if more else ""
    return (
        f"<td>{escape_html(first.text)} <span class='quiet'>{escape_html(rest)}</span></td>"
        f"<td class='quiet'>{escape_html(joined(describe_sources(first)))}</td>"
    )


def _shown(question: BatchQuestion) -> str:
    limits = joined([question.outlet, question.author, question.since, question.until])
    small = f"<br><span class='quiet'>{escape_html(one_line(limits))}</span>" if limits else ""
    return f"{escape_html(one_line(question.question))}{small}"

"""The page as programs use it: `answer`, `retrieve` and `ingest` through the real client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.domain import Turn
from rag.errors import IndexBusy
from tests.page.fakes import BROKEN, EMPTY, WATCHMAN, ZEPPELIN, watchman
from tests.page.gate import FakeDesk, Gate, SearchingAssistant, open_page

gradio_client = pytest.importorskip("gradio_client")


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Gate, Any]]:
    """One page and one client for all tests."""
    with open_page() as gate:
        yield gate, gradio_client.Client(gate.url, verbose=False, analytics_enabled=False)


@pytest.fixture
def desk(opened: tuple[Gate, Any]) -> FakeDesk:
    """What is behind the page, new."""
    desk = opened[0].desk
    desk.assistant = SearchingAssistant()
    desk.shelf.given, desk.shelf.trouble = [], None
    return desk


@pytest.fixture
def client(opened: tuple[Gate, Any], desk: FakeDesk) -> Any:
    """A program."""
    return opened[1]


def refused(client: Any, name: str, **given: Any) -> str:
    """Call what must fail, and return what is said."""
    with pytest.raises(gradio_client.exceptions.AppError) as caught:
        client.predict(**given, api_name=name)
    return str(caught.value)


def test_a_program_gets_the_whole_answer(client: Any, desk: FakeDesk) -> None:
    reply = client.predict(question=WATCHMAN, api_name="/answer")

    assert reply == {**reply, "schema": 1, "question": WATCHMAN, "refused": False}
    cited = reply["statements"][0]["citations"][0]
    assert cited["quote"] == watchman().citations[0].quote
    assert desk.assistant.asked == [
        (WATCHMAN, (), {"outlets": [], "authors": [], "since": None, "until": None}),
    ]


def test_filters_and_history_reach_the_assistant(client: Any, desk: FakeDesk) -> None:
    client.predict(
        question=ZEPPELIN, history=[["Who flew?", "Nobody. [1]"]], outlets=["Coast Wire"], authors=["N. Ardent"],
        since="2025-03", until="2025-03-31", collection="harbour", api_name="/answer",
    )  # fmt: skip

    question, history, limits = desk.assistant.asked[0]
    assert (question, history) == (ZEPPELIN, (Turn("Who flew?", "Nobody. [1]"),))
    assert limits == {
        "outlets": ["Coast Wire"],
        "authors": ["N. Ardent"],
        "since": "2025-03",
        "until": "2025-03-31",
    }


def test_a_program_gets_passages_with_where_they_stand(client: Any, desk: FakeDesk) -> None:
    found = client.predict(question="Who was killed?", k=1, outlets=["Coast Wire"], api_name="/retrieve")

    assert [item["quote"] for item in found] == ["Nobody was killed."]
    assert (found[0]["publisher"], found[0]["score"]) == ("Coast Wire", 0.75)
    assert desk.assistant.sought[0][1:] == (
        1,
        {"outlets": ["Coast Wire"], "authors": [], "since": None, "until": None},
    )


def test_a_program_adds_addresses_and_gets_the_report(client: Any, desk: FakeDesk) -> None:
    addresses = ["https://paper.example/feed.xml", "http://wire.example/a?b=1"]

    report = client.predict(sources=addresses, collection="empty", api_name="/ingest")

    assert report == {"added": 2, "rejected": []}
    assert desk.shelf.given == [addresses]


@pytest.mark.parametrize(
    "source",
    ["/etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa", "articles", "C:\\a.txt", "ftp://paper.example/a", "https://",
     "http://a.example/b\nfile:///etc/passwd", "//paper.example/a", "HTTPS:/etc/passwd", "http://[", "", 7, None,
     {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, ["/etc/passwd"]],
)  # fmt: skip
def test_no_program_adds_a_file_of_this_machine(client: Any, desk: FakeDesk, source: Any) -> None:
    said = refused(client, "/ingest", sources=["https://paper.example/a", source])

    assert "is no web address, and a program may add nothing else. Addresses begin with" in said
    assert desk.shelf.given == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"question": "x" * 2_001}, "The question has 2,001 characters; 2,000 are the most."),
        ({"question": ["a"]}, "The question is no text. Give a string."),
        (
            {"question": "a", "history": [["b", "c"]] * 7},
            "The history is no list of at most 6 exchanges. Give the latest ones.",
        ),
        (
            {"question": "a", "history": [["b"]]},
            "An exchange of the history is none. Each is a pair of texts: [question, answer].",
        ),
        (
            {"question": "a", "history": [["b", "c" * 20_001]]},
            "An exchange of the history is too long. A question has at most 2,000 characters, an answer 20,000.",
        ),
        (
            {"question": "a", "outlets": "Coast Wire"},
            "Outlets is no list of names. At most 50, of 200 characters each.",
        ),
        ({"question": "a", "authors": [1]}, "Authors is no list of names. At most 50, of 200 characters each."),
        ({"question": "a", "since": 2025}, "Since is no day. Write 2025-03-04, 2025-03 or 2025."),
        (
            {"question": "a", "collection": "../secret"},
            "There is no collection “../secret”. There are: harbour, empty.",
        ),
        ({"question": "a", "collection": "empty"}, "There is no collection at empty. Add articles first."),
        ({"question": EMPTY}, "There is no collection at dateline-index. Add articles first: python -m ingest PATH."),
    ],
)
def test_what_a_program_gets_wrong_is_one_clear_message(client: Any, given: dict[str, Any], said: str) -> None:
    assert refused(client, "/answer", **given) == said


@pytest.mark.parametrize("k", [0, 51, -1, "ten", 2.5, True, None])
def test_only_a_sensible_number_of_passages_is_found(client: Any, desk: FakeDesk, k: Any) -> None:
    assert refused(client, "/retrieve", question="a", k=k) == "K is no number of passages. 1 to 50."
    assert desk.assistant.sought == []


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([], "There is nothing to add. Give a list of web addresses."),
        ("https://paper.example/a", "There is nothing to add. Give a list of web addresses."),
        (["https://paper.example/a"] * 51, "51 addresses are too many. 50 at a time are the most."),
    ],
)
def test_only_so_many_addresses_are_added_at_a_time(client: Any, sources: Any, said: str) -> None:
    assert refused(client, "/ingest", sources=sources) == said


def test_another_ingest_that_runs_is_said(client: Any, desk: FakeDesk) -> None:
    desk.shelf.trouble = IndexBusy("another ingest runs", hint="wait until it is done")

    said = refused(client, "/ingest", sources=["https://paper.example/a"])

    assert said == "Another ingest runs. Wait until it is done."


@pytest.mark.parametrize("name", ["/answer", "/retrieve"])
def test_an_error_of_ours_tells_a_program_no_detail(client: Any, name: str) -> None:
    said = refused(client, name, question=BROKEN)

    assert said.startswith("Dateline failed at this; the details are in ")
    assert "secret" not in said


def test_three_endpoints_are_offered_with_their_types(client: Any) -> None:
    offered = client.view_api(return_format="dict")["named_endpoints"]

    assert sorted(offered) == ["/answer", "/ingest", "/retrieve"]
    asked = {each["parameter_name"]: each for each in offered["/answer"]["parameters"]}
    assert list(asked) == ["question", "history", "outlets", "authors", "since", "until", "collection"]
    assert asked["question"]["type"] == {"type": "string"}
    assert asked["question"]["parameter_has_default"] is False
    assert asked["outlets"]["type"] == {"oneOf": [{"type": "null"}, {"type": "array", "items": {"type": "string"}}]}
    assert asked["history"]["parameter_default"] is None
    found = offered["/retrieve"]
    assert {each["parameter_name"]: each["type"] for each in found["parameters"]}["k"] == {"type": "integer"}
    assert found["returns"][0]["type"]["type"] == "array"
    assert offered["/ingest"]["returns"][0]["type"]["type"] == "object"
    assert offered["/answer"]["description"].startswith("Answer a question from the news articles;")


def test_a_file_named_as_an_upload_is_refused_too(opened: tuple[Gate, Any], desk: FakeDesk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret itself")
    body = {"data": [[{"path": str(secret), "meta": {"_type": "gradio.FileData"}}], ""]}

    response = opened[0].ask("POST", "/gradio_api/run/ingest", body)

    assert response.status >= 400
    assert b"the secret itself" not in response.read()
    assert desk.shelf.given == []

"""The tools for language models, where the extra is installed; elsewhere a clear message instead of a silent 404."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest

from rag.errors import PageError
from rag.page.guard import CONTENT_POLICY, Entrance
from rag.page.mcp import ADDRESS, available, check_available
from tests.page.fakes import WATCHMAN, watchman
from tests.page.gate import Gate, open_page

if TYPE_CHECKING:
    from mcp import ClientSession

T = TypeVar("T")
installed = importlib.util.find_spec("mcp") is not None
needs_mcp = pytest.mark.skipif(not installed, reason="the extra is not installed: pip install -e '.[mcp]'")


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    """A page with tools."""
    with open_page(Entrance(mcp=True)) as gate:
        yield gate


def talk(gate: Gate, what: Callable[[ClientSession], Awaitable[T]]) -> T:
    """Speak to the page as a language model's program does."""
    import anyio
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def session() -> T:
        async with (
            streamablehttp_client(f"{gate.url}{ADDRESS}/") as (reading, writing, _),
            ClientSession(reading, writing) as client,
        ):
            await client.initialize()
            return await what(client)

    return anyio.run(session)


@needs_mcp
def test_three_tools_are_offered_with_what_they_take(gate: Gate) -> None:
    tools = {tool.name: tool for tool in talk(gate, lambda client: client.list_tools()).tools}

    assert sorted(tools) == ["answer", "ingest", "retrieve"]
    assert (tools["answer"].description or "").startswith("Answer a question from the news articles;")
    takes = tools["retrieve"].inputSchema["properties"]
    assert sorted(takes) == sorted(["question", "k", "outlets", "authors", "since", "until", "collection"])
    assert takes["k"]["type"] == "integer"
    assert takes["k"]["description"] == "how many passages, 1 to 50."


@needs_mcp
def test_a_tool_answers_from_the_articles(gate: Gate) -> None:
    result = talk(gate, lambda client: client.call_tool("answer", {"question": WATCHMAN}))

    said = "".join(getattr(part, "text", "") for part in result.content)
    assert not result.isError
    assert watchman().citations[0].quote in said
    # Gradio writes what a tool returns as Python does.
    assert ast.literal_eval(said)["question"] == WATCHMAN


@needs_mcp
def test_a_tool_reads_no_file_and_says_so(gate: Gate) -> None:
    result = talk(gate, lambda client: client.call_tool("ingest", {"sources": ["/etc/passwd"]}))

    assert result.isError
    assert "is no web address, and a program may add nothing else" in str(result.content)
    assert gate.desk.shelf.given == []


@needs_mcp
def test_the_tools_stand_behind_the_guard_too(gate: Gate) -> None:
    foreign = gate.ask("POST", f"{ADDRESS}/", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, Host="evil.example")
    large = gate.ask("POST", f"{ADDRESS}/", **{"Content-Length": "2000001"})
    named = gate.ask("GET", ADDRESS)

    assert (foreign.status, large.status) == (400, 413)
    assert named.getheader("content-security-policy") == CONTENT_POLICY


def test_the_extra_is_found_or_its_command_is_said() -> None:
    assert available() is installed
    if installed:
        check_available()
        return
    with pytest.raises(PageError) as caught:
        check_available()
    assert caught.value.message == "--mcp needs a package that is not installed"
    assert caught.value.hint.endswith("pip install -e '.[mcp]'")

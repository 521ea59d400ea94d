"""A chat server on loopback that speaks OpenAI's streaming protocol, for the tests: real HTTP, scripted answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does with the next requests, and what it was sent.

    Attributes:
        pieces: the parts of the answer, one server-sent event each.
        first: the parts of the answers to the first requests, where those are others.
        status: the HTTP status; anything but 200 is sent with an error body.
        cut_after: close the connection after so many pieces, in the middle of the stream.
        silent: accept the request and never answer.
    """

    pieces: list[str] = field(default_factory=list)
    first: list[list[str]] = field(default_factory=list)
    status: int = 200
    cut_after: int | None = None
    silent: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def prompt(self) -> str:
        """Return the user's message of the last request."""
        return str(self.requests[-1]["messages"][-1]["content"])


@contextmanager
def chat_server(script: Script) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1; yield the base URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            script.requests.append(json.loads(self.rfile.read(length)))
            if script.silent:
                script.ended.wait(20)
                return
            if script.status != 200:
                self._send(script.status, {"error": {"message": "scripted failure, key sk-secret", "type": "test"}})
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            pieces = script.first.pop(0) if script.first else script.pieces
            for number, piece in enumerate(pieces):
                if script.cut_after == number:
                    self.close_connection = True
                    self.connection.close()
                    return
                self._event({"role": "assistant", "content": piece}, None)
            self._event({}, "stop")
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

        def _event(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            event = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "test", "choices": [choice]}
            self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _send(self, status: int, body: dict[str, object]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        script.ended.set()
        server.shutdown()
        server.server_close()

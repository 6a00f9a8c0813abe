"""Asks an ASGI application as a browser would, without a server."""

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")


def answered(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run to its end, in a thread of its own: Playwright keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    app: Any
    cookies: dict[str, str] = field(default_factory=dict)
    scheme: str = "http"
    peer: str = "127.0.0.1"

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(
        self, path: str, body: bytes = b"", headers: dict[str, str] | None = None, **fields: str
    ) -> Answer:
        """Send a form back, as a page of this host does."""
        own = {"origin": "http://localhost:8501", **(headers or {})}
        return answered(self.asked("POST", path, own, body or urlencode(fields).encode()))

    def ask(self, method: str, path: str, **headers: str) -> Answer:
        return answered(self.asked(method, path, headers))

    async def asked(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> Answer:
        route, _, query = path.partition("?")
        given = {"host": "localhost:8501", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookies:
            given["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": self.scheme,
            "server": ("localhost", 8501),
            "client": (self.peer, 50000),
            "path": route,
            "raw_path": route.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in given.items()],
        }
        answer = Answer(0, {}, b"")

        told = False

        async def receive() -> dict[str, Any]:
            nonlocal told
            if told:
                await asyncio.Event().wait()  # the browser stays connected
            told = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {k.decode(): v.decode() for k, v in message["headers"]}
                answer.cookies = [v.decode() for k, v in message["headers"] if k == b"set-cookie"]
            else:
                answer.body += message.get("body", b"")

        await self.app(scope, receive, send)
        return answer

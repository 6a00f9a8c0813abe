"""A reader behind nginx without a browser: TLS, cookies, forms, and an open page's WebSocket."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.deploy.fronting import NAME, Front
from tracking.web import posting

PROCESS = "tracking_process"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Page:
    """An open page."""

    connection: ClientConnection

    def run(self, query: str = "") -> str:
        """Have the page run anew; all that it says."""
        message = BackMsg()
        message.rerun_script.query_string = query
        self.connection.send(message.SerializeToString())
        said = []
        while (answer := self._next()).WhichOneof("type") != "script_finished":
            said.append(str(answer))
        return "\n".join(said)

    def place_for(self, name: str) -> str:
        """The address to which a file of this name is to be sent."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        self.connection.send(message.SerializeToString())
        while (answer := self._next()).WhichOneof("type") != "file_urls_response":
            pass
        return answer.file_urls_response.file_urls[0].upload_url

    def _next(self) -> ForwardMsg:
        return ForwardMsg.FromString(bytes(self.connection.recv(60)))


@dataclass
class Reader:
    """Somebody at a browser, with cookies and an address of their own."""

    front: Front
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"

    def ask(
        self, method: str, path: str, body: bytes | None = None, host: str = "", **headers: str
    ) -> Answer:
        given = {"Host": host or f"{NAME}:{self.front.tls}", "Origin": self.front.address}
        if self.cookies:
            given["Cookie"] = self._cookie
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1")
        connection.sock = self.line()
        connection.request(method, path, body, given)
        came = connection.getresponse()
        answer = Answer(came.status, came.headers, came.read())
        connection.close()
        self._keep(answer.headers)
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def fill_in(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        """Open the form at this address and send it back."""
        form = re.search(rf'name="{posting.FIELD}" value="(\w+)"', self.get(path).text)
        assert form
        body = urlencode({posting.FIELD: form[1], **fields}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, **kind, **(headers or {}))

    def send_file(self, place: str, content: bytes) -> int:
        """Send a file as an open page does; the status of the answer."""
        self.get("/_stcore/health")  # gives the cookie that guards against other hosts' forms
        body = (
            b'--frame\r\nContent-Disposition: form-data; name="file"; filename="report.csv"\r\n'
            b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--frame--\r\n"
        )
        kind = {"Content-Type": "multipart/form-data; boundary=frame"}
        guard = {"X-Xsrftoken": self.cookies["_streamlit_xsrf"]}
        return self.ask("PUT", place, body, **kind, **guard).status

    def line(self, *protocols: str, name: str = NAME) -> ssl.SSLSocket:
        """A connection over TLS, the certificate proved."""
        context = ssl.create_default_context(cafile=str(self.front.certificate))
        if protocols:
            context.set_alpn_protocols([*protocols])
        return context.wrap_socket(self._plain(), server_hostname=name)

    @contextmanager
    def page(self) -> Iterator[Page]:
        """An open page of theirs."""
        with connect(
            f"wss://{NAME}:{self.front.tls}/_stcore/stream",
            sock=self._plain(),
            ssl=ssl.create_default_context(cafile=str(self.front.certificate)),
            server_hostname=NAME,
            origin=self.front.address,
            subprotocols=["streamlit"],
            additional_headers={"Cookie": self._cookie},
            max_size=None,
        ) as connection:
            self._keep(connection.response.headers)
            yield Page(connection)

    def _plain(self) -> socket.socket:
        return socket.create_connection(
            ("127.0.0.1", self.front.tls), timeout=60, source_address=(self.address, 0)
        )

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, headers: HTTPMessage) -> None:
        for one in headers.get_all("Set-Cookie") or []:
            name, value, gone = re.match(r"(\w+)=([^;]*)(.*)", one).groups()
            self.cookies[name] = value.strip('"')
            if not self.cookies[name] or "max-age=0" in gone.lower():
                del self.cookies[name]

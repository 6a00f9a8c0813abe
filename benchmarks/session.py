"""A reader's session without a browser: the WebSocket and the messages Streamlit's page sends."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.e2e.serving import token_at
from tracking.web.visitor import COOKIE

FINISHED: Final = ForwardMsg.ScriptFinishedStatus
PATIENCE: Final = 60


class Session:
    """One reader on one page."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def run(self, query: str = "") -> tuple[float, int]:
        """Have the page run with this address; seconds until it has finished, and bytes sent."""
        message = BackMsg()
        message.rerun_script.query_string = query
        began, size = time.perf_counter(), 0
        self.connection.send(message.SerializeToString())
        while True:
            data = self.connection.recv(PATIENCE)
            size += len(data)
            answer = ForwardMsg.FromString(bytes(data))  # type: ignore[arg-type]
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished != FINISHED.Value("FINISHED_SUCCESSFULLY"):
                    continue  # of a run that a newer one replaced
                return time.perf_counter() - began, size
            if answer.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(answer.delta.new_element.exception.message)


@contextmanager
def session(address: str) -> Iterator[Session]:
    """Open a session with the dashboard at this address, signed in."""
    url = address.replace("http://", "ws://") + "/_stcore/stream"
    signed_in = {"Cookie": f"{COOKIE}={token_at(address, 'administrator')}"}
    with connect(  # type: ignore[arg-type,list-item]
        url,
        origin=address,
        subprotocols=["streamlit"],
        additional_headers=signed_in,
        max_size=None,
    ) as connection:
        yield Session(connection)

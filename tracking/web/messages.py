"""What a page says over its WebSocket, and what of it may be passed on."""

from typing import Final

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

# What a reader's page asks for; emptying caches and stopping the server are not among it.
PASSED: Final = frozenset(
    {
        "rerun_script",
        "stop_script",
        "load_git_info",
        "file_urls_request",
        "app_heartbeat",
        "backend_operation_request",
    }
)


def passed(message: bytes) -> bool:
    """Whether a message is one that a reader's page may send."""
    return _read(message).WhichOneof("type") in PASSED


def only_anew(message: bytes) -> bytes:
    """The message so that it does nothing but run its page anew.

    What was pressed, chosen or asked for with it comes from somebody who meanwhile signed out or
    may no longer do it; a button's own function would run before the page could ask.
    """
    said, anew = _read(message), BackMsg()
    anew.rerun_script.query_string = said.rerun_script.query_string
    anew.rerun_script.page_script_hash = said.rerun_script.page_script_hash
    anew.rerun_script.context_info.CopyFrom(said.rerun_script.context_info)
    changed: bytes = anew.SerializeToString()
    return changed


def _read(message: bytes) -> BackMsg:
    try:
        said: BackMsg = BackMsg.FromString(message)
    except DecodeError:
        return BackMsg()
    return said

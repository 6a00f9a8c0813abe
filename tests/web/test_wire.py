"""Small messages leave at once."""

import os
import socket

from tracking.web.wire import OPEN_FILES, send_at_once


def test_what_a_listening_socket_accepts_sends_at_once():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        assert send_at_once() >= 1
        listening.listen()
        with socket.create_connection(listening.getsockname()):
            accepted, _from = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_it_leaves_no_file_open():
    reading, writing = os.pipe()
    before = set(OPEN_FILES.iterdir())
    send_at_once()
    assert set(OPEN_FILES.iterdir()) == before
    os.close(reading)
    os.close(writing)

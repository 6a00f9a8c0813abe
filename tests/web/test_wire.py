"""Small messages leave at once."""

import socket

from tracking.web.wire import send_at_once


def test_what_a_listening_socket_accepts_sends_at_once():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        assert send_at_once() >= 1
        listening.listen()
        with socket.create_connection(listening.getsockname()):
            accepted, _from = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

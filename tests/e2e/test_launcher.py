"""The launcher on a terminal: our address alone, and Ctrl-C ends it quietly."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.serving import ROOT, free_port

pytestmark = pytest.mark.browser


def test_the_address_stands_alone_and_ctrl_c_ends_quietly(tmp_path: Path):
    port = free_port()
    own = {"TRACKING_STORE": str(tmp_path / "own.db"), "STREAMLIT_SERVER_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "dashboard.py"],
        cwd=ROOT, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = []
    for line in server.stdout:
        said.append(line.strip())
        if line.startswith("Sign in at this machine"):
            break
    server.send_signal(signal.SIGINT)
    rest, _ = server.communicate(timeout=60)
    assert server.returncode == 0
    link = said[-1].rpartition(" ")[2]
    assert link.startswith(f"http://127.0.0.1:{port}/link/")
    assert [line for line in said if line] == [
        f"看板地址：http://127.0.0.1:{port}",
        f"本机登录链接（限用一次）：{link}",
        f"The dashboard is at http://127.0.0.1:{port}",
        f"Sign in at this machine by this link, once: {link}",
    ]
    assert rest.strip() == ""

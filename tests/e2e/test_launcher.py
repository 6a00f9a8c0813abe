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
        if line.startswith("The dashboard is at"):
            break
    server.send_signal(signal.SIGINT)
    rest, _ = server.communicate(timeout=60)
    assert server.returncode == 0
    assert [line for line in said if line] == [
        f"看板地址：http://127.0.0.1:{port}",
        f"The dashboard is at http://127.0.0.1:{port}",
    ]
    assert rest.strip() == ""

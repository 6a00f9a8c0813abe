"""nginx in front of dashboards: the very file that ships, with other ports and folders alone."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.e2e.serving import free_port

NAME = "progress.example.cn"
SITE = ROOT / "deploy" / "nginx" / "tracking.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
# As Debian's nginx.conf, in which the site is included.
AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    access_log {folder}/nginx-access.log;
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/tracking.conf;
}}
"""


@dataclass(frozen=True)
class Front:
    """Where nginx answers, and what it keeps."""

    tls: int
    plain: int
    folder: Path

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.tls}"

    @property
    def log(self) -> str:
        return (self.folder / "logs" / "access.log").read_text()

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"


def adapted(folder: Path, tls: int, plain: int, processes: Sequence[int]) -> str:
    """The site as an administrator adapts it."""
    text = SITE.read_text()
    text = re.sub(r"^\s*listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for old, new in {
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        f"https://{NAME}$": f"https://{NAME}:{tls}$",
        "/etc/ssl/tracking": str(folder),
        "/var/log/nginx/tracking": f"{folder}/logs",
        "/srv/tracking": str(ROOT),
        "/var/www/acme": f"{folder}/acme",
    }.items():
        assert old in text
        text = text.replace(old, new)
    for old, port in zip(("8501", "8502"), processes, strict=True):
        text = text.replace(old, str(port))
    return text


@contextmanager
def fronted(folder: Path, processes: Sequence[int]) -> Iterator[Front]:
    """nginx, with a certificate of its own, in front of two processes on these ports."""
    front = Front(free_port(), free_port(), folder)
    (folder / "logs").mkdir()
    certify(folder)
    (folder / "tracking.conf").write_text(adapted(folder, front.tls, front.plain, processes))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    assert NGINX, "nginx is missing: `make test` installs it"
    server = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"])
    try:
        while not (folder / "nginx.pid").exists():
            assert server.poll() is None, "nginx did not start"
            time.sleep(0.01)
        yield front
    finally:
        server.terminate()
        server.wait(10)


def certify(folder: Path) -> None:
    """A key, and a certificate that it signs itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip

"""The units: systemd reads them, they shut processes in, and shut in these still do their work."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy.caged import NOBODY, settings
from tests.deploy.conftest import SETTINGS
from tests.deploy.fronting import fronted
from tests.deploy.reading import Reader
from tests.e2e.serving import free_port, served
from tracking.store import Store

UNITS = sorted((ROOT / "deploy" / "systemd").glob("tracking*.[st]*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
DASHBOARD = ROOT / "deploy" / "systemd" / "tracking@.service"
BACKUP = ROOT / "deploy" / "systemd" / "tracking-backup.service"
STORE, BACKUPS = Path("/var/lib/tracking/tracking.db"), Path("/var/backups/tracking")
PASSWORD = "梅花香自苦寒来 2026"
shuts_in = pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux",
    reason="shutting a process in as systemd does takes root",
)


def named(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("unit", UNITS, ids=named)
def test_systemd_finds_nothing_wrong(unit, tmp_path):
    # Its programs are not installed where the suite runs: a copy names one that is everywhere.
    for one in UNITS:
        text = re.sub(r"^ExecStart=.*", "ExecStart=/bin/true", one.read_text(), flags=re.M)
        (tmp_path / one.name).write_text(text)
    more = tmp_path / "tracking@.service.d"
    more.mkdir()
    shutil.copy(ROOT / "deploy" / "systemd" / "tracking-identity.conf", more)
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in checked.stderr.splitlines() if unit.name.partition(".")[0] in line]
    assert (checked.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", SERVICES, ids=named)
def test_a_service_is_as_little_exposed_as_can_be(unit):
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert rated.returncode == 0, rated.stdout[-300:]


@pytest.mark.parametrize("unit", SERVICES, ids=named)
def test_units_settings_and_guide_name_the_same_places(unit):
    said = settings(unit)
    assert said["User"] == ["tracking"]
    assert str(STORE.parent) in said["ReadWritePaths"][0].split()
    environment = settings(ROOT / "deploy" / "tracking.env")
    assert environment["TRACKING_STORE"] == [str(STORE)]
    assert environment["TRACKING_BACKUPS"] == [str(BACKUPS)]
    if "EnvironmentFile" in said:
        assert said["EnvironmentFile"] == ["/etc/tracking/tracking.env"]
        assert said["WorkingDirectory"] == ["/srv/tracking"]
    for guide in ("deploy.md", "deploy.zh.md"):
        assert unit.name.replace(".service", "") in (ROOT / "docs" / guide).read_text()


def test_a_running_process_keeps_to_its_release_when_the_link_leads_to_another(tmp_path):
    link = tmp_path / "tracking"
    link.symlink_to(ROOT)
    (started,) = settings(DASHBOARD)["ExecStart"]
    program = started.split()[:2]
    where = "import sys, tracking.web; print(sys.prefix, tracking.web.__file__, sys.path)"
    said = subprocess.run(
        [*program, "-c", where], cwd=link, capture_output=True, text=True, check=True
    ).stdout
    assert str(ROOT / "tracking" / "web") in said
    assert str(link) not in said


@shuts_in
def test_the_command_line_acts_under_the_name_of_who_typed_it(tmp_path, published_copy, programme):
    own = tmp_path / "tracking.env"
    own.write_text(f"TRACKING_STORE={published_copy}\n")
    text = (ROOT / "deploy" / "tracking.sh").read_text()
    for old, new in {
        "/etc/tracking/tracking.env": str(own),
        "/srv/tracking": str(ROOT),
        "=tracking ": "=root ",
    }.items():
        assert old in text
        text = text.replace(old, new)
    script = tmp_path / "tracking"
    script.write_text(text)
    command = ["sh", script, "account", "add", "wu", "--role", "viewer"]
    subprocess.run(command, check=True, env=os.environ | {"SUDO_USER": "zhang"})
    with Store.open(published_copy, programme, read_only=True) as store:
        trail = store.audit()
    assert "zhang" in trail["actor"].tolist()


@pytest.fixture
def places(tmp_path, published_copy) -> tuple[Path, Path]:
    """The folders of the store and of the backups, the user's own."""
    lib, backups = tmp_path / "lib", tmp_path / "backups"
    for folder in (lib, backups):
        folder.mkdir()
    shutil.move(published_copy, lib / STORE.name)
    for path in (lib, backups, lib / STORE.name):
        os.chown(path, NOBODY, NOBODY)
    return lib, backups


def caged(unit: Path, places: tuple[Path, Path], *command: str) -> list[str]:
    return [
        "unshare", "--mount", "--propagation", "private", sys.executable, "-m",
        "tests.deploy.caged", str(unit), *map(str, places), "--", ".venv/bin/python", *command,
    ]  # fmt: skip


def ran(unit: Path, places: tuple[Path, Path], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        caged(unit, places, *command), cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"TRACKING_STORE": str(STORE), "TRACKING_BACKUPS": str(BACKUPS)},
        timeout=120,
    )  # fmt: skip


TRIED = """
import mmap, os, socket
for name, reach in {
    "program": lambda: open("/srv/tracking/README.md", "a"),
    "machine": lambda: open("/etc/hosts", "a"),
    "other": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "root": lambda: os.setuid(0),
    "code": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC),
}.items():
    try:
        reach()
        print("REACHED", name)
    except OSError:
        pass
open("/var/lib/tracking/tried", "w").close()
"""


@shuts_in
@pytest.mark.parametrize("unit", [DASHBOARD, BACKUP], ids=named)
def test_shut_in_a_process_reaches_nothing_but_its_folders(unit, places):
    tried = ran(unit, places, "-c", TRIED)
    assert (tried.returncode, tried.stdout) == (0, "")


@shuts_in
def test_shut_in_people_sign_in_and_a_file_is_taken(places, tmp_path, programme):
    port = free_port()
    with Store.open(places[0] / STORE.name, programme) as store:
        link = store.accounts.add("sun", "reporter", "110000", actor="tests")
    for path in places[0].iterdir():
        os.chown(path, NOBODY, NOBODY)
    command = caged(DASHBOARD, places, "dashboard.py", "--port", str(port))
    folder = tmp_path / "nginx"
    folder.mkdir()
    with (
        served(STORE, log=tmp_path / "out.log", command=command, port=port, **SETTINGS),
        fronted(folder, (port, free_port())) as front,
    ):
        reader = Reader(front)
        assert reader.fill_in(f"/link/{link}", new=PASSWORD, again=PASSWORD).status == 303
        with reader.page() as page:
            assert "sun" in page.run()
            assert reader.send_file(page.place_for("report.csv"), b"x") == 204


@shuts_in
def test_shut_in_a_workbook_is_read_by_the_guarded_process(places):
    workbook = next((ROOT / "tests" / "files").glob("*.xlsx"))
    shutil.copy(workbook, places[0] / "report.xlsx")
    free = subprocess.run(
        [sys.executable, "-m", "tracking", "check", workbook],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    shut_in = ran(DASHBOARD, places, "-m", "tracking", "check", "/var/lib/tracking/report.xlsx")
    assert free.stdout.strip()
    assert shut_in.stdout.replace("report.xlsx", workbook.name) == free.stdout
    assert shut_in.returncode == free.returncode


@shuts_in
def test_shut_in_a_backup_is_made_and_proved(places):
    made = ran(BACKUP, places, *settings(BACKUP)["ExecStart"][0].split()[2:])
    assert made.returncode == 0, made.stderr
    (backup,) = places[1].glob("tracking-*.db")
    assert backup.stat().st_uid == NOBODY


PROVED = """
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
key = RSAKey.generate_key(2048)
token = jwt.encode({"alg": "RS256"}, {"sub": "wang"}, key)
assert jwt.decode(token, key).claims["sub"] == "wang"
"""


@shuts_in
def test_shut_in_an_identity_providers_token_is_proved(places):
    proved = ran(DASHBOARD, places, "-c", PROVED)
    assert proved.returncode == 0, proved.stderr


@shuts_in
def test_shut_in_a_fault_is_written_to_the_log(places):
    fault = "from tracking.faults import log_beside, noted; from pathlib import Path;"
    fault += f"noted(ValueError('x'), log_beside(Path('{STORE}')), 'page')"
    assert ran(DASHBOARD, places, "-c", fault).returncode == 0
    assert "ValueError" in (places[0] / "tracking.log").read_text()


@pytest.mark.parametrize("guide", ["deploy.md", "deploy.zh.md"])
def test_the_guides_name_every_file_and_none_that_is_not_there(guide):
    text = (ROOT / "docs" / guide).read_text()
    named = {*re.findall(r"\bdeploy/[\w@./-]*\w", text)}
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "deploy").rglob("*.*")}
    assert files - named == set()
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_the_port_of_a_unit_is_one_that_nginx_asks():
    site = (ROOT / "deploy" / "nginx" / "tracking.conf").read_text()
    guide = (ROOT / "docs" / "deploy.md").read_text().partition("One more process")[0]
    assert {*re.findall(r"127\.0\.0\.1:(\d+)", site)} == {*re.findall(r"tracking@(\d+)", guide)}

"""Runs a command as a unit lets it run: `python -m tests.deploy.caged UNIT LIB BACKUPS -- COMMAND`.

There is no systemd where the suite runs. What of a unit's settings decides whether the product runs
at all is set by hand, as root, read from the unit itself: a file system that is read-only but for
ReadWritePaths, another user without capabilities, no new privileges, the system calls of
SystemCallFilter, the sockets of RestrictAddressFamilies, no memory that is written and executed.
LIB and BACKUPS stand for /var/lib/tracking and /var/backups/tracking, this tree for /srv/tracking.
"""

import ctypes
import os
import socket
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.conftest import ROOT

NOBODY = 65534
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # EPERM, as SystemCallErrorNumber says
EQUAL = 4
LIBC = ctypes.CDLL(None, use_errno=True)


class Compared(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int),
                ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))  # fmt: skip


def settings(unit: Path) -> dict[str, list[str]]:
    """What the unit says, each setting with all its values."""
    said: dict[str, list[str]] = defaultdict(list)
    for line in unit.read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            said[name].append(value)
    return said


def calls(groups: list[str]) -> set[str]:
    """The system calls that SystemCallFilter leaves."""
    left: set[str] = set()
    for group in " ".join(groups).split():
        left = left - _named(group[1:]) if group.startswith("~") else left | _named(group)
    return left


def _named(group: str) -> set[str]:
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True
    ).stdout
    names = [line.strip() for line in told.splitlines()[1:] if not line.strip().startswith("#")]
    return {one for name in names for one in (_named(name) if name[0] == "@" else {name})}


def main() -> None:
    unit, lib, backups, _, *command = sys.argv[1:]
    said = settings(Path(unit))
    filtered = calls(said["SystemCallFilter"])
    families = said["RestrictAddressFamilies"][0].split()
    _shut_in(said["ReadWritePaths"][0].split(), Path(lib), Path(backups))
    os.umask(int(said["UMask"][0], 8))
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _prctl(38, 1)  # NoNewPrivileges
    if said["MemoryDenyWriteExecute"] == ["yes"]:
        _prctl(65, 1)
    _filter(filtered, [getattr(socket, one) for one in families])
    os.chdir(said["WorkingDirectory"][0])
    os.execvp(command[0], command)


def _shut_in(writable: list[str], lib: Path, backups: Path) -> None:
    """Mounts of one's own: nothing can be written but what the unit names and /tmp."""
    python = Path(sys.base_prefix)
    with tempfile.TemporaryDirectory() as held:
        holding = {Path("/var/lib/tracking"): lib, Path("/var/backups/tracking"): backups,
                   Path("/srv/tracking"): ROOT, python: python}  # fmt: skip
        for number, source in enumerate(holding.values()):
            (Path(held) / str(number)).mkdir()
            _mount("--bind", source, Path(held) / str(number))
        hidden = ["/var/lib", "/var/backups", "/srv"]
        hidden += [f"/{python.parts[1]}"] if python.is_relative_to("/root") else []
        for folder in hidden:
            _mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
        for number, target in enumerate(holding):
            if target != python or target.is_relative_to("/root"):
                target.mkdir(parents=True, exist_ok=True)
                _mount("--bind", Path(held) / str(number), target)
        for line in Path("/proc/self/mounts").read_text().splitlines():
            place = line.split()[1]
            api = place.startswith(("/proc", "/sys", "/dev")) or place.startswith(held)
            if not api and place not in writable:
                _mount("-o", "remount,bind,ro", place)
        _mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", "/tmp")  # PrivateTmp
        # The folder's name went with /tmp, and with it what was held there.
        Path(held).mkdir(parents=True)


def _mount(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True)


def _prctl(what: int, value: int) -> None:
    if LIBC.prctl(what, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {what}")


def _filter(allowed: set[str], families: list[int]) -> None:
    lib = ctypes.CDLL("libseccomp.so.2")
    lib.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(lib.seccomp_init(ctypes.c_uint32(REFUSE)))
    for name in allowed - {"socket"}:
        number = lib.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            lib.seccomp_rule_add_array(context, ctypes.c_uint32(ALLOW), number, 0, None)
    number = lib.seccomp_syscall_resolve_name(b"socket")
    for family in families:
        only = Compared(0, EQUAL, family, 0)
        lib.seccomp_rule_add_array(context, ctypes.c_uint32(ALLOW), number, 1, ctypes.byref(only))
    if lib.seccomp_load(context):
        raise OSError("the filter of system calls was not taken")


if __name__ == "__main__":
    main()

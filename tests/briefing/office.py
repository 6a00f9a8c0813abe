"""Documents as an office program sets them."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path


def to_pdf(file: Path) -> Path:
    """A document as PDF, beside it."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={_profile()}", "--headless", "--convert-to", "pdf",
         "--outdir", file.parent, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return file.with_suffix(".pdf")


@cache
def _profile() -> str:
    """The program's own folder, which it fills when it first starts: one for all of a process."""
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder.as_uri()

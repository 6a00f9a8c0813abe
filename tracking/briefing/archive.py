"""ZIPs that tell no time of writing: equal contents give equal bytes."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first day a ZIP can say.
_FIRST_DAY: Final = date(1980, 1, 1)


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """The files under their names, each dated that day, in the order of their names."""
    return _packed({name: files[name] for name in sorted(files)}, day)


def still(document: bytes) -> bytes:
    """An office document, which is a ZIP, with no time in it; its parts stay in their order."""
    with ZipFile(BytesIO(document)) as read:
        return _packed({name: read.read(name) for name in read.namelist()}, _FIRST_DAY)


def _packed(files: Mapping[str, bytes], day: date) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()

"""The programme and the store that this process serves, opened once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from tracking.programme import Programme, ProgrammeError, load
from tracking.published import import_published
from tracking.store import Store, StoreError
from tracking.words import LANGUAGES

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class House:
    """What is tracked, and where what is known about it is kept."""

    programme: Programme
    store: Store


class CannotStart(Exception):  # noqa: N818 (said as it is)
    """What keeps the dashboard from starting, one line for each fault and language."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def house() -> House:
    """The programme and store the environment names. Raises CannotStart."""
    return _opened(*places(os.environ))


def places(environment: Mapping[str, str]) -> tuple[Path, Path]:
    """The folder of the programme and the file of the store."""
    return (
        Path(environment.get("TRACKING_PROGRAMME") or ROOT / "data" / "programme").resolve(),
        Path(environment.get("TRACKING_STORE") or ROOT / "data" / "tracking.db").resolve(),
    )


def first_figures(house: House) -> None:
    """Take the published figures into a store that has nothing, unless it is a demonstration."""
    if not house.store.demonstration and not house.store.submissions():
        import_published(house.store, house.programme)


@lru_cache(maxsize=4)
def _opened(programme_folder: Path, store_path: Path) -> House:
    try:
        programme = load(programme_folder)
        store_path.parent.mkdir(parents=True, exist_ok=True)
        store = Store.open(store_path, programme)
        if store.demonstration:
            # The demonstration's room is heavy; a ministry's own store never needs it.
            from tracking.demo import with_invented_sizes  # noqa: PLC0415

            programme = with_invented_sizes(programme)
        return House(programme, store)
    except ProgrammeError as error:
        raise CannotStart(
            [fault.said(language) for fault in error.faults for language in LANGUAGES]
        ) from error
    except StoreError as error:
        raise CannotStart([error.said(language) for language in LANGUAGES]) from error
    except OSError as error:
        raise CannotStart([f"{store_path}: {error.strerror or error}"]) from error

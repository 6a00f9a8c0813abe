"""Unforeseen faults: a person is told a number, the log has the rest under it."""

import logging
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

SIZE: Final = 2 << 20
KEPT: Final = 5
_FORMAT: Final = "%(asctime)s %(levelname)s %(message)s"


def log_beside(store: Path) -> Path:
    """The log of a store: beside it, with its name."""
    return store.with_suffix(".log")


def noted(error: BaseException, log: Path, where: str) -> str:
    """Write a fault into the log; returns the number it stands under.

    Where the log cannot be written, the number is all there is.
    """
    reference = secrets.token_hex(3)
    logger = logging.Logger("tracking.faults")
    try:
        handler = RotatingFileHandler(log, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return reference
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)
    try:
        logger.error("%s: reference %s", where, reference, exc_info=error)
    finally:
        handler.close()
    return reference

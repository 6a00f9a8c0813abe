"""A report file becomes checked figures: bytes → tables → figures and findings."""

from tracking.intake.findings import Finding, UnreadableFile
from tracking.intake.tables import Table

__all__ = ["Finding", "Table", "UnreadableFile"]

"""A report file becomes checked figures: bytes → tables → figures and findings."""

from tracking.intake.check import Checked, check
from tracking.intake.findings import Finding, UnreadableFile
from tracking.intake.read import read
from tracking.intake.tables import Table

__all__ = ["Checked", "Finding", "Table", "UnreadableFile", "check", "read"]

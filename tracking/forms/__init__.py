"""Workbooks for those who report: what is handed out to be filled in, and what comes back marked.

A unit's template for a quarter and the empty form have the heads of `tracking.intake.contract`;
`tracking.forms.marked` gives a reporter's own file back. All are read again by `tracking.intake`.
"""

from tracking.forms.empty import empty_csv, empty_xlsx
from tracking.forms.template import template_csv, template_name, template_xlsx

__all__ = ["empty_csv", "empty_xlsx", "template_csv", "template_name", "template_xlsx"]

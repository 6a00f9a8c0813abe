"""What is handed out: a unit's template for a quarter, the empty form, the ledger; marked files.

A template and the empty form have the heads of `tracking.intake.contract`; `tracking.forms.marked`
gives a reporter's own file back. All of these are read again by `tracking.intake`.
"""

from tracking.forms.empty import empty_csv, empty_xlsx
from tracking.forms.template import template_csv, template_name, template_xlsx

__all__ = ["empty_csv", "empty_xlsx", "template_csv", "template_name", "template_xlsx"]

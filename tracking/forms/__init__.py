"""What is handed out to be filled in: a unit's template for a quarter, and the empty form.

Both have the heads of `tracking.intake.contract` and are read again by `tracking.intake`.
"""

from tracking.forms.empty import empty_csv, empty_xlsx
from tracking.forms.template import template_csv, template_name, template_xlsx

__all__ = ["empty_csv", "empty_xlsx", "template_csv", "template_name", "template_xlsx"]

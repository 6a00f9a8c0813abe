"""Implementation progress of a programme: reports in; progress measured, explained, shown."""

import os

# Where lxml is installed, openpyxl would read XML by it, past defusedxml, and write it otherwise.
os.environ["OPENPYXL_LXML"] = "False"

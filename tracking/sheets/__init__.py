"""Spreadsheet files as plain rows of text; run only inside the guarded process.

`tracking.intake.guard` starts it; it imports nothing of the product, so that it starts fast.
"""

"""A briefing as a Word document, set as GB/T 9704 sets an official one; its charts stay editable.

It has no red head, no document number and no seal: those make a document official.
"""

from tracking.briefing.briefing import Briefing


def write(briefing: Briefing) -> bytes:
    """The document's bytes; equal briefings give equal ones."""
    # python-docx and python-pptx take their time; only who writes a document waits for them.
    from tracking.briefing.word.document import written  # noqa: PLC0415

    return written(briefing)

# ruff: noqa: N818 (they are named for what is the matter)
"""What the store refuses, each as a type of its own that can say itself in both languages."""

from datetime import date
from typing import TYPE_CHECKING, cast

from tracking.programme import Quarter
from tracking.words import N_, Language, Text, numbers, say

if TYPE_CHECKING:
    from tracking.store.submissions import Submission
    from tracking.store.verify import Difference


class StoreError(Exception):
    """Something the store cannot or will not do; `said` tells a person what and what next."""

    message = N_("The store cannot do this.")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """What happened, and what to do, in this language."""
        return say(language, self.message, **self.values)


class NotAStore(StoreError):
    """The file is something else, or nothing is there."""

    message = N_("{path} is not a store of this product. Nothing was changed.")


class NoStore(StoreError):
    """There is no file to open read-only."""

    message = N_("There is no store at {path}.")


class CannotOpen(StoreError):
    """The file, or its folder, cannot be opened."""

    message = N_("The store at {path} cannot be opened ({reason}).")


class Damaged(StoreError):
    """Parts of the file cannot be read any more."""

    message = N_(
        "The store at {path} is damaged ({reason}). Nothing was saved; put the latest copy in its"
        " place, and prove it with “python -m tracking verify”."
    )


class StoreIsNewer(StoreError):
    """A newer version of the product made this store."""

    message = N_(
        "The store at {path} was made by a newer version of this product (its schema is {found},"
        " this version knows {known}). Use that version; nothing was changed."
    )


class StoreIsOlder(StoreError):
    """A store that an older version of the product made, opened only to be read."""

    message = N_(
        "The store at {path} was made by an older version of this product. Start the dashboard"
        " once, or run “python -m tracking init”: that brings it up to date."
    )


class FolderReadOnly(StoreError):
    """A store in a folder that refuses the log which even reading takes."""

    message = N_(
        "The store at {path} cannot be opened: its log lies beside it, and nothing may be written"
        " in that folder. Ask whoever keeps this system for the right."
    )


class ReadOnly(StoreError):
    """A write to a store that is open for reading, or that may not be written."""

    message = N_("The store can only be read here. Nothing was saved.")


class Busy(StoreError):
    """Another process held the store for too long."""

    message = N_("Someone else is writing to the store. Nothing was saved; please try again.")


class Replaced(StoreError):
    """Another file lies where the store was when it was opened."""

    message = N_(
        "The store at {path} was replaced or moved away while it was open. Nothing was saved;"
        " start the dashboard anew."
    )


class InUse(StoreError):
    """A store that another program has open, when nobody may."""

    message = N_(
        "The store at {path} is open in another program. Stop the dashboard, and whatever else"
        " uses the store, and try again. Nothing was changed."
    )


class BackupDamaged(StoreError):
    """A backup that does not prove sound: it takes no store's place."""

    message = N_("The backup {path} is damaged: {what} Nothing was changed.")

    def said(self, language: Language) -> str:
        """Which backup, and the first thing in it that differs."""
        what = cast("list[Difference]", self.values["differences"])[0].said(language)
        return say(language, self.message, path=self.values["path"], what=what)


class NoRoom(StoreError):
    """A disk too full for another copy of the store."""

    message = N_(
        "There is not enough room in {folder}: the copy takes {needed} MB, {free} MB are free."
        " Nothing was changed."
    )


class NotCopied(StoreError):
    """The copy of a store could not be written."""

    message = N_("The copy could not be written to {folder} ({reason}). Nothing was changed.")


class NoSpace(StoreError):
    """The disk is full, or failed."""

    message = N_("The store could not be written ({reason}). Nothing was saved.")


class UnknownSubmission(StoreError):
    """There is no submission of this number."""

    message = N_("There is no submission {submission}.")


class UnknownCode(StoreError):
    """A figure or target of a unit or indicator that the programme does not have."""

    message = N_("The programme does not have “{code}”. Nothing was saved.")


class DuplicateFigures(StoreError):
    """One submission stating a figure twice, or none at all."""

    message = N_(
        "A submission states each figure once, and at least one figure. Nothing was saved."
    )


class NotAllowed(StoreError):
    """A move that is not open to this person or at this moment."""

    message = N_("This is not allowed. Nothing was changed.")


class NotEntitled(NotAllowed):
    """What this person's role does not open to them, whatever the moment."""

    message = N_("You are not entitled to this. Nothing was changed.")


class IllegalMove(NotAllowed):
    """A submission cannot go from its state to this one."""

    message = N_("Submission {submission} is {found}; it cannot become {wanted}.")

    def said(self, language: Language) -> str:
        """Which submission, in which state, cannot become what."""
        words = {
            name: state_name(language, str(state))
            for name, state in self.values.items()
            if name != "submission"
        }
        return say(language, self.message, submission=self.values["submission"], **words)


class OwnSubmission(NotAllowed):
    """Somebody deciding on what they handed in themselves."""

    message = N_(
        "Submission {submission} was handed in by you; somebody else decides on it. Nothing was"
        " changed."
    )


class NeedsReason(NotAllowed):
    """A return without a reason."""

    message = N_("Say why submission {submission} goes back. Nothing was changed.")


class NeedsWords(NotAllowed):
    """A problem closed, or opened again, without a reason."""

    message = N_("Say why the problem is closed or opened again. Nothing was changed.")


class NoSuchProblem(NotAllowed):
    """The current report names no problem there."""

    message = N_(
        "The current report of {unit} for {quarter} names no problem with {indicator}. Nothing was"
        " changed."
    )


class IsClosed(NotAllowed):
    """A problem to be closed that is closed."""

    message = N_(
        "The problem of {unit} with {indicator} in {quarter} is closed already. Nothing was"
        " changed."
    )


class IsOpen(NotAllowed):
    """A problem to be opened again that is open."""

    message = N_(
        "The problem of {unit} with {indicator} in {quarter} is open already. Nothing was changed."
    )


class UnfitDeadline(NotAllowed):
    """A deadline that cannot be set as it was asked for."""

    def said(self, language: Language) -> str:
        """Which deadline, and what would be right, in this language."""
        words = {name: _worded(language, value) for name, value in self.values.items()}
        return say(language, self.message, **words)


class NotInProgramme(UnfitDeadline):
    """A deadline for a quarter that nobody owes a report for."""

    message = N_("{quarter} is outside the programme, which runs from {start} to {end}.")


class DueTooEarly(UnfitDeadline):
    """A day before the quarter is over."""

    message = N_(
        "The reports of {quarter} cannot be due before the quarter ends on {day}. Nothing was"
        " changed."
    )


class ExtensionTooEarly(UnfitDeadline):
    """An extension of one unit that ends before everybody's deadline."""

    message = N_(
        "An extension cannot end on {due}, before the deadline for all, {day}. Nothing was changed."
    )


class ExtensionNeedsReason(UnfitDeadline):
    """An extension of one unit without a reason."""

    message = N_("Say why {unit} may report later. Nothing was changed.")


class OwesNoReport(UnfitDeadline):
    """A deadline for somebody who does not report."""

    message = N_("{unit} owes no report. Nothing was changed.")


class TimeRunsBack(NotAllowed):
    """A move that would be dated before one that was already made."""

    message = N_("{at} lies before the last entry, {last}. Nothing was saved.")


class AlreadySubmitted(NotAllowed):
    """The same bytes were submitted before; `submission` is the first."""

    message = N_("This very file was already submitted: submission {number}, {name}.")

    def __init__(self, submission: "Submission") -> None:
        self.submission = submission
        super().__init__(number=submission.id, name=submission.name)


def state_name(language: Language, state: str) -> str:
    """A submission's state in this language."""
    names = {
        "": N_("not there yet"),
        "draft": N_("draft"),
        "submitted": N_("submitted"),
        "approved": N_("approved"),
        "returned": N_("returned"),
        "withdrawn": N_("withdrawn"),
        "superseded": N_("superseded"),
    }
    return say(language, names[state])


def _worded(language: Language, value: object) -> object:
    if isinstance(value, Quarter):
        return numbers.quarter(language, value)
    if isinstance(value, date):
        return numbers.day(language, value)
    return value.to(language) if isinstance(value, Text) else value


class BriefingNeedsName(StoreError):
    """A briefing saved under no name, or one that no list can show."""

    message = N_("A saved briefing needs a name of at most {longest} letters, on one line.")


class NoSavedBriefing(StoreError):
    """A saved briefing that is not there, or no more."""

    message = N_("No saved briefing is called “{name}”.")


class BriefingNotTakenOut(StoreError):
    """Put back cannot be what is there."""

    message = N_("“{name}” is in the list; there is nothing to put back.")


class TooManyBriefings(StoreError):
    """More saved briefings than a list can hold."""

    message = N_("There are {most} saved briefings already. Take some out first.")

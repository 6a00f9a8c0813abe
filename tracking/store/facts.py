"""Facts that stand in the audit chain row by row: what they say there, to be compared later."""

import sqlite3
from typing import Any, Final

# Each table's rows have an entry in the chain whose action is the table's name.
AUDITED: Final = (
    "target",
    "remark",
    "evidence",
    "deadline",
    "problem_state",
    "account",
    "account_role",
    "identity",
    "saved_briefing",
    "made_briefing",
)


def details_of(connection: sqlite3.Connection, table: str, number: int) -> dict[str, Any]:
    """A row as the audit chain keeps it: its columns, with codes for ids."""
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    codes = "".join(
        f", (select code from {name} where id = t.{name}) as {name}"  # noqa: S608
        for name in ("indicator", "unit")
        if name in columns
    )
    cursor = connection.execute(f"select t.*{codes} from {table} t where t.id = ?", [number])  # noqa: S608
    row = cursor.fetchone()
    return {name[0]: value for name, value in zip(cursor.description, row, strict=True)}

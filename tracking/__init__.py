"""Implementation progress of a programme: reports in; progress measured, explained, shown."""

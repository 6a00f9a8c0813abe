"""The browser tests and what they share."""

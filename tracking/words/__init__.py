"""What the product says, in Chinese and in English: messages, numbers, quarters.

English is the source text; `zh/*.po` hold the Chinese, one gettext catalogue a room.
"""

from tracking.words.catalogue import LANGUAGES, N_, Language, Text, say, say_n

__all__ = ["LANGUAGES", "N_", "Language", "Text", "say", "say_n"]

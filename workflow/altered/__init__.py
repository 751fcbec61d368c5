"""The same interview as it would have been in a darker room, with glasses, under another name.

Copies are made to see whether the score stands still where it should. They lie in a folder of
their own under numbers, and are deleted when they have been scored.
"""

from workflow.altered.alterations import ALTERATIONS, Alteration, find_alterations
from workflow.altered.recording import altered_recording
from workflow.altered.words import altered_transcript

__all__ = [
    "ALTERATIONS",
    "Alteration",
    "altered_recording",
    "altered_transcript",
    "find_alterations",
]

"""Reading recordings: what one is, and one streaming pass through its sound and pictures.

Nothing is held whole, so an hour needs the memory of a minute. Everything that can be wrong with
a file is a `MediaError` with a code and a remedy.
"""

from scoring.media.picture import MAX_WIDTH
from scoring.media.probe import MediaFacts, probe
from scoring.media.sound import RATE
from scoring.media.source import MediaSource, open_media
from scoring.media.stream import StreamFacts, stream

__all__ = [
    "MAX_WIDTH",
    "RATE",
    "MediaFacts",
    "MediaSource",
    "StreamFacts",
    "open_media",
    "probe",
    "stream",
]

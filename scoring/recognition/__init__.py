"""Speech recognition: what was said in a recording, when nobody wrote it down.

``recognise`` turns one recording into a timed transcript with a model from a folder, and
``transcribe_interview`` does so for every answer that has none; ``error_rate`` says how far a
transcript is from the truth. Without a configured model nothing here runs.
"""

from scoring.recognition.error_rate import ErrorRate, error_rate
from scoring.recognition.recogniser import Recogniser, recogniser
from scoring.recognition.transcribe import recognise, transcribe_interview
from scoring.recognition.windows import Window, Windows
from scoring.recognition.word_times import mended

__all__ = [
    "ErrorRate",
    "Recogniser",
    "Window",
    "Windows",
    "error_rate",
    "mended",
    "recognise",
    "recogniser",
    "transcribe_interview",
]

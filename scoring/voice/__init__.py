"""The voice of an answer as physical measures: speech, pauses, rate, pitch, level, sound quality.

Nothing here names an emotion or compares people; pitch and level are measured against the
speaker's own middle. Networks are loaded when the first meter is made, not at import.
"""

from scoring.voice.measure import VoiceMeter, VoiceResult, voice_withheld
from scoring.voice.pauses import Pauses, measure_pauses
from scoring.voice.pitch import PitchTracker
from scoring.voice.syllables import spoken_syllables
from scoring.voice.vad import SpeechDetector, speech_stretches

__all__ = [
    "Pauses",
    "PitchTracker",
    "SpeechDetector",
    "VoiceMeter",
    "VoiceResult",
    "measure_pauses",
    "speech_stretches",
    "spoken_syllables",
    "voice_withheld",
]

"""The voice of an answer as physical measures: speech, pauses, rate, pitch, level, sound quality.

Nothing here names an emotion or compares people; pitch and level are measured against the
speaker's own middle, and of two people on a channel each only one is measured. Networks are loaded
when the first meter is made, not at import.
"""

from scoring.voice.baseline import against_own_baseline, own_baseline
from scoring.voice.channel_meter import ChannelMeter
from scoring.voice.measure import VoiceMeter, VoiceResult, voice_withheld
from scoring.voice.pauses import Pauses, measure_pauses
from scoring.voice.pitch import PitchTracker
from scoring.voice.pressure import Passage, pressure_passages, speaks_of_pressure
from scoring.voice.syllables import spoken_syllables
from scoring.voice.vad import SpeechDetector, speech_stretches

__all__ = [
    "ChannelMeter",
    "Passage",
    "Pauses",
    "PitchTracker",
    "SpeechDetector",
    "VoiceMeter",
    "VoiceResult",
    "against_own_baseline",
    "measure_pauses",
    "own_baseline",
    "pressure_passages",
    "speaks_of_pressure",
    "speech_stretches",
    "spoken_syllables",
    "voice_withheld",
]

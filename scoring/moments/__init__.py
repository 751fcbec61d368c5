"""Physical moments in answers that were asked for pressure, and two notes for people about them.

Pauses, speaking rate and pitch against the person's own average; a hint for follow-up care; a flag
for display at odds with the rest. Nothing here scores, and nothing names what somebody felt.
"""

from scoring.moments.follow_up import follow_up
from scoring.moments.moment import Departure, Moment
from scoring.moments.pressure import asks_for_pressure
from scoring.moments.stress_moments import stress_moments

__all__ = ["Departure", "Moment", "asks_for_pressure", "follow_up", "stress_moments"]

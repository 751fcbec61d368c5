"""Scores and outcomes become an answer to: how good is the instrument?

Works on tables with the pinned column names; knows nothing of media, the store or pages.
Every finding carries its interval, its n and its method.
"""

from analysis.funnel import FunnelStage, funnel
from analysis.score_spread import ScoreSpread, score_spread

__all__ = ["FunnelStage", "ScoreSpread", "funnel", "score_spread"]

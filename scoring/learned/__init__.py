"""Scorers learned from people's ratings or from later performance.

They answer the same protocol as the rubric, are proven on people left out, say how sure they are
and withhold a score where they would be guessing. None of them sees a protected attribute.
"""

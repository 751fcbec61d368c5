"""The competencies Candor knows, in every language it speaks.

``library()`` holds names, observable behaviours with the phrases that show them, and level
anchors. Nothing here scores; scoring/language finds the behaviours in what a person said.
"""

from scoring.competencies.library import (
    Behaviour,
    Competency,
    competency,
    define,
    library,
    locales,
    on_change,
)

__all__ = ["Behaviour", "Competency", "competency", "define", "library", "locales", "on_change"]

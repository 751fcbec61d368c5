"""The test figure: a public-domain portrait that blinks, smiles and turns by a script.

It is marked as a test figure in every frame. Its script is the truth that the measures of the
face are tested against.
"""

from data_samples.figure.clip import render
from data_samples.figure.drawing import frames
from data_samples.figure.portrait import FigureLook
from data_samples.figure.script import FigureScript

__all__ = ["FigureLook", "FigureScript", "frames", "render"]

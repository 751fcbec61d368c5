"""What a face shows in one answer, measured in physical units against the person's own rest.

Three small networks find the face, its points and its eyes; everything after that is geometry.
Nothing here names an emotion or knows who the person is.
"""

from scoring.face.gate import FACE_FEATURES
from scoring.face.measure import FRAMES_PER_S, FaceMeter, FaceResult, face_withheld

__all__ = ["FACE_FEATURES", "FRAMES_PER_S", "FaceMeter", "FaceResult", "face_withheld"]

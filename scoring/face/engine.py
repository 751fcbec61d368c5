"""Runs one small network: pixels in, named arrays out, on one thread."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Engine = Literal["litert", "opencv"]
_one_at_a_time = Lock()


class RunsNetwork(Protocol):
    """What the face parts need of an engine."""

    def __call__(self, pixels: Floats) -> Mapping[str, Floats]:
        """One forward pass; ``pixels`` is (height, width, 3), RGB, already scaled."""
        ...


class LiteRtNetwork:
    """The network run by LiteRT, about twice as fast as OpenCV on one thread."""

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with _native_chatter_off():
            self._interpreter: Any = Interpreter(model_path=str(path), num_threads=1)
            self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = {d["name"]: d["index"] for d in self._interpreter.get_output_details()}

    def __call__(self, pixels: Floats) -> Mapping[str, Floats]:
        self._interpreter.set_tensor(self._input, pixels[np.newaxis])
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(i).ravel() for name, i in self._outputs.items()}


class OpenCvNetwork:
    """The same network run by OpenCV's DNN module, where LiteRT has no build."""

    def __init__(self, path: Path) -> None:
        import cv2

        self._net: Any = cv2.dnn.readNetFromTFLite(str(path))
        self._names: tuple[str, ...] = tuple(self._net.getUnconnectedOutLayersNames())

    def __call__(self, pixels: Floats) -> Mapping[str, Floats]:
        self._net.setInput(np.ascontiguousarray(pixels.transpose(2, 0, 1)[np.newaxis]))
        outputs = self._net.forward(self._names)
        return {name: out.ravel() for name, out in zip(self._names, outputs, strict=True)}


@contextmanager
def _native_chatter_off() -> Iterator[None]:
    """Keeps LiteRT's own line about its delegate out of the terminal; Python's errors still come.

    The library writes it past Python, to the process' error stream, and has no switch for it.
    """
    with _one_at_a_time:
        sys.stderr.flush()
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


def available_engine() -> Engine:
    """LiteRT where it is installed, else OpenCV.

    Examples
    --------
    >>> available_engine() in ("litert", "opencv")
    True
    """
    return "litert" if find_spec("ai_edge_litert") else "opencv"


def open_network(path: Path, engine: Engine | None = None) -> RunsNetwork:
    """Loads a network file for one process; `engine` is chosen by what is installed.

    Both engines give the same numbers to a thousandth of a pixel (tested).
    """
    if (engine or available_engine()) == "litert":
        return LiteRtNetwork(path)
    return OpenCvNetwork(path)

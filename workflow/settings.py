"""What an installation chose: where things lie and how large they may be.

The only file that reads the environment, so that every choice is found in one place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interview import InputError

MAX_UPLOAD_MB = 2048
KEY_ROLES = ("production_manager",)
OFF = "off"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The choices of one installation.

    ``home`` holds the store, its keys and its encrypted files. ``store_url`` is None for SQLite
    in that folder. ``key_roles`` are roles whose interviews are always rated blind first.
    ``demo`` allows acting as a named demo person without signing in. ``recogniser`` and ``encoder``
    name an added language model by its name or folder; None is the one added last. ``company`` is
    the file with the company's own values.
    """

    home: Path
    store_url: str | None
    models: Path
    max_upload_bytes: int
    locale: str
    key_roles: frozenset[str]
    demo: bool
    recogniser: str | None = None
    encoder: str | None = None
    company: Path | None = None


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force; every one has a default that works on a bare machine.

    ``CANDOR_HOME`` (default ``.candor``), ``CANDOR_STORE`` (a ``postgresql://`` address; default
    SQLite), ``CANDOR_MODELS`` (default ``.models``), ``CANDOR_MAX_UPLOAD`` (megabytes, default
    2048), ``CANDOR_LOCALE`` (``en`` or ``zh``), ``CANDOR_KEY_ROLES`` (keys with commas),
    ``CANDOR_DEMO`` (``0`` switches the demo people off), ``CANDOR_RECOGNISER`` and
    ``CANDOR_ENCODER`` (name or folder of an added language model, or ``off``; default: the one
    added last), ``CANDOR_COMPANY`` (file with the company's values; default ``company.toml`` in the
    home folder, where there is one).

    Raises
    ------
    InputError
        ``settings.not_a_number`` when the upload limit is not a positive number.

    Examples
    --------
    >>> settings({"CANDOR_MAX_UPLOAD": "10"}).max_upload_bytes
    10485760
    """
    env = os.environ if environ is None else environ
    megabytes = env.get("CANDOR_MAX_UPLOAD", "") or str(MAX_UPLOAD_MB)
    try:
        limit = int(float(megabytes) * 1024 * 1024)
        if limit <= 0:
            raise ValueError
    except (ValueError, OverflowError):
        raise InputError(
            "settings.not_a_number",
            f"CANDOR_MAX_UPLOAD is {megabytes!r}, not a number of megabytes above 0",
            f"set CANDOR_MAX_UPLOAD={MAX_UPLOAD_MB}",
            name="CANDOR_MAX_UPLOAD",
            value=megabytes,
        ) from None
    roles = env.get("CANDOR_KEY_ROLES")
    return Settings(
        home=Path(env.get("CANDOR_HOME") or ".candor"),
        store_url=env.get("CANDOR_STORE") or None,
        models=Path(env.get("CANDOR_MODELS") or ".models"),
        max_upload_bytes=limit,
        locale=env.get("CANDOR_LOCALE") or "en",
        key_roles=frozenset(
            KEY_ROLES if roles is None else (r.strip() for r in roles.split(",") if r.strip())
        ),
        demo=env.get("CANDOR_DEMO", "1") != "0",
        recogniser=env.get("CANDOR_RECOGNISER") or None,
        encoder=env.get("CANDOR_ENCODER") or None,
        company=Path(env["CANDOR_COMPANY"]) if env.get("CANDOR_COMPANY") else None,
    )


def stay_offline() -> None:
    """Model hubs are never asked, whatever the environment was: call before a model is loaded.

    The library that loads models reads this when it is first imported.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"


def worker_environment() -> dict[str, str]:
    """The environment of a worker process: ours, one arithmetic thread, this project's packages.

    Numeric libraries read the thread names when they are first imported; two workers of one
    thread each are faster than two of two. Model hubs are never asked.
    """
    root = str(Path(__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "")
    return {
        **os.environ,
        **dict.fromkeys(THREADS, "1"),
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, (root, known))),
    }

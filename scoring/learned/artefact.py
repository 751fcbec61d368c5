"""A learned scorer as a file: readable, checked byte for byte, loaded without running anything."""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib.metadata import version
from typing import Any

from interview import InputError, IntegrityBroken, digest
from scoring.learned.content_version import content_version
from scoring.learned.learned_scorer import RESULTS_VERSION, LearnedScorer

FORMAT = "candor.learned_scorer"
MOST_BYTES = 64 * 2**20
MOST_UNPACKED = 512 * 2**20
ALLOWED = frozenset(
    {
        # imputers keep the type of numbers they were fitted to
        "numpy.dtype",
        # what gradient boosting is made of and skops does not know by itself
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    }
)
FIELDS = (
    "name", "version", "kind", "target", "level", "background", "low", "high", "pipeline",
)  # fmt: skip


def save_scorer(scorer: LearnedScorer) -> bytes:
    """The scorer as one skops file; the same scorer twice gives equal scores, not equal bytes.

    Examples
    --------
    >>> from scoring.learned.example import example_scorer
    >>> content = save_scorer(example_scorer())
    >>> load_scorer(content, digest=file_digest(content)).name
    'example'
    """
    import skops.io

    held: dict[str, Any] = {name: getattr(scorer, name) for name in FIELDS}
    for name in ("competencies", "modalities", "features", "may_miss"):
        held[name] = list(getattr(scorer, name))
    for name in ("modality", "centres", "half_widths", "shares"):
        held[name] = dict(getattr(scorer, name))
    held["facts"] = dict(scorer.facts)
    held["replicas"] = list(scorer.replicas)
    whole = {
        "format": FORMAT,
        "results_version": RESULTS_VERSION,
        "scikit_learn": version("scikit-learn"),
        "facts_digest": digest(held["facts"]),
        "scorer": held,
    }
    return bytes(skops.io.dumps(whole))


def load_scorer(content: bytes, *, digest: str) -> LearnedScorer:
    """The scorer of a file whose SHA-256 is known from elsewhere, such as the register.

    First the bytes are compared, then every type in the file with a list of allowed ones, then the
    versions; only then is anything built, and the content's own name is checked at the end.

    Raises
    ------
    IntegrityBroken
        ``model.changed`` when a byte, or the content behind its name, is not what was registered.
    InputError
        ``model.unreadable``, ``model.untrusted_type``, ``model.other_version``.
    """
    import skops.io

    found = file_digest(content)
    if found != digest:
        raise IntegrityBroken(
            "model.changed",
            f"the model's file has SHA-256 {found[:16]}, registered is {digest[:16]}",
            "take the file from the register again, or train it again",
            found=found[:16],
            expected=digest[:16],
        )
    _checked_size(content)
    try:
        strange = sorted(set(map(str, skops.io.get_untrusted_types(data=content))) - ALLOWED)
    except Exception as error:
        # whatever a foreign file breaks in the reader, it is no model of ours
        raise _unreadable() from error
    if strange:
        raise InputError(
            "model.untrusted_type",
            f"the model's file holds {strange[0]}, which no learned scorer is made of",
            "do not use the file; train the scorer again from data you know",
            type=strange[0],
        )
    try:
        whole = skops.io.loads(content, trusted=sorted(ALLOWED))
    except Exception as error:
        raise _unreadable() from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise _unreadable()
    ours = {"results_version": RESULTS_VERSION, "scikit_learn": version("scikit-learn")}
    for name, mine in ours.items():
        if whole.get(name) != mine:
            raise InputError(
                "model.other_version",
                f"the model was made with {name} {whole.get(name)}, this program has {mine}",
                "train it again with this program",
                what=name,
                found=str(whole.get(name)),
                here=str(mine),
            )
    return _rebuilt(whole)


def file_digest(content: bytes) -> str:
    """The SHA-256 of a file, as the register keeps it."""
    return hashlib.sha256(content).hexdigest()


def _rebuilt(whole: dict[str, Any]) -> LearnedScorer:
    held = dict(whole["scorer"])
    for name in ("competencies", "modalities", "features", "may_miss", "replicas"):
        held[name] = tuple(held.get(name, ()))
    scorer = LearnedScorer(**held)
    if content_version(scorer) != scorer.version or digest(scorer.facts) != whole["facts_digest"]:
        raise IntegrityBroken(
            "model.changed",
            f"what the file holds is not version {scorer.version}",
            "take the file from the register again, or train it again",
            found=content_version(scorer),
            expected=scorer.version,
        )
    return scorer


def _checked_size(content: bytes) -> None:
    """Refuses what is no archive or would unfold into more memory than a scorer ever takes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable() from error
    if len(content) > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise _unreadable()


def _unreadable() -> InputError:
    return InputError(
        "model.unreadable",
        "this is no file of a learned scorer",
        "give a file that `candor train --out` or the register wrote",
    )

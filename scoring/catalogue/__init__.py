"""The one catalogue of what Candor measures: one row per feature, read by pages, docs and cards.

Each TOML file beside this one holds the rows of one modality; a modality is added by adding a
file. A row's description says what is measured and never whether more of it is better.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from interview import MODALITIES, FeatureSpec, InputError

__all__ = [
    "FEATURES",
    "FOLDER",
    "LOCALES",
    "NOT_MEASURED",
    "NotMeasured",
    "feature",
    "read_catalogue",
    "read_not_measured",
]

FOLDER = Path(__file__).parent
LOCALES = ("en", "zh")
USES = ("score", "context", "quality")
TEXTS = ("unit", "use", "source")
ABSENT = "not_measured"


@dataclass(frozen=True, kw_only=True, slots=True)
class NotMeasured:
    """Something one would look for and not find, and why, in each language."""

    name: Mapping[str, str]
    reason: Mapping[str, str]


def read_catalogue(text: str, *, name: str = "catalogue") -> dict[str, FeatureSpec]:
    """The rows of one catalogue file.

    The file names its modality once and then holds one table per feature.

    Parameters
    ----------
    text : str
        TOML: ``modality = "voice"``, then per feature ``[name]`` with ``unit``, ``use`` (score,
        context or quality), ``source``, ``description.en``, ``description.zh`` and, for a scored
        feature only, ``low`` and ``high``. ``formula`` says how the value is computed.
    name : str
        What the errors call the file.

    Raises
    ------
    InputError
        ``catalogue.broken`` with the row and what would be right.

    Examples
    --------
    >>> rows = read_catalogue('''
    ... modality = "voice"
    ... [voice_snr]
    ... unit = "dB"
    ... use = "quality"
    ... source = "power ratio"
    ... description = { en = "Voice over background.", zh = "人声与背景之比。" }
    ... ''')
    >>> rows["voice_snr"].unit
    'dB'
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(name, "file", str(error), "correct the TOML at that line") from error
    modality = table.pop("modality", None)
    if modality not in MODALITIES:
        raise _broken(name, "modality", modality, f"one of {', '.join(MODALITIES)}")
    rows: dict[str, FeatureSpec] = {}
    table.pop(ABSENT, None)  # read by `read_not_measured`
    for key, row in table.items():
        if not isinstance(row, dict):
            raise _broken(name, key, row, f"a table [{key}] with unit, use, source, description")
        rows[key] = _row(name, key, modality, row)
    return rows


def read_not_measured(text: str, *, name: str = "catalogue") -> dict[str, NotMeasured]:
    """What a catalogue file says is not measured: its tables ``[not_measured.key]``.

    Raises
    ------
    InputError
        ``catalogue.broken`` when a name or a reason lacks a language.

    Examples
    --------
    >>> read_not_measured('''
    ... modality = "face"
    ... [not_measured.posture]
    ... name = { en = "Posture", zh = "体态" }
    ... reason = { en = "Not tested.", zh = "未经检验。" }
    ... ''')["posture"].reason["en"]
    'Not tested.'
    """
    found: dict[str, NotMeasured] = {}
    for key, row in tomllib.loads(text).get(ABSENT, {}).items():
        for field in ("name", "reason"):
            said = row.get(field)
            if not isinstance(said, dict) or any(not str(said.get(x, "")).strip() for x in LOCALES):
                where = f"{ABSENT}.{key}.{field}"
                raise _broken(name, where, said, f"a text for each of {', '.join(LOCALES)}")
        found[key] = NotMeasured(
            name=MappingProxyType({k: str(v) for k, v in row["name"].items()}),
            reason=MappingProxyType({k: str(v) for k, v in row["reason"].items()}),
        )
    return found


def _row(file: str, key: str, modality: str, row: dict[str, object]) -> FeatureSpec:
    for field in TEXTS:
        if not isinstance(row.get(field), str) or not str(row[field]).strip():
            raise _broken(file, f"{key}.{field}", row.get(field), "a text that is not empty")
    if row["use"] not in USES:
        raise _broken(file, f"{key}.use", row["use"], f"one of {', '.join(USES)}")
    said = row.get("description")
    if not isinstance(said, dict) or any(not str(said.get(x, "")).strip() for x in LOCALES):
        raise _broken(file, f"{key}.description", said, f"a text for each of {', '.join(LOCALES)}")
    ends = [row.get("low"), row.get("high")]
    numbers = [float(e) for e in ends if isinstance(e, int | float) and not isinstance(e, bool)]
    if row["use"] == "score":
        if len(numbers) != 2 or numbers[0] == numbers[1]:
            raise _broken(file, f"{key}.low", ends, "two different numbers, low and high")
    elif ends != [None, None]:
        raise _broken(file, f"{key}.low", ends, f"no scale, because use is {row['use']}")
    if not isinstance(row.get("formula", ""), str):
        raise _broken(file, f"{key}.formula", row["formula"], "a text")
    extra = sorted(set(row) - {*TEXTS, "description", "low", "high", "formula"})
    if extra:
        raise _broken(file, f"{key}.{extra[0]}", row[extra[0]], "no such field; take it out")
    low, high = numbers if numbers else (None, None)
    return FeatureSpec(
        name=key,
        modality=modality,  # type: ignore[arg-type]  # checked against MODALITIES above
        unit=str(row["unit"]),
        use=row["use"],  # type: ignore[arg-type]  # checked against USES above
        description=MappingProxyType({k: str(v) for k, v in said.items()}),
        source=str(row["source"]),
        low=low,
        high=high,
        formula=str(row.get("formula", "")),
    )


def _broken(file: str, where: str, value: object, right: str) -> InputError:
    return InputError(
        "catalogue.broken",
        f"{file}: {where} is {value!r}",
        f"use {right}",
        file=file,
        where=where,
        value=str(value),
    )


def _all() -> Mapping[str, FeatureSpec]:
    rows: dict[str, FeatureSpec] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, spec in read_catalogue(path.read_text("utf-8"), name=path.name).items():
            if key in rows:
                raise _broken(path.name, key, key, f"another name; {rows[key].modality} has it")
            rows[key] = spec
    return MappingProxyType(rows)


FEATURES: Mapping[str, FeatureSpec] = _all()
"""Every feature by name. Reading three small files takes about two milliseconds."""

NOT_MEASURED: Mapping[str, NotMeasured] = MappingProxyType(
    {
        key: row
        for path in sorted(FOLDER.glob("*.toml"))
        for key, row in read_not_measured(path.read_text("utf-8"), name=path.name).items()
    }
)
"""What is not measured, and why."""


def feature(name: str) -> FeatureSpec:
    """The row of a feature; ``lang_evidence.teamwork`` is found under its prefix.

    Raises
    ------
    KeyError
        When no row carries that name.

    Examples
    --------
    >>> feature("voice_snr").modality
    'voice'
    """
    return FEATURES[name if name in FEATURES else name.partition(".")[0]]

"""A modality study as plain JSON, every finding in the form used everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from interview import Estimate, Withheld
from interview.finding import finding_json
from workflow.modality_report import ModalityStudy


def modality_json(study: ModalityStudy) -> dict[str, Any]:
    """The study's parts by name; a finding is ``{value, low, high, n, method}`` or
    ``{withheld: true, code, n}``, a combination a list of modalities."""
    made: dict[str, Any] = _plain(study)
    return made


def _plain(value: object) -> Any:
    if isinstance(value, Estimate | Withheld):
        return finding_json(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value

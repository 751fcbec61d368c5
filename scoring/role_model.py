"""Read what a role asks of people from a TOML file, or say which line to put right and how."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from interview import RoleModel, RoleModelError
from scoring.company_values import Company
from scoring.role_model_reader import RoleModelReader

SHIPPED = Path(__file__).parent / "role_models"


def read_role_model(source: Path | str, *, company: Company | None = None) -> RoleModel:
    """A role model from a TOML file or its text; nothing is guessed, nothing is filled in.

    Parameters
    ----------
    source : Path or str
        A path, or the text itself (recognised by its line breaks).
    company : Company, optional
        The company's own values, from `read_company`; the sample company's by default. A value of
        its own that the role measures is carried along in ``values``.

    Raises
    ------
    RoleModelError
        With the line, the value found there and what would be right: ``role.not_found``,
        ``role.not_toml``, ``role.unknown_key``, ``role.missing_key``, ``role.wrong_type``,
        ``role.out_of_range``, ``role.bad_key``, ``role.duplicate``, ``role.weights_sum``,
        ``role.unknown_competency``, ``role.unknown_kind``, ``role.unknown_language``,
        ``role.no_question``.

    Examples
    --------
    >>> role = read_role_model('''key = "clerk"
    ... version = 1
    ... title = { en = "Clerk" }
    ... [[competency]]
    ... key = "teamwork"
    ... weight = 1.0
    ... ''')
    >>> role.competency("teamwork").threshold
    6.0
    """
    text, name = _text_of(source)
    return RoleModelReader(text, name, company).role()


@cache
def shipped_roles() -> Mapping[str, RoleModel]:
    """The role models that come with Candor, by key.

    Examples
    --------
    >>> sorted(shipped_roles())[:2]
    ['customer_service', 'marketing']
    """
    roles = [read_role_model(path) for path in sorted(SHIPPED.glob("*.toml"))]
    return {role.key: role for role in roles}


def find_role(key_or_path: str, *, company: Company | None = None) -> RoleModel:
    """A shipped role by key, or any role model by the path of its file.

    ``company`` has the values that a role model file may ask for.

    Raises
    ------
    RoleModelError
        ``role.unknown`` names the shipped keys, the closest first.

    Examples
    --------
    >>> find_role("marketing").title["en"]
    'Marketing specialist'
    """
    shipped = shipped_roles()
    if key_or_path in shipped:
        return shipped[key_or_path]
    if key_or_path.endswith(".toml"):
        return read_role_model(Path(key_or_path), company=company)
    near = difflib.get_close_matches(key_or_path, shipped, n=1, cutoff=0.5)
    names = ", ".join([*near, *(k for k in sorted(shipped) if k not in near)])
    raise RoleModelError(
        "role.unknown",
        f"there is no role {key_or_path!r}",
        f"use one of: {names}; or the path of a role model file ending in .toml",
        role=key_or_path,
        known=names,
    )


def _text_of(source: Path | str) -> tuple[str, str]:
    if isinstance(source, str) and "\n" in source:
        return source, "role model"
    path = Path(source)
    try:
        return path.read_text(encoding="utf-8-sig"), path.name
    except FileNotFoundError:
        raise RoleModelError(
            "role.not_found",
            f"there is no role model file {path.name!r}",
            f"check the path, or use one of: {', '.join(sorted(shipped_roles()))}",
            file=path.name,
        ) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise RoleModelError(
            "role.not_toml",
            f"{path.name!r} is not a UTF-8 text file",
            "save it as UTF-8 text",
            file=path.name,
            line=1,
            problem="not UTF-8 text",
        ) from None

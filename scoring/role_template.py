"""Role models to start from, one set per industry: copied, changed, and then the company's own."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from interview import RoleModel, RoleModelError
from scoring.role_model import read_role_model
from scoring.toml_table import KEY, nearest_key

TEMPLATES = Path(__file__).parent / "role_templates"


@cache
def role_templates() -> Mapping[str, RoleModel]:
    """The industry templates by name, each a whole role model that could be used as it is.

    Examples
    --------
    >>> sorted(role_templates())[:3]
    ['banking', 'energy', 'healthcare']
    """
    return {path.stem: read_role_model(path) for path in sorted(TEMPLATES.glob("*.toml"))}


def role_from_template(name: str, key: str) -> str:
    """The text of a template as a role of the company's own: with its key, as version 1.

    Questions get keys of their own too, so that what they are found to be worth is not mixed with
    what the template's are worth elsewhere.

    Raises
    ------
    RoleModelError
        ``role.unknown_template`` names the templates there are, the closest first;
        ``role.bad_key`` when the key is none.

    Examples
    --------
    >>> read_role_model(role_from_template("banking", "branch_adviser")).key
    'branch_adviser'
    """
    known = role_templates()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
        names = ", ".join([*near, *(k for k in sorted(known) if k not in near)])
        raise RoleModelError(
            "role.unknown_template",
            f"there is no template {name!r}",
            f"use one of: {names}",
            template=name,
            known=names,
        )
    if not KEY.fullmatch(key):
        better = nearest_key(key)
        raise RoleModelError(
            "role.bad_key",
            f"{key!r} is not a key",
            f"keys are small English letters, digits and _: {better}",
            value=key,
            better=better,
        )
    text = (TEMPLATES / f"{name}.toml").read_text("utf-8")
    text = text.replace(f'key = "{known[name].key}"', f'key = "{key}"', 1)
    for question in known[name].questions:
        own = f"{key}_{question.key.rpartition('_')[2]}"
        text = text.replace(f'key = "{question.key}"', f'key = "{own}"', 1)
    return text

"""Every function of workflow that takes an actor and a store asks for a right before all else."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import workflow
from interview import Actor, PermissionDenied
from store import Store

NOBODY = Actor(id="nobody", roles=(), units=("*",))


def verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function whose first arguments are the actor and the store.

    What is handed an open reading or case too is a part of a verb that has asked.
    """
    for found in pkgutil.walk_packages(workflow.__path__, "workflow."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, one in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(one):
                continue
            wanted = list(inspect.signature(one).parameters)
            verb = wanted[:2] == ["actor", "store"] and "reading" not in wanted
            if one.__module__ == found.name and verb:
                yield f"{found.name}.{name}", one


def unknown(one: inspect.Parameter) -> object:
    """Anything that stands for an argument: nothing may look at it before the right is asked."""
    if one.default is not inspect.Parameter.empty:
        return one.default
    return "none" if "str" in str(one.annotation) else object()


def test_who_has_no_role_is_refused_by_every_verb(company: Store) -> None:
    asked, open_to_all = 0, []
    for name, verb in verbs():
        rest = list(inspect.signature(verb).parameters.values())[2:]
        place = [unknown(p) for p in rest if p.kind is p.POSITIONAL_OR_KEYWORD]
        named = {p.name: unknown(p) for p in rest if p.kind is p.KEYWORD_ONLY}
        try:
            verb(NOBODY, company, *place, **named)
        except PermissionDenied:
            asked += 1
        except Exception as error:
            open_to_all.append(f"{name}: {type(error).__name__}: {error}"[:160])
        else:
            open_to_all.append(name)
    assert open_to_all == [], open_to_all
    assert asked > 60

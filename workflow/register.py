"""The register: which scorers there are, in which state, who answers for them, and who scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from interview import Actor, InputError, Modality, SignalPolicy, StoreError
from scoring import rubric_id
from scoring.scorer import RESULTS_VERSION
from store import Model, ModelState, ModelStateName, Reading, Store, model_states, models, reports
from workflow.policies import shipped_policies
from workflow.rights import require

RUBRIC = "rubric"
LEARNED = "learned"
"""Kinds of scorers; other models (networks that measure) are no part of the register."""
PAPER = "model_paper"
NAME = re.compile(r"[^\W_](?:[\w .-]{0,58}[\w])?")
HELD_OUT = "held_out"
"""The fact that holds scores of single people; whoever sees models does not thereby see these."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelPaper:
    """What a person states of a model: who answers for it, what it is for, where it ends.

    ``laws`` are the presets under which it may score; ``roles`` the roles it is for, none meaning
    every role.
    """

    owner: str = ""
    intended_use: str = ""
    limits: str = ""
    laws: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisteredModel:
    """One version of one scorer with everything the register knows of it.

    ``digest`` is SHA-256 of its file; ``trained_by`` who made it; ``facts`` what training found;
    ``history`` its steps, oldest first. ``held_out`` says whether the store keeps what its folds
    said of people they had not seen: single people's scores, which no register entry carries
    (`workflow.shadow_table.held_out_scores`). The shipped rubric has no file and stands as champion
    wherever no other model does.
    """

    name: str
    version: str
    kind: str
    digest: str
    state: ModelStateName
    paper: ModelPaper
    trained_by: str
    added_at: datetime | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[ModelState, ...] = ()
    held_out: bool = False

    @property
    def ref(self) -> str:
        """``name@version``, as it is called everywhere."""
        return f"{self.name}@{self.version}"

    @property
    def is_rubric(self) -> bool:
        """True for the rubric, which needs no training and no file."""
        return self.kind == RUBRIC

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """What it scores from; the rubric weighs whatever law, consent and role allow."""
        found: tuple[Modality, ...] = tuple(self.facts.get("modalities") or ("language",))
        return found

    def is_for(self, role: str) -> bool:
        """True when this role is among those it is for."""
        return not self.paper.roles or role in self.paper.roles

    def allowed(self, policy: SignalPolicy) -> bool:
        """True when it may score under a preset: named in its paper, every modality may count."""
        if self.is_rubric:
            return True
        return policy.key in self.paper.laws and all(policy.cap(m) > 0 for m in self.modalities)


def registered_models(actor: Actor, store: Store) -> tuple[RegisteredModel, ...]:
    """Every scorer, champions first, then the newest; the rubric is always among them.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    """
    require(actor, "view_models")
    with store.read() as reading:
        return register(reading)


def registered_model(actor: Actor, store: Store, ref: str) -> RegisteredModel:
    """One scorer by ``name@version``; of a bare name the champion, else the newest version.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    StoreError
        ``model.unknown`` with those there are.
    """
    require(actor, "view_models")
    with store.read() as reading:
        return find_model(reading, ref)


def register(reading: Reading) -> tuple[RegisteredModel, ...]:
    """The whole register, for verbs that have checked their right."""
    steps = model_states(reading)
    stated = _papers(reading)
    known = {(m.name, m.version): m for m in models(reading) if m.kind in (RUBRIC, LEARNED)}
    rubric = rubric_id()
    found = [_registered(m, steps, stated) for m in known.values()]
    if (rubric.name, rubric.version) not in known:
        found.append(_shipped_rubric(stated))
    order = {"champion": 0, "challenger": 1, "draft": 2, "retired": 3}
    # sorting is stable, and the store gives the newest first
    return tuple(sorted(found, key=lambda m: (order[m.state], m.is_rubric)))


def find_model(reading: Reading, ref: str) -> RegisteredModel:
    """One scorer for a verb that has checked its right; StoreError ``model.unknown``."""
    name, at, version = ref.strip().partition("@")
    everything = register(reading)
    for one in everything:
        if one.name == name and (not at or one.version == version):
            return one
    known = ", ".join(m.ref for m in everything)
    raise StoreError(
        "model.unknown",
        f"no model {ref!r} is registered",
        f"use one of: {known}",
        model=ref,
        version=version,
        known=known,
    )


def champion_for(reading: Reading, role: str, policy: SignalPolicy) -> RegisteredModel:
    """Who scores a new interview for a role under a preset: the newest champion that may, else
    the rubric."""
    champions = [m for m in register(reading) if m.state == "champion" and not m.is_rubric]
    fitting = [m for m in champions if m.is_for(role) and m.allowed(policy)]
    if fitting:
        return max(fitting, key=lambda m: m.history[-1].at)
    return find_model(reading, f"{RUBRIC}@{rubric_id().version}")


def standing_champion(reading: Reading, model: RegisteredModel) -> RegisteredModel:
    """Whom a model would replace: the newest champion for any of its roles, else the rubric."""
    return find_model(reading, replaced_by(register(reading), model))


def replaced_by(models: Iterable[RegisteredModel], model: RegisteredModel) -> str:
    """The name of whom a model would replace, from a register already read."""
    mine = set(model.paper.roles)
    met = [
        m
        for m in models
        if m.state == "champion"
        and not m.is_rubric
        and m.ref != model.ref
        and (not mine or not m.paper.roles or mine & set(m.paper.roles))
    ]
    shipped = rubric_id()
    return max(met, key=lambda m: m.history[-1].at).ref if met else f"{RUBRIC}@{shipped.version}"


def checked_paper(paper: ModelPaper) -> ModelPaper:
    """The paper without stray spaces.

    Raises
    ------
    InputError
        ``model.unknown_law`` with the presets there are.

    Examples
    --------
    >>> checked_paper(ModelPaper(owner=" Li ", laws=("none",))).owner
    'Li'
    """
    known = sorted(shipped_policies())
    for law in paper.laws:
        if law not in known:
            raise InputError(
                "model.unknown_law",
                f"there is no law preset {law!r}",
                f"use one of: {', '.join(known)}",
                law=law,
                known=", ".join(known),
            )
    return ModelPaper(
        owner=paper.owner.strip(),
        intended_use=paper.intended_use.strip(),
        limits=paper.limits.strip(),
        laws=tuple(dict.fromkeys(paper.laws)),
        roles=tuple(dict.fromkeys(paper.roles)),
    )


def _registered(
    model: Model, steps: tuple[ModelState, ...], stated: Mapping[str, ModelPaper]
) -> RegisteredModel:
    mine = tuple(s for s in steps if (s.name, s.version) == (model.name, model.version))
    ref = f"{model.name}@{model.version}"
    first: ModelStateName = "champion" if model.kind == RUBRIC else "draft"
    return RegisteredModel(
        name=model.name,
        version=model.version,
        kind=model.kind,
        digest=model.digest,
        state=mine[-1].state if mine else first,
        paper=stated.get(ref) or paper_from(model.facts.get("paper") or {}),
        trained_by=str(model.facts.get("trained_by") or ""),
        added_at=model.added_at,
        facts={key: fact for key, fact in model.facts.items() if key != HELD_OUT},
        history=mine,
        held_out=bool(model.facts.get(HELD_OUT)),
    )


def _shipped_rubric(stated: Mapping[str, ModelPaper]) -> RegisteredModel:
    shipped = rubric_id()
    return RegisteredModel(
        name=shipped.name,
        version=shipped.version,
        kind=RUBRIC,
        digest="",
        state="champion",
        paper=stated.get(f"{shipped.name}@{shipped.version}") or ModelPaper(),
        trained_by="",
        added_at=None,
        facts=rubric_facts(),
    )


def rubric_facts() -> dict[str, Any]:
    """What the register states of the shipped rubric."""
    return {"results_version": RESULTS_VERSION, "modalities": ["language", "voice", "face"]}


def _papers(reading: Reading) -> dict[str, ModelPaper]:
    """The newest paper stated for each model after it was registered."""
    found: dict[str, ModelPaper] = {}
    for one in reports(reading, PAPER):
        found.setdefault(str(one.content["model"]), paper_from(one.content["paper"]))
    return found


def checked_name(name: str) -> str:
    """The name, if a trained model may be called so: it stands in files, addresses and the trail.

    Raises
    ------
    InputError
        ``model.bad_name``.

    Examples
    --------
    >>> checked_name("clerks-2026"), checked_name("客服")
    ('clerks-2026', '客服')
    """
    if NAME.fullmatch(name) and name != RUBRIC:
        return name
    raise InputError(
        "model.bad_name",
        f"{name!r} cannot name a trained model",
        "use up to 60 letters, digits, spaces, dashes and dots, without an @, beginning with a "
        "letter or digit, and not the word rubric",
        name=name,
    )


def paper_from(data: Mapping[str, Any]) -> ModelPaper:
    """A paper from its JSON; what is not stated is empty.

    Examples
    --------
    >>> paper_from({"owner": "Li", "laws": ["none"]}).laws
    ('none',)
    """
    return ModelPaper(
        owner=str(data.get("owner") or ""),
        intended_use=str(data.get("intended_use") or ""),
        limits=str(data.get("limits") or ""),
        laws=tuple(map(str, data.get("laws") or ())),
        roles=tuple(map(str, data.get("roles") or ())),
    )

"""What was changed and when: new wordings, role models, scorers, statuses, models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interview import Actor
from store import Reading, model_states, question_statuses
from workflow.quality_scope import QualityScope, day_text, within

if TYPE_CHECKING:
    import pandas as pd

ChangeKind = Literal["question", "role", "scorer", "status", "model", "tool", "date"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Something that changed: ``at`` is its first day, ``roles`` those it touched (empty: all).

    ``subject`` names what changed (``mk_q4@2``, a scorer with its version), ``old`` what it was.
    """

    kind: ChangeKind
    subject: str
    at: str
    roles: tuple[str, ...] = ()
    old: str = ""

    @property
    def key(self) -> str:
        """A name for addresses: what changed and when."""
        return f"{self.kind}.{self.subject}.{self.at}"


def known_changes(
    actor: Actor, reading: Reading, answers: pd.DataFrame, interviews: pd.DataFrame
) -> tuple[Change, ...]:
    """Changes that the interviews themselves show, and those people decided on; newest first.

    A new wording counts from the first interview that asked it, a new scorer or role model from
    the first interview whose current card it made; the tool itself from the first interview with a
    card, where earlier ones had none.
    """
    seen = within(actor, QualityScope(), interviews)
    answers = within(actor, QualityScope(), answers)
    found = [
        *_wordings(answers),
        *_cards(seen),
        *_tool(seen),
        *(
            Change(
                kind="status",
                subject=f"{one.key}@{one.version}",
                at=day_text(one.at),
                roles=touched,
                old=one.status,
            )
            for one in question_statuses(reading)
            # of a question that nobody seen was asked there is nothing to compare
            if (touched := _asking(answers, one.key))
        ),
        *(
            Change(kind="model", subject=f"{one.name}@{one.version}", at=day_text(one.at))
            for one in model_states(reading)
            if one.state == "champion"
        ),
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.key), reverse=True))


def _wordings(answers: pd.DataFrame) -> list[Change]:
    """Versions of a question after its first, from the day each was first asked."""
    asked = answers[answers["question"].notna() & answers["interviewed_at"].notna()]
    first = asked.groupby(["question", "version"])["interviewed_at"].min().reset_index()
    first = first.sort_values(["question", "interviewed_at"], kind="stable")
    found = []
    for key, rows in first.groupby("question", sort=True):
        names = [f"{key}@{int(v)}" for v in rows["version"]]
        for old, new, at in zip(names, names[1:], rows["interviewed_at"].iloc[1:], strict=False):
            found.append(
                Change(
                    kind="question", subject=new, at=day_text(at), old=old,
                    roles=_asking(answers, str(key)),
                )
            )  # fmt: skip
    return found


def _asking(answers: pd.DataFrame, question: str) -> tuple[str, ...]:
    return tuple(sorted(answers.loc[answers["question"] == question, "role"].dropna().unique()))


def _cards(interviews: pd.DataFrame) -> list[Change]:
    """Scorers and role models after the first that made cards of a role."""
    carded = interviews[interviews["scorer"].notna() & interviews["interviewed_at"].notna()]
    made = carded["scorer"] + " " + carded["scorer_version"].astype(str)
    found: dict[tuple[ChangeKind, str, str], Change] = {}
    for role, rows in carded.assign(made=made).groupby("role", sort=True):
        kinds: tuple[tuple[ChangeKind, str], ...] = (("scorer", "made"), ("role", "role_digest"))
        for kind, column in kinds:
            first = rows.groupby(column)["interviewed_at"].min().sort_values()
            names = [str(name) for name in first.index]
            for old, new, at in zip(names, names[1:], first.iloc[1:], strict=False):
                subject = new if kind == "scorer" else f"{role} {new[:8]}"
                name = (kind, subject, day_text(at))
                before = found.get(name)
                roles = tuple(sorted({*(before.roles if before else ()), str(role)}))
                found[name] = Change(
                    kind=kind, subject=subject, at=name[2], roles=roles,
                    old=old if kind == "scorer" else old[:8],
                )  # fmt: skip
    return list(found.values())


def _tool(interviews: pd.DataFrame) -> list[Change]:
    """The tool itself, where interviews were held before it scored any."""
    dated = interviews[interviews["interviewed_at"].notna()]
    carded = dated[dated["scorer"].notna()]
    if carded.empty or not (dated["interviewed_at"] < carded["interviewed_at"].min()).any():
        return []
    return [Change(kind="tool", subject="candor", at=day_text(carded["interviewed_at"].min()))]

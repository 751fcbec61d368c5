"""The audits somebody has before them: reports, and for a while the people they were made of."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from fairness import AuditPolicy, AuditReport, AuditTable, Sweep, audited_people, threshold_sweep
from ui.audit_words import JOIN
from ui.here import Here
from workflow.audit import StoredAudit, stored_audit, stored_audits
from workflow.audit_people import audited_attributes

if TYPE_CHECKING:
    import pandas as pd

MOST = 6
HOLD_S = 3600
SHORT = 16
Owner = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class OnDesk:
    """One audit before somebody's eyes.

    ``people`` are the rows it was made of, without ids: they are held in memory only, for the
    person who was allowed to read them and for an hour, so that the cut can be moved; a kept
    report opened later has none. ``made_at``, ``trail_digest`` and ``scope`` are empty for a table
    brought along.
    """

    name: str
    report: AuditReport
    people: pd.DataFrame | None = None
    rules: AuditPolicy | None = None
    made_at: str = ""
    trail_digest: str = ""
    scope: Mapping[str, object] = field(default_factory=dict)
    sweeps: dict[str, Swept] = field(default_factory=dict)
    laid_down: float = field(default_factory=time.monotonic)

    @property
    def of_store(self) -> bool:
        """True for an audit of the store, which is kept there."""
        return bool(self.made_at)


@dataclass(frozen=True, kw_only=True, eq=False)
class Swept:
    """One attribute at every cut: sorted once per audit, asked at every movement of the cut.

    ``today`` is the cut in force: the one stated, else (``stated`` is false) the one that takes
    as many people as were selected.
    """

    sweep: Sweep
    today: float
    step: float
    stated: bool

    @cached_property
    def points(self) -> tuple[tuple[float, AuditTable], ...]:
        """The ratios at every cut worth drawing."""
        return self.sweep.points()


_DESKS: OrderedDict[tuple[Owner, str], OnDesk] = OrderedDict()
_LOCK = threading.Lock()


def put_store_audit(where: Here, kept: StoredAudit, people: pd.DataFrame) -> OnDesk:
    """Lay an audit of the store on the desk of the person who made it."""
    named = {c: c.removeprefix("attr_") for c in audited_attributes(people)}
    table = people.rename(columns=named)
    return _put(where, _with_people(_of_kept(kept), table))


def put_table_audit(where: Here, report: AuditReport, table: pd.DataFrame) -> OnDesk:
    """Lay the audit of a table brought along on the desk; nothing of it is kept elsewhere."""
    entry = OnDesk(name=report.digest, report=report)
    return _put(where, entry if report.policy.columns.n else _with_people(entry, table))


def on_desk(where: Here, name: str) -> OnDesk:
    """An audit by the beginning of its name: from the desk, else from those that were kept.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see audits.
    StoreError
        ``report.unknown``.
    """
    with _LOCK:
        _clear()
        for (owner, known), entry in reversed(_DESKS.items()):
            if owner == _owner(where) and known.startswith(name[:SHORT]):
                return entry
    full = next(
        (a.name for a in stored_audits(where.actor, where.store) if a.name.startswith(name)), name
    )
    return _of_kept(stored_audit(where.actor, where.store, full))


def newest_on_desk(where: Here) -> OnDesk | None:
    """What this person looked at last."""
    with _LOCK:
        _clear()
        mine = [entry for (owner, _), entry in _DESKS.items() if owner == _owner(where)]
    return mine[-1] if mine else None


def swept(entry: OnDesk, attribute: str) -> Swept | None:
    """The impact ratio of one attribute (or crossing) at every cut; None without people or scores.

    The reference is held still at the one of today's cut, so that a line does not change its
    meaning on the way.
    """
    people, rules = entry.people, entry.rules
    if people is None or rules is None or not rules.columns.score:
        return None
    if attribute not in entry.sweeps:
        parts = tuple(attribute.split(JOIN))
        sweep = threshold_sweep(
            people,
            attribute=parts if len(parts) > 1 else attribute,
            score=rules.columns.score,
            reference=_rule(rules, attribute),
            limit=rules.limit,
            floor=rules.floor,
            smallest_share=rules.smallest_share,
            level=rules.level,
        )
        if len(sweep.cuts) < 2:
            return None
        step = _step(sweep.cuts)
        today = _today(people, rules, step)
        held = sweep.at(today).reference
        entry.sweeps[attribute] = Swept(
            sweep=replace(sweep, reference=held) if held else sweep,
            today=today,
            step=step,
            stated=rules.cut is not None,
        )
    return entry.sweeps[attribute]


def _rule(rules: AuditPolicy, attribute: str) -> str:
    chosen = rules.references.get(attribute, rules.reference)
    known = ("highest_rate", "largest_group")
    return chosen if chosen in known or attribute in rules.references else known[0]


def _step(cuts: Sequence[float]) -> float:
    """A round step that makes some eighty places of the range: .1 for scores from 0 to 10."""
    wide = (cuts[-1] - cuts[0]) / 80
    return float(10.0 ** round(math.log10(wide))) if wide > 0 else 1.0


def _today(people: pd.DataFrame, rules: AuditPolicy, step: float) -> float:
    import numpy as np

    if rules.cut is not None:
        return rules.cut
    scores = people[rules.columns.score].to_numpy(dtype=np.float64)
    name, share = rules.columns.selected, 0.5
    if name:
        made = people[name].to_numpy(dtype=np.float64)
        decided = made[~np.isnan(made)]
        share = float(decided.mean()) if decided.size else 0.5
    cut = float(np.quantile(scores[~np.isnan(scores)], 1 - share))
    return round(round(cut / step) * step, 6)


def _with_people(entry: OnDesk, table: pd.DataFrame) -> OnDesk:
    """The audit with its cleaned rows: the columns a page needs, and no id."""
    policy = entry.report.policy
    cleaned = audited_people(table, policy)
    names = cleaned.columns
    columns = [*policy.attributes, names.score, names.selected, names.stratum, names.at]
    used = [c for c in dict.fromkeys(columns) if c and c in cleaned.frame]
    return replace(
        entry,
        people=cleaned.frame[used].copy(),
        rules=replace(policy, columns=replace(names, person="", human="", outcome="")),
    )


def _of_kept(kept: StoredAudit) -> OnDesk:
    return OnDesk(
        name=kept.name,
        report=kept.report,
        made_at=kept.made_at,
        trail_digest=kept.trail_digest,
        scope=kept.scope,
    )


def _put(where: Here, entry: OnDesk) -> OnDesk:
    with _LOCK:
        _DESKS[_owner(where), entry.name] = entry
        _DESKS.move_to_end((_owner(where), entry.name))
        while len(_DESKS) > MOST:
            _DESKS.popitem(last=False)
    return entry


def _clear() -> None:
    """What lay for an hour goes: people are not held longer than somebody looks at them."""
    for name in [n for n, e in _DESKS.items() if time.monotonic() - e.laid_down > HOLD_S]:
        del _DESKS[name]


def _owner(where: Here) -> Owner:
    return str(where.store.folder), where.actor.id

"""What each modality buys and what it costs: asked of the store's interviews, kept as a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.modality_frontier import MARGIN, SUBSETS, Subset
from interview import Actor, CandorError, InputError
from scoring.learned.training_spec import Kind
from store import Store, attributes, save_report
from workflow.audit_people import audited_attributes
from workflow.modality_comparison import compare_modalities
from workflow.modality_cost import ModalityCost, sample_cost, stored_cost
from workflow.modality_gaps import (
    GapChange,
    SubsetGaps,
    SubsetLeak,
    gap_changes,
    subset_gaps,
    subset_leaks,
)
from workflow.modality_law import modality_law
from workflow.modality_people import ModalityPeople, modality_people
from workflow.modality_report import (
    KIND,
    NO_PURPOSE,
    NO_RIGHT,
    ModalityStudy,
    StoredModalities,
    SubsetLaw,
    SubsetShare,
    stored_study,
    study_right,
    subset_signals,
)
from workflow.rights import may, require

if TYPE_CHECKING:
    import pandas as pd

OCCASION = "90_days"
Progress = Callable[[int, int], None]


def modality_study(
    actor: Actor,
    store: Store,
    *,
    purpose: str = "",
    occasion: str = OCCASION,
    kind: Kind = "linear",
    margin: float = MARGIN,
    models_folder: Path | None = None,
    seed: int = 2026,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> StoredModalities:
    """Train a scorer of every set of modalities on ratings and on performance, and compare them.

    Group gaps and proxy leak need the right to audit and a purpose, which is remembered; without
    either they are left out and the study says so.

    Parameters
    ----------
    occasion : str
        Which later rating counts as performance: ``90_days``, ``6_months``, ``12_months``.
    models_folder : Path, optional
        With it the cost is measured on the bundled samples where too few recordings were timed.
    on_progress : callable, optional
        Called with (steps done, steps in all).
    stop : callable, optional
        Asked between steps; when true nothing is kept.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to train or to validate.
    InputError
        ``frontier.nobody``, ``frontier.modality_missing``, ``frontier.too_few`` when neither
        criterion has enough people, ``frontier.stopped``, ``folds.too_few``.
    """
    require(actor, study_right(actor))
    steps = _Steps(2 * len(SUBSETS) + 3, on_progress, stop)
    with store.read() as reading:
        people = modality_people(actor, reading, occasion)
        cost = stored_cost(reading, **({"minutes": people.minutes} if people.minutes else {}))
    steps.next()
    made = compare_modalities(
        people.design,
        {"ratings": people.rating, "performance": people.performance},
        kind=kind,
        margin=margin,
        seed=seed,
        on_step=steps.at,
    )
    found = made.predictions
    groups = _groups(actor, store, people, purpose)
    steps.next()
    names = [] if groups is None else list(audited_attributes(groups))
    short = [n.removeprefix("attr_") for n in names]
    gaps: tuple[SubsetGaps, ...] = ()
    leaks: tuple[SubsetLeak, ...] = ()
    changes: tuple[GapChange, ...] = ()
    if groups is not None:
        table = groups.rename(columns=dict(zip(names, short, strict=True)))
        predicted = {name: one.predictions for name, one in found.items()}
        gaps = subset_gaps(people.design, predicted, table, short, people.pass_rate)
        changes = gap_changes(people.design, predicted, table, short, people.pass_rate)
        leaks = subset_leaks(people.design, table, short)
    if cost.source == "none" and models_folder is not None:
        cost = _sampled(models_folder, cost)
    steps.next()
    features = [people.design.modality[n] for n in people.design.names]
    study = ModalityStudy(
        frontier=made.frontier,
        kind=kind,
        occasion=occasion,
        grouping=made.grouping,
        carried=tuple(
            SubsetShare(subset=s, criterion=name, modality=m, share=share)
            for name, one in found.items()
            for s, shares in one.carried.items()
            for m, share in shares.items()
        ),
        signals=tuple(subset_signals(people.withheld, s) for s in SUBSETS),
        laws=tuple(SubsetLaw(subset=s, laws=modality_law(s)) for s in SUBSETS),
        cost=cost,
        gaps=gaps,
        changes=changes,
        leaks=leaks,
        groups_left_out=""
        if groups is not None
        else (NO_PURPOSE if may(actor, "audit") else NO_RIGHT),
        lacking=made.lacking,
        pass_rate=people.pass_rate,
        features={m: features.count(m) for m in dict.fromkeys(features)},
        population=len(people.withheld),
        compared=int(len(people.design) - sum(people.excluded.values())),
        excluded=people.excluded,
    )
    content = {"study": study, "scope": _scope(actor, purpose if groups is not None else "")}
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, content)
    return stored_study(kept)


def _groups(
    actor: Actor, store: Store, people: ModalityPeople, purpose: str
) -> pd.DataFrame | None:
    """Groups in the order of the design; None without the right or a purpose."""
    if not may(actor, "audit") or not purpose.strip():
        return None
    import pandas as pd

    with store.transaction(actor.id) as tx:
        held = attributes(tx, purpose=purpose, actor=actor.id)
    order = pd.DataFrame({"candidate_id": people.design.person})
    return order.merge(held, on="candidate_id", how="left", validate="m:1")


def _sampled(models_folder: Path, cost: ModalityCost) -> ModalityCost:
    try:
        return sample_cost(models_folder, minutes=cost.minutes)
    except CandorError:
        # without the networks nothing can be timed; the study says that it was not
        return cost


def _scope(actor: Actor, purpose: str) -> dict[str, object]:
    return {
        "purpose": purpose.strip(),
        "departments": [] if "*" in actor.units else sorted(actor.units),
    }


class _Steps:
    """Counts the steps, tells of them, and stops between two."""

    def __init__(self, total: int, tell: Progress | None, stop: Callable[[], bool] | None) -> None:
        self._total, self._done = total, 0
        self._tell, self._stop = tell, stop

    def next(self) -> None:
        self._done += 1
        if self._tell is not None:
            self._tell(self._done, self._total)
        if self._stop is not None and self._stop():
            raise InputError(
                "frontier.stopped", "the study was stopped", "start it again when there is time"
            )

    def at(self, subset: Subset) -> None:
        self.next()

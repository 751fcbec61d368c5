"""Score the same interviews again with something altered that should not matter."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairness import Note, PerturbationAudit, Verdict, perturbation_audit, worst
from interview import Actor, CandorError, InputError, RoleModel, SignalPolicy, StoreError, plain
from workflow.added_models import models_in_use
from workflow.altered.alterations import ALTERATIONS, Alteration, find_alterations
from workflow.altered.altered_scores import ORIGINAL, OVERALL, WORK
from workflow.batch_sink import JournalSink
from workflow.manifest import InterviewSource, Manifest, refused_item
from workflow.progress import BatchItem, BatchProgress
from workflow.rights import require
from workflow.scoring_task import ScoringTask
from workflow.settings import Settings, settings
from workflow.task_json import task_json
from workflow.worker_pool import Died, run_tasks

if TYPE_CHECKING:
    import pandas as pd

MARGIN = 0.10
FEW = 20  # interviews; below, their own spread is too unsure a yardstick


@dataclass(frozen=True, kw_only=True, slots=True)
class PerturbationReport:
    """What alterations did to scores, and everything that could not be tried.

    ``overall`` judges the overall score, ``competencies`` each competency that at least two
    interviews were scored on. ``failed`` are interviews that could not be scored as they are.
    ``untried`` counts, by alteration and reason, interviews of which no altered copy could be made;
    ``withheld`` those whose altered copy no longer had an overall score though the interview has:
    they are in no mean and stand here. ``monotone`` says of a family of strengths whether more of
    it moves scores further the same way. ``policies`` are those that were scored under.
    """

    overall: PerturbationAudit
    competencies: Mapping[str, PerturbationAudit]
    interviews: int
    failed: tuple[BatchItem, ...]
    untried: Mapping[str, Mapping[str, int]]
    withheld: Mapping[str, Mapping[str, int]]
    monotone: Mapping[str, bool | None]
    roles: tuple[str, ...]
    policies: tuple[str, ...]
    pairs: pd.DataFrame
    notes: tuple[Note, ...] = ()
    stopped: bool = False

    @property
    def verdict(self) -> Verdict:
        """That of the overall score; of the competencies where no interview has an overall one."""
        if self.overall.findings:
            return self.overall.verdict
        return worst(tuple(audit.verdict for audit in self.competencies.values()))

    @property
    def largest(self) -> Mapping[str, float]:
        """The largest movement of an overall score that was seen, in points, by alteration.

        It describes these interviews and says nothing about others.
        """
        some = self.pairs[self.pairs["measure"] == OVERALL]
        moved = (some["altered"] - some["original"]).abs().groupby(some["perturbation"]).max()
        return {str(key): float(value) for key, value in moved.items()}


def perturb(
    actor: Actor,
    manifest: Manifest,
    *,
    role: RoleModel | None = None,
    policy: SignalPolicy | None = None,
    alterations: Sequence[str] = (),
    cut: float | None = None,
    margin: float = MARGIN,
    jobs: int = 2,
    on_progress: Callable[[BatchProgress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    chosen: Settings | None = None,
) -> PerturbationReport:
    """Score every interview as it is and with each alteration, and judge how far scores move.

    Copies are scored by the shipped scorer in worker processes, lie in a temporary folder under
    numbers, and are deleted before this returns. What fails is counted by reason; the rest goes
    on. No attribute of anybody is read.

    Parameters
    ----------
    role, policy : RoleModel | None, SignalPolicy | None
        For interviews that name none themselves.
    alterations : sequence of str
        Keys of `workflow.altered.ALTERATIONS`; all of them by default.
    cut : float | None
        The score from which on somebody passes, for the share of changed selections; the role's
        threshold by default, where all interviews have one role.
    margin : float
        The movement that does not matter, in standard deviations of the interviews' own scores.

    Raises
    ------
    PermissionDenied
        ``right.missing``.
    InputError
        ``altered.unknown``, and ``perturbation.nothing_scored`` with the commonest reason when no
        interview could be scored as it is.
    """
    require(actor, "audit_table")
    tried = find_alterations(alterations)
    run = _Run(manifest, tried, on_progress)
    tasks = run.prepare(role, policy, chosen or settings())
    # made here and not by the workers: they may be ended in the middle of their work
    with tempfile.TemporaryDirectory(prefix="candor-") as folder:
        payloads = [{"task": task_json(t), "keys": k, "folder": folder} for t, k in tasks]
        answers = run_tasks(WORK, payloads, jobs=jobs, stop=stop)
        for number, answer in answers:
            run.take(tasks[number], answer)
    return run.report(cut, margin, stopped=run.done < len(tasks))


class _Run:
    def __init__(
        self,
        manifest: Manifest,
        tried: Sequence[Alteration],
        on_progress: Callable[[BatchProgress], None],
    ) -> None:
        self._manifest = manifest
        self._tried = tried
        self._tell = on_progress
        self._begun = time.monotonic()
        self._failed: dict[str, BatchItem] = {one.interview: one for one in manifest.refused}
        self._scores: dict[str, dict[str, Mapping[str, float | None]]] = {}
        self._untried: dict[str, Counter[str]] = {one.key: Counter() for one in tried}
        self._withheld: dict[tuple[str, str], str] = {}
        self._roles: dict[str, RoleModel] = {}
        self._policies: set[str] = set()
        self._total = 0
        self.done = 0

    def prepare(
        self, role: RoleModel | None, policy: SignalPolicy | None, chosen: Settings
    ) -> list[tuple[ScoringTask, list[str]]]:
        """One task for an interview and its altered words, one for each altered recording."""
        plan = JournalSink(None, role, policy).plan
        added = models_in_use(chosen)
        words = [one.key for one in self._tried if one.touches == "words"]
        recorded = [one.key for one in self._tried if one.touches != "words"]
        tasks: list[tuple[ScoringTask, list[str]]] = []
        for source in self._manifest.sources:
            try:
                model, law = plan(source)
            except CandorError as error:
                self._failed[source.interview] = refused_item(source.interview, error)
                continue
            self._roles[model.key] = model
            self._policies.add(law.key)
            task = ScoringTask(
                source=_absolute(source), role=model, policy=law, models=chosen.models.resolve(),
                max_bytes=chosen.max_upload_bytes, key="", added=added,
            )  # fmt: skip
            tasks.append((task, [ORIGINAL, *words]))
            if any(answer.media for answer in source.answers):
                tasks += [(task, [key]) for key in recorded]
            else:
                for key in recorded:
                    self._untried[key]["altered.no_recording"] += 1
        self._total = len(tasks)
        self._say()
        return tasks

    def take(self, asked: tuple[ScoringTask, list[str]], answer: Any) -> None:
        """What a worker found; a failure of the interview as it is costs the interview."""
        task, keys = asked
        name = task.source.interview
        self.done += 1
        if isinstance(answer, Died):
            died = StoreError(
                "batch.worker_died",
                f"the process that scored it ended with {answer.exit_code}",
                "the recording may be damaged, or too large for the memory: convert it, use "
                "--jobs 1",
                exit_code=answer.exit_code,
            )
            answer = {"failed": plain(refused_item(name, died))}
        if "failed" in answer:
            failed = BatchItem(**answer["failed"])
            if ORIGINAL in keys:
                self._failed[name] = failed
            else:
                self._untried[keys[0]][failed.code] += 1
        else:
            self._scores.setdefault(name, {}).update(answer["scores"])
            for key, code in answer["untried"].items():
                self._untried[key][str(code)] += 1
            for key, code in answer["withheld"].items():
                self._withheld[name, key] = str(code)
        self._say()

    def _say(self) -> None:
        self._tell(
            BatchProgress(
                total=self._total,
                done=self.done,
                withheld=0,
                failed=0,
                resumed=0,
                seconds=time.monotonic() - self._begun,
            )
        )

    def report(self, cut: float | None, margin: float, *, stopped: bool) -> PerturbationReport:
        import pandas as pd

        columns = ["interview", "measure", "perturbation", "original", "altered"]
        pairs = pd.DataFrame(list(self._pairs()), columns=columns)
        scored = pairs["interview"].nunique()
        if not scored and not stopped:
            raise self._nothing()
        if cut is None and len(self._roles) == 1:
            cut = next(iter(self._roles.values())).threshold
        overall = _judged(pairs, OVERALL, cut, margin)
        others = [m for m in dict.fromkeys(pairs["measure"]) if m != OVERALL]
        found = {m: _judged(pairs, m, None, margin) for m in others}
        notes = []
        if scored < FEW:
            notes.append(Note(code="perturbation.few_interviews", slots={"n": int(scored)}))
        return PerturbationReport(
            overall=overall,
            competencies={m: audit for m, audit in found.items() if audit.sd is not None},
            interviews=len(self._scores.keys() - self._failed.keys()),
            failed=tuple(self._failed.values()),
            untried={k: dict(c) for k, c in self._untried.items() if c and _shown(k)},
            withheld=self._lost(),
            monotone=self._monotone(pairs),
            roles=tuple(sorted(self._roles)),
            policies=tuple(sorted(self._policies)),
            pairs=pairs,
            notes=tuple(notes),
            stopped=stopped,
        )

    def _pairs(self) -> Iterator[tuple[str, str, str, float, float]]:
        for name, by_key in self._scores.items():
            for one in self._tried:
                before, after = by_key.get(one.against), by_key.get(one.key)
                # an interview that failed as it is stands under its failure alone
                if not one.judged or before is None or after is None or ORIGINAL not in by_key:
                    continue
                for measure, value in before.items():
                    changed = after.get(measure)
                    if value is not None and changed is not None:
                        yield name, measure, one.key, value, changed

    def _lost(self) -> dict[str, dict[str, int]]:
        """Copies without an overall score whose counterpart has one, by alteration and reason."""
        lost: dict[str, Counter[str]] = {}
        for (name, key), code in self._withheld.items():
            one = next((a for a in self._tried if a.key == key), None)
            before = self._scores.get(name, {}).get(one.against) if one else None
            if one and one.judged and before and before.get(OVERALL) is not None:
                lost.setdefault(key, Counter())[code] += 1
        return {key: dict(codes) for key, codes in lost.items()}

    def _monotone(self, pairs: pd.DataFrame) -> dict[str, bool | None]:
        found: dict[str, bool | None] = {}
        for family in dict.fromkeys(one.family for one in self._tried if one.family):
            sizes = {one.key: one.amount for one in self._tried if one.family == family}
            some = pairs[(pairs["measure"] == OVERALL) & pairs["perturbation"].isin(list(sizes))]
            some = some.assign(size=some["perturbation"].map(sizes), perturbation=family)
            if some["size"].nunique() < 2:
                continue
            audit = perturbation_audit(
                some, original="original", altered="altered", perturbation="perturbation",
                size="size",
            )  # fmt: skip
            found[family] = audit.findings[0].monotone
        return found

    def _nothing(self) -> InputError:
        codes = Counter(one.code for one in self._failed.values())
        codes.update(c for (_, key), c in self._withheld.items() if key == ORIGINAL)
        code = codes.most_common(1)[0][0] if codes else "input.empty_folder"
        first = next((one for one in self._failed.values() if one.code == code), None)
        return InputError(
            "perturbation.nothing_scored",
            f"no interview has a score to begin with ({code})",
            first.remedy if first else "give interviews that `candor score` gives a score",
            reason=code,
        )


def _judged(
    pairs: pd.DataFrame, measure: str, cut: float | None, margin: float
) -> PerturbationAudit:
    some = pairs[pairs["measure"] == measure]
    audit = perturbation_audit(
        some, original="original", altered="altered", perturbation="perturbation",
        cut=cut, margin=margin,
    )  # fmt: skip
    order = {one.key: place for place, one in enumerate(ALTERATIONS)}
    return replace(
        audit, findings=tuple(sorted(audit.findings, key=lambda f: order[f.perturbation]))
    )


def _shown(key: str) -> bool:
    return next(one.judged for one in ALTERATIONS if one.key == key)


def _absolute(source: InterviewSource) -> InterviewSource:
    def at(path: Path | None) -> Path | None:
        return None if path is None else path.resolve()

    answers = tuple(
        replace(a, media=at(a.media), transcript=at(a.transcript)) for a in source.answers
    )
    return replace(source, answers=answers)

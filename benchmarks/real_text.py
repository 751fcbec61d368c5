"""What a learned scorer makes of real text that somebody keeps in a folder of their own.

``python -m benchmarks real_text FOLDER`` looks for ``chinese_answers`` (ADS_train.jsonl and
ADS_test.jsonl: short answers with human scores 0 to 10 and reference answers) and for
``interview_text/siop2024`` (interview answers in English and self-reported Big Five, 1 to 7).
Answers go through the product's own measures, design rows and training.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from estimation.left_out_skill import left_out_skill
from estimation.proportion import proportion
from interview import (
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Estimate,
    Finding,
    Interview,
    Question,
    RoleModel,
    Segment,
    SignalPolicy,
    Transcript,
)
from scoring.extract import extract_answer
from scoring.learned.design import OVERALL, DesignTable, FeatureDesign, design_of
from scoring.learned.learned_scorer import LearnedScorer
from scoring.learned.train import train
from scoring.learned.training_report import Trained
from scoring.learned.training_spec import KINDS, TrainingSpec

Floats = NDArray[np.float64]
WORDS = SignalPolicy(key="words", version=1, compute=("language",))
SUBJECT = "professional_skill"
TRAITS = ("extraversion", "agreeableness", "conscientiousness", "emotional_stability", "openness")
COMPONENTS = 40
SIMILARITY = "similarity_to_reference"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Texts:
    """People's answers with what is to be foretold: ``person``, ``group`` and numbers by name."""

    x: Floats
    names: tuple[str, ...]
    person: tuple[str, ...]
    group: tuple[str, ...]
    target: Mapping[str, Floats]
    said: tuple[str, ...]
    reference: tuple[str, ...]


def main(folder: Path) -> int:
    """Print every figure of what is found in the folder; 2 when nothing is."""
    console = Console(width=150)
    found = False
    exams, interviews = folder / "chinese_answers", folder / "interview_text" / "siop2024"
    if exams.is_dir():
        found = True
        console.print(exam_table(exams))
    if interviews.is_dir():
        found = True
        console.print(traits_table(interviews))
    if not found:
        console.print(f"neither chinese_answers nor interview_text/siop2024 is in {folder}")
    return 0 if found else 2


def exam_table(folder: Path) -> Table:
    """Trained on the given training answers, judged on the given test answers."""
    shown = Table(title="Chinese short answers: human scores foretold for the test answers")
    for head in ("forecast", "quadratic kappa", "root mean squared error", "r", "90 % intervals"):
        shown.add_column(head)
    learnt, unseen = (
        exam_answers(folder / "ADS_train.jsonl"),
        exam_answers(folder / "ADS_test.jsonl"),
    )
    learnt, unseen = with_text(learnt, unseen)
    y, truth = learnt.target["score"], unseen.target["score"]
    said: dict[str, Floats] = {"mean of all": np.full(truth.size, y.mean())}
    said["mean of the question"] = np.array(
        [y[np.array(learnt.group) == one].mean() for one in unseen.group]
    )
    for name in ("lang_words", SIMILARITY):
        said[f"line on {name}"] = _line(learnt, unseen, name, y)
    held: dict[str, Finding] = {}
    own = tuple(n for n in learnt.names if n.startswith("lang_"))
    text = tuple(n for n in learnt.names if n.startswith("text_"))
    chosen = {
        "product features": own,
        "product features + similarity": (*own, SIMILARITY),
        "product features + similarity + TF-IDF": (*own, SIMILARITY, *text),
    }
    for label, names in chosen.items():
        for kind in KINDS:
            made = _trained(learnt, names, y, TrainingSpec(kind=kind))
            name = f"{label}, {kind}"
            said[name] = made.scorer.predict(_columns(unseen, made.scorer))
            width = made.scorer.half_width()
            inside = np.abs(said[name] - truth) <= width
            held[name] = proportion(int(inside.sum()), truth.size)
    # whose answer it is nobody knows: every answer counts as one person's
    skill = left_out_skill(truth, said, np.arange(truth.size), replicates=2000)
    for name in said:
        row = skill.metrics(name)
        shown.add_row(name, *(_text(row[k]) for k in ("kappa", "rmse", "r")), _text(held.get(name)))
    return shown


def traits_table(folder: Path) -> Table:
    """The Big Five from the answers: everybody once left out, and the given test people."""
    shown = Table(title="Interview answers in English: self-reported Big Five foretold")
    for head in ("trait", "kind", "n", "r, left out", "rmse less the mean's, left out",
                 "r, given test people", "rmse less the mean's, given test"):  # fmt: skip
        shown.add_column(head)
    whole = interview_people(folder)
    test = np.array([one == "test" for one in whole.group])
    learnt, unseen = _rows(whole, ~test), _rows(whole, test)
    for trait in TRAITS:
        for kind in KINDS:
            spec = TrainingSpec(kind=kind, scale=(1.0, 7.0))
            y = whole.target[trait]
            everybody = _trained(whole, whole.names, y, spec).report
            mean = everybody.rival("mean")
            made = _trained(learnt, whole.names, y[~test], spec)
            points = made.scorer.predict(_columns(unseen, made.scorer))
            said = {"scorer": 1.0 + 0.6 * points, "mean": np.full(test.sum(), y[~test].mean())}
            skill = left_out_skill(y[test], said, np.arange(test.sum()), kappa=False)
            gain = mean.gain["rmse"] if mean else None
            shown.add_row(
                trait, kind, f"{y.size} / {int(test.sum())}",
                _text(everybody.metrics["r"]), _text(gain, 0.6),
                _text(skill.metrics("scorer")["r"]), _text(skill.gain("scorer", "mean")["rmse"]),
            )  # fmt: skip
    return shown


def exam_answers(path: Path) -> Texts:
    """Answers of one file, measured as answers to a technical question with the reference as its
    highest anchor."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    questions = {}
    for row in rows:
        references = [row[f"reference{i}"] for i in (1, 2, 3) if row.get(f"reference{i}")]
        questions[f"q{row['q_id']}"] = Question(
            key=f"q{row['q_id']}", version=1, text={"zh": row["question"]}, kind="technical",
            criteria={SUBJECT: 1.0}, anchors={"zh": {5: "\n".join(references)}},
        )  # fmt: skip
    role = RoleModel(
        key="exam", version=1, title={"zh": "考试"}, questions=tuple(questions.values()),
        competencies=(CompetencyWeight(key=SUBJECT, weight=1.0),),
    )  # fmt: skip
    names = FeatureDesign.of(("language",)).names
    x = np.vstack([_row([row["answer"]], [f"q{row['q_id']}"], role, SUBJECT, "zh", names)
                   for row in rows])  # fmt: skip
    return Texts(
        x=x,
        names=names,
        person=tuple(f"{path.stem} {i}" for i in range(len(rows))),
        group=tuple(str(row["q_id"]) for row in rows),
        target={"score": np.array([float(row["score"]) for row in rows])},
        said=tuple(row["answer"] for row in rows),
        reference=tuple(row["reference1"] for row in rows),
    )


def interview_people(folder: Path) -> Texts:
    """Everybody with answers and a Big Five profile, and which part they were given in."""
    parts = (("train", "interview_train.csv", "personality_train.csv", ""),
             ("val", "interview_val_public.csv", "personality_val.csv", "data_release_dev.csv"),
             ("test", "interview_test_public.csv", "personality_test.csv",
              "data_release_test.csv"))  # fmt: skip
    role = RoleModel(
        key="any", version=1, title={"en": "Any"},
        competencies=tuple(
            CompetencyWeight(key=key, weight=0.25)
            for key in ("communication", "teamwork", "problem_solving", "responsibility")
        ),
    )  # fmt: skip
    names = FeatureDesign.of(("language",)).names
    rows, person, group = [], [], []
    target: dict[str, list[float]] = {trait: [] for trait in TRAITS}
    texts = []
    for part, answers, profile, last in parts:
        known = {row["_id"]: row for row in _csv(folder / profile)}
        given = _last_answers(folder / last) if last else {}
        for row in _csv(folder / answers):
            who = row["_id"]
            if who not in known:
                continue
            said = list(responses(row["questions_answers"]))
            said += [row.get("last_answer") or given.get(who, "")]
            said = [one for one in said if one.strip()]
            rows.append(_row(said, [None] * len(said), role, OVERALL, "en", names))
            person.append(who)
            group.append(part)
            texts.append(" ".join(said))
            for trait in TRAITS:
                target[trait].append(float(known[who][trait]))
    return Texts(
        x=np.vstack(rows), names=names, person=tuple(person), group=tuple(group),
        target={trait: np.array(v) for trait, v in target.items()},
        said=tuple(texts), reference=("",) * len(texts),
    )  # fmt: skip


def responses(text: str) -> Iterator[str]:
    """The responses in a text of questions and responses.

    Examples
    --------
    >>> list(responses("Question: How?\\nResponse: So.Question: Why?"))
    ['So.']
    """
    for block in re.split(r"Question:\s", text):
        _, found, said = block.partition("Response:")
        if found:
            yield said.strip()


def with_text(learnt: Texts, unseen: Texts) -> tuple[Texts, Texts]:
    """Both with the nearness to the reference answer and TF-IDF components, fitted to the first."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    reader.fit([*learnt.said, *dict.fromkeys(learnt.reference)])
    folded = TruncatedSVD(COMPONENTS, random_state=2026).fit(reader.transform(learnt.said))
    made = []
    for one in (learnt, unseen):
        a, b = reader.transform(one.said), reader.transform(one.reference)
        near = np.asarray(a.multiply(b).sum(axis=1)).reshape(-1, 1)
        x = np.hstack([one.x, near, folded.transform(a)])
        names = (*one.names, SIMILARITY, *(f"text_{i}" for i in range(COMPONENTS)))
        made.append(replace(one, x=x, names=names))
    return made[0], made[1]


def _row(
    said: Sequence[str], asked: Sequence[str | None], role: RoleModel, competency: str,
    language: str, names: Sequence[str],
) -> Floats:  # fmt: skip
    answers = tuple(
        Answer(
            id=f"a{i}", question=question, version=1 if question else None,
            transcript=Transcript(segments=(Segment(text=text),), source="text", locale=language),
        )
        for i, (text, question) in enumerate(zip(said, asked, strict=True))
    )  # fmt: skip
    case = Interview(id="i", candidate_id="c", role=role.key, answers=answers, locale=language)
    signals: list[AnswerSignals] = [
        extract_answer(a, role=role, policy=WORDS, models_folder=Path(), locale=language)
        for a in answers
    ]
    return design_of(signals, case, role, competency, names)


def _trained(texts: Texts, names: Sequence[str], y: Floats, spec: TrainingSpec) -> Trained:
    """A scorer of these columns; those that vary too little or are often missing leave by name."""
    usable = tuple(n for n in names if _told(texts.x[:, texts.names.index(n)]))
    place = [texts.names.index(n) for n in usable]

    def words(values: Sequence[str]) -> NDArray[np.object_]:
        return np.array(list(values), dtype=object)

    n = len(texts.person)
    table = DesignTable(
        X=texts.x[:, place],
        names=usable,
        modality=dict.fromkeys(usable, "language"),
        interview=words(texts.person),
        competency=words([SUBJECT] * n),
        person=words(texts.person),
        # whoever is judged answers the same questions: folds keep people apart, not questions
        requisition=words([""] * n),
        locale=words([""] * n),
        role=words([""] * n),
        weight=np.ones(n),
    )
    return train(table, y, replace(spec, features=usable, foreign=True))


def _told(column: Floats) -> bool:
    there = column[~np.isnan(column)]
    return there.size > 2 / 3 * column.size and float(np.ptp(there)) > 1e-9


def _columns(texts: Texts, scorer: LearnedScorer) -> Floats:
    return texts.x[:, [texts.names.index(n) for n in scorer.features]]


def _line(learnt: Texts, unseen: Texts, name: str, y: Floats) -> Floats:
    old, new = (t.x[:, t.names.index(name)] for t in (learnt, unseen))
    there = ~np.isnan(old)
    slope, level = np.polyfit(old[there], y[there], 1)
    return np.clip(np.where(np.isnan(new), y.mean(), level + slope * new), 0, 10)


def _rows(texts: Texts, chosen: NDArray[np.bool_]) -> Texts:
    def kept(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(v for v, there in zip(values, chosen, strict=True) if there)

    return replace(
        texts, x=texts.x[chosen], person=kept(texts.person), group=kept(texts.group),
        said=kept(texts.said), reference=kept(texts.reference),
        target={k: v[chosen] for k, v in texts.target.items()},
    )  # fmt: skip


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _last_answers(path: Path) -> dict[str, str]:
    return {r["_id"]: r["output"] for r in _csv(path) if r["benchmark"] == "interview"}


def _text(found: Finding | None, unit: float = 1.0) -> str:
    if isinstance(found, Estimate):
        return f"{unit * found.value:.3f} ({unit * found.low:.3f} to {unit * found.high:.3f})"
    return "" if found is None else found.code

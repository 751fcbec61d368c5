"""What unsupervised similarity alone reaches on Chinese short answers that people scored.

The data are exam answers (15 questions on data structures, a human score of 0 to 10 each, one or
two reference answers), not interviews, and are not part of Candor: put ``ADS_train.jsonl`` and
``ADS_test.jsonl`` into ``.material/chinese_answers`` or name their folder,
``python -m benchmarks.signals.chinese_answers FOLDER``.

Three ways to order the answers of a question are compared with the human order and with chance,
none of them trained: the product's TF-IDF nearness to the question (all an interview question has
when nobody wrote a model answer), the same terms' cosine with the reference answers, and length
alone. Agreement is Spearman's rank correlation (the mean over questions weighted by answers, and
over all answers at once) and Cohen's kappa with quadratic weights, for which ranks are mapped to
the scores as they are spread in the training half. Intervals are percentiles of a bootstrap over
answers, drawn within each question. Kappa is above 0 even by chance, since questions differ in how
well they were answered.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from benchmarks.signals.row import Row
from interview import Question, Segment, Transcript

FOLDER = Path(__file__).resolve().parents[2] / ".material" / "chinese_answers"
SECTION = "Chinese short answers against human scores (similarity alone, nothing trained)"
DRAWS = 400
SEED = 7
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """One answer with what people gave it."""

    question: str
    asked: str
    text: str
    references: tuple[str, ...]
    score: float
    held_out: bool


def read(folder: Path) -> list[Scored]:
    """Both halves of the data, the test half marked."""
    out = []
    for half in ("train", "test"):
        for line in (folder / f"ADS_{half}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            references = tuple(row[f"reference{n}"] for n in (1, 2, 3) if row[f"reference{n}"])
            out.append(
                Scored(
                    question=row["q_id"],
                    asked=row["question"],
                    text=row["answer"].strip(),
                    references=references,
                    score=float(row["score"]),
                    held_out=half == "test",
                )
            )
    return out


def report(folder: Path | None = None) -> list[Row]:
    """The agreement of each way with the human scores, or one row that says there is no data."""
    folder = folder or FOLDER
    if not (folder / "ADS_test.jsonl").is_file():
        note = "put ADS_train.jsonl and ADS_test.jsonl into .material/chinese_answers"
        return [Row(section=SECTION, name="data", value="not at hand", note=note)]
    answers = read(folder)
    ways: dict[str, Floats] = {
        "similarity to the reference answer": _to_reference(answers),
        "similarity to the question": _to_question(answers),
        "length alone": np.array([math.log1p(len(a.text)) for a in answers]),
        "drawn at random": np.random.default_rng(SEED).random(len(answers)),
    }
    truth = np.array([a.score for a in answers])
    questions = np.array([a.question for a in answers])
    rows: list[Row] = []
    for name, values in ways.items():
        rows += _rows(name, values, truth, questions, answers)
    for question in dict.fromkeys(a.question for a in answers):
        inside = questions == question
        value = ", ".join(
            f"{_spearman(values[inside], truth[inside]):.2f}" for values in list(ways.values())[:3]
        )
        top = float(np.mean(truth[inside] == 10))
        note = f"n = {int(inside.sum())}; {top:.0%} have full marks"
        rows.append(
            Row(section=SECTION, name=f"question {question}: reference, question, length",
                value=value, note=note)
        )  # fmt: skip
    return rows


def _rows(
    name: str, values: Floats, truth: Floats, questions: Any, answers: Sequence[Scored]
) -> list[Row]:
    held_out = np.array([a.held_out for a in answers])
    figures: dict[str, tuple[Callable[..., float], Any]] = {
        "Spearman within questions": (_within, np.ones(len(truth), dtype=bool)),
        "Spearman pooled": (lambda v, t, _: _spearman(v, t), np.ones(len(truth), dtype=bool)),
        "weighted kappa, test half": (_kappa(truth[~held_out], questions[~held_out]), held_out),
    }
    rows = []
    for figure, (measure, part) in figures.items():
        v, t, q = values[part], truth[part], questions[part]
        low, high = _interval(measure, v, t, q)
        rows.append(
            Row(
                section=SECTION,
                name=f"{name}: {figure}",
                value=f"{measure(v, t, q):.3f} [{low:.3f}, {high:.3f}]",
                note=f"n = {len(t)}, 95 % bootstrap",
            )
        )
    return rows


# --- ways ----------------------------------------------------------------------------------------
def _prepared(text: str) -> Any:
    from scoring.language.prepared import prepare

    said = Transcript(segments=(Segment(text=text or "。"),), source="text")
    return prepare(said, "zh")


def _to_question(answers: Sequence[Scored]) -> Floats:
    """``lang_on_topic`` as the product measures it, without anchors."""
    from scoring.language.similarity import nearness, profile_for, terms_of

    out = []
    for answer in answers:
        question = Question(
            key=f"q{answer.question}",
            version=1,
            text={"zh": answer.asked},
            kind="technical",
            criteria={},
        )
        prepared = _prepared(answer.text)
        terms = terms_of(prepared)
        out.append(nearness(prepared, profile_for(question, (), "zh"), terms, terms).on_topic)
    return np.array(out)


def _to_reference(answers: Sequence[Scored]) -> Floats:
    """The best cosine with a reference answer, of the product's terms weighted by rarity.

    Rarity is counted over the answers of all questions; no score is looked at.
    """
    from scoring.language.similarity import terms_of

    terms = {a.text: terms_of(_prepared(a.text)) for a in answers}
    terms |= {r: terms_of(_prepared(r)) for a in answers for r in a.references}
    seen: Counter[str] = Counter()
    for found in terms.values():
        seen.update(found.keys())
    rarity = {term: math.log((len(terms) + 1) / (n + 1)) + 1 for term, n in seen.items()}
    vectors = {text: _vector(found, rarity) for text, found in terms.items()}
    return np.array(
        [max((_dot(vectors[a.text], vectors[r]) for r in a.references), default=0.0)
         for a in answers]
    )  # fmt: skip


def _vector(terms: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    raw = {term: (1 + math.log(n)) * rarity[term] for term, n in terms.items()}
    length = math.sqrt(sum(w * w for w in raw.values())) or 1.0
    return {term: weight / length for term, weight in raw.items()}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


# --- agreement -----------------------------------------------------------------------------------
def _spearman(values: Floats, truth: Floats) -> float:
    """Pearson's correlation of mid-ranks; 0 where either does not vary.

    >>> _spearman(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 9.0]))
    1.0
    """
    one, other = rankdata(values), rankdata(truth)
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _within(values: Floats, truth: Floats, questions: Any) -> float:
    total = 0.0
    for question in np.unique(questions):
        inside = questions == question
        total += _spearman(values[inside], truth[inside]) * int(inside.sum())
    return total / len(truth)


def _kappa(known: Floats, of: Any) -> Callable[[Floats, Floats, Any], float]:
    """Quadratic weighted kappa after ranks are mapped to the spread of known scores."""

    def measure(values: Floats, truth: Floats, questions: Any) -> float:
        given = np.empty(len(truth))
        for question in np.unique(questions):
            inside = np.flatnonzero(questions == question)
            share = (rankdata(values[inside]) - 0.5) / len(inside)
            spread = np.sort(known[of == question])
            given[inside] = spread[np.minimum((share * len(spread)).astype(int), len(spread) - 1)]
        return weighted_kappa(given, truth)

    return measure


def weighted_kappa(one: Floats, other: Floats) -> float:
    """Cohen's kappa with quadratic weights: 1 less observed over expected squared distance.

    >>> weighted_kappa(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]))
    1.0
    >>> weighted_kappa(np.array([1.0, 3.0]), np.array([3.0, 1.0]))
    -1.0
    """
    observed = float(np.mean((one - other) ** 2))
    expected = float(np.mean((one[:, None] - other[None, :]) ** 2))
    return 1.0 - observed / expected if expected else 0.0


def _interval(
    measure: Callable[[Floats, Floats, Any], float], values: Floats, truth: Floats, questions: Any
) -> tuple[float, float]:
    rng = np.random.default_rng(SEED)
    places = [np.flatnonzero(questions == question) for question in np.unique(questions)]
    drawn = []
    for _ in range(DRAWS):
        at = np.concatenate([rng.choice(inside, len(inside)) for inside in places])
        drawn.append(measure(values[at], truth[at], questions[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    for row in report(Path(sys.argv[1]) if sys.argv[1:] else None):
        print(f"{row.name}: {row.value} ({row.note})")

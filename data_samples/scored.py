"""The demo company's interviews as scoring takes them, and the cards the shipped scorer makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from data_samples.bank import bank
from data_samples.planted_company import Company
from data_samples.writing import write_answer
from interview import (
    Answer,
    AnswerSignals,
    Consent,
    FeatureSet,
    Interview,
    Quality,
    ScoreCard,
    SignalPolicy,
)

EXTRACTOR = "demo-planted-2"
"""Language is measured by the shipped extractor; voice and face values are planted."""
CONSENT_TEXT = "demo-1"


class Recordings:
    """Hands out a company's interviews one by one, with what was measured in their answers.

    Examples
    --------
    >>> from data_samples import company
    >>> len(Recordings(company(size=0.01)).interview(0).answers) in (5, 6)
    True
    """

    def __init__(self, company: Company) -> None:
        self._seed = company.seed
        self._interviews: list[dict[str, Any]] = _records(company.interviews)
        self._answers: list[dict[str, Any]] = _records(company.answers)
        # answers stand in the order of the interviews; the first row of each is enough
        asked = company.interviews["asked"].to_numpy()
        self._first = np.concatenate(([0], np.cumsum(asked)))
        self._voice = _signals(company.voice_signals)
        self._face = _signals(company.face_signals)

    def __len__(self) -> int:
        return len(self._interviews)

    def interview(self, number: int) -> Interview:
        """One interview with its transcripts; ids and opaque candidate only."""
        row = self._interviews[number]
        scopes = {"language"}
        scopes |= {m for m in ("voice", "face") if row[f"consent_{m}"]}
        at = row["interviewed_at"].to_pydatetime()
        return Interview(
            id=row["interview_id"],
            candidate_id=row["candidate_id"],
            role=row["role"],
            requisition=row["requisition_id"],
            locale=row["locale"],
            conducted_at=at,
            consent=Consent(text_version=CONSENT_TEXT, given_at=at, scopes=frozenset(scopes)),
            answers=tuple(self._answer(i) for i in self._rows(number)),
        )

    def signals(self, number: int, interview: Interview) -> tuple[AnswerSignals, ...]:
        """What is measured in each answer: words by the shipped extractor, the rest as planted."""
        from scoring.answer_words import answer_words

        role = bank()[interview.role]
        scopes = interview.consent.scopes if interview.consent else frozenset()
        found = []
        for answer, row in zip(interview.answers, self._rows(number), strict=True):
            end = answer.transcript.segments[-1].end_ms if answer.transcript else None
            words = answer_words(answer, role, locale=interview.locale, duration_ms=end)
            values, missing = dict(words.values), dict(words.missing)
            quality = [words.quality]
            for modality, (names, table) in (("voice", self._voice), ("face", self._face)):
                if modality in scopes:
                    values.update(zip(names, table[row], strict=True))
                    quality.append(Quality(modality=modality, answer=answer.id))  # type: ignore[arg-type]
                else:
                    missing.update(dict.fromkeys(names, "policy.no_consent"))
            found.append(
                AnswerSignals(
                    features=FeatureSet(
                        answer=answer.id, values=values, missing=missing, extractor=EXTRACTOR
                    ),
                    evidence=words.evidence,
                    quality=tuple(quality),
                    flags=words.flags,
                    duration_ms=end,
                )
            )
        return tuple(found)

    def _rows(self, number: int) -> range:
        return range(int(self._first[number]), int(self._first[number + 1]))

    def _answer(self, number: int) -> Answer:
        row = self._answers[number]
        return Answer(
            id=f"a{row['position']}",
            question=row["question"],
            version=int(row["version"]),
            transcript=write_answer(row, seed=self._seed),
        )


def scored(
    recordings: Recordings, numbers: Sequence[int], policy: SignalPolicy
) -> Iterator[tuple[Interview, tuple[AnswerSignals, ...], ScoreCard]]:
    """The chosen interviews with their signals and the shipped scorer's card."""
    from scoring.rubric import score

    for number in numbers:
        interview = recordings.interview(number)
        signals = recordings.signals(number, interview)
        yield interview, signals, score(interview, signals, bank()[interview.role], policy)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): value for key, value in row.items()} for row in frame.to_dict(orient="records")
    ]


def _signals(frame: pd.DataFrame) -> tuple[tuple[str, ...], list[list[float]]]:
    names = tuple(str(name) for name in frame.columns if name != "answer_id")
    return names, frame[list(names)].to_numpy(dtype=float).tolist()

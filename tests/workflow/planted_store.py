"""A planted company in a store without a word of text: signals drawn, cards by the shipped scorer.

Words are measured as the planted ability seen through noise, voice and face as the company has
them, so that studies of whole companies take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data_samples import demo_records
from data_samples.bank import bank
from data_samples.planted_company import Company
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
from scoring import card_json, score_signals
from store import ScoredInterview, Store, open_store, save_many
from workflow.policies import signal_policy

SPOILED = "face.too_dark"


def planted_store(folder: Path, company: Company, *, dark_share: float = 0.0) -> Store:
    """The whole company; a share of those who consented to the face sat in the dark."""
    store = open_store(folder=folder)
    law = signal_policy("cn_pipl")
    with store.transaction() as tx:
        demo_records.write_frame_of_work(tx, company)
        made = list(_interviews(company, law, dark_share))
        save_many(
            tx,
            (
                ScoredInterview(interview=i, signals=s, card=card_json(c), name=None)
                for i, s, c in made
            ),
        )
        cards = {i.id: c.digest for i, _, c in made}
        demo_records.write_judgements(tx, company, cards, lambda *_: None)
    return store


def _interviews(
    company: Company, law: SignalPolicy, dark_share: float
) -> Iterator[tuple[Interview, tuple[AnswerSignals, ...], ScoreCard]]:
    rng = np.random.default_rng([company.seed, 5])
    answers = company.answers.groupby("interview_id", sort=False)
    voice = company.voice_signals.set_index("answer_id")
    face = company.face_signals.set_index("answer_id")
    for row in company.interviews.to_dict("records"):
        role = bank()[row["role"]]
        at = row["interviewed_at"].to_pydatetime()
        scopes = {"language"} | {m for m in ("voice", "face") if row[f"consent_{m}"]}
        asked = answers.get_group(row["interview_id"])
        dark = "face" in scopes and rng.random() < dark_share
        interview = Interview(
            id=row["interview_id"],
            candidate_id=row["candidate_id"],
            role=role.key,
            requisition=row["requisition_id"],
            locale=row["locale"],
            conducted_at=at,
            consent=Consent(text_version="t", given_at=at, scopes=frozenset(scopes)),
            answers=tuple(
                Answer(id=f"a{n}", question=one["question"], version=int(one["version"]))
                for n, one in enumerate(asked.to_dict("records"))
            ),
        )
        signals = []
        for n, one in enumerate(asked.to_dict("records")):
            question = role.question(one["question"], int(one["version"]))
            assert question is not None
            values = _words(float(one["latent"]), tuple(question.criteria), rng)
            missing: dict[str, str] = {}
            quality = [Quality(modality="language", answer=f"a{n}")]
            for modality, table in (("voice", voice), ("face", face)):
                measured = table.loc[one["answer_id"]]
                if modality not in scopes:
                    missing |= dict.fromkeys(map(str, measured.index), "policy.no_consent")
                elif modality == "face" and dark:
                    missing |= dict.fromkeys(map(str, measured.index), SPOILED)
                    quality.append(Quality(modality="face", answer=f"a{n}", code=SPOILED))
                else:
                    values |= {str(k): float(v) for k, v in measured.items()}
                    quality.append(Quality(modality=modality, answer=f"a{n}"))  # type: ignore[arg-type]
            features = FeatureSet(answer=f"a{n}", values=values, missing=missing, extractor="drawn")
            signals.append(
                AnswerSignals(features=features, quality=tuple(quality), duration_ms=90_000)
            )
        found = tuple(signals)
        yield interview, found, score_signals(interview, found, role, law)


def _words(
    latent: float, competencies: tuple[str, ...], rng: np.random.Generator
) -> dict[str, float]:
    def seen(noise: float) -> float:
        return float(latent + noise * rng.standard_normal())

    values = {
        "lang_words": float(np.clip(150 + 20 * rng.standard_normal(), 40, 400)),
        "lang_star": float(np.clip(2 + seen(0.9), 0, 4)),
        "lang_results": float(np.clip(1 + 0.7 * seen(1.0), 0, 6)),
    }
    for key in competencies:
        values[f"lang_anchor.{key}"] = float(np.clip(3 + seen(0.6), 0, 5))
        values[f"lang_evidence.{key}"] = float(np.clip(5 + 2 * seen(0.9), 0, 20))
    return values


def outcomes_of(company: Company, kind: str = "90_days") -> pd.Series:
    """The supervisors' ratings of one occasion by interview."""
    chosen = company.outcomes[
        company.outcomes["outcome_kind"].eq(kind) & company.outcomes["kpi"].eq("overall")
    ]
    return chosen.groupby("interview_id")["outcome"].mean()

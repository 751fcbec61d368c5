"""A store of fifty interviews scored by the shipped rubric, one of somebody with a bad name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ui_samples import HOSTILE

from interview import Evidence
from scoring import card_json
from scoring.rubric import score
from store import (
    Requisition,
    Store,
    Transaction,
    add_person,
    blind_draw,
    open_store,
    save_attributes,
    save_card,
    save_department,
    save_interview,
    save_requisition,
    save_role,
    save_signals,
)
from tests.scoring.explanation import company_cards as firm

PEOPLE = 50


def _unsampled(stem: str) -> str:
    return next(f"{stem}{n}" for n in range(100) if blind_draw(f"{stem}{n}") >= 0.10)


MINE, COVERED = _unsampled("i-mine"), _unsampled("i-covered")


def explained_store(folder: Path) -> Store:
    """Everybody in one open opening of sales; one interview of a blind-first opening."""
    store = open_store(folder=folder)
    with store.transaction() as tx:
        save_role(tx, firm.ROLE)
        save_department(tx, "sales", {"en": "Sales", "zh": "销售部"})
        for key in ("r-open", "r-blind"):
            save_requisition(
                tx,
                Requisition(
                    id=key,
                    role=firm.ROLE.key,
                    department="sales",
                    title={"en": "Clerk", "zh": "职员"},
                    opened_at=firm.AT,
                    blind_first=key == "r-blind",
                    policy="cn_pipl",
                ),
            )
        for seed in range(PEOPLE):
            name = {0: MINE, 1: COVERED}.get(seed, f"i{seed}")
            _one(tx, seed, name)
    return store


def _one(tx: Transaction, seed: int, name: str) -> None:
    person = f"c-{seed}-00194f2a"
    case = replace(
        firm.case(name),
        candidate_id=person,
        conducted_at=firm.AT,
        requisition="r-blind" if name == COVERED else "r-open",
    )
    signals = firm.measured(seed)
    if name == MINE:
        quote = Evidence(
            start_ms=1000, end_ms=3000, start_char=0, end_char=9, quote=HOSTILE,
            feature="lang_evidence", modality="language", contribution=1.0,
        )  # fmt: skip
        first = replace(signals[0], evidence=dict.fromkeys(firm.KEYS, (quote,)))
        signals = (first, *signals[1:])
    card = score(case, signals, firm.ROLE, firm.LAW)
    add_person(tx, person, HOSTILE if name == MINE else f"Person {seed}")
    save_interview(tx, case)
    save_signals(tx, name, signals)
    save_card(tx, name, card_json(card))
    save_attributes(tx, person, {"sex": "women" if seed % 2 else "men"})

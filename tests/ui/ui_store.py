"""A store with four interviews for tests of pages: open, hostile, covered and not scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ui_samples import AT, HOSTILE, sales, sample_card, sample_timeline, spoken

from interview import Answer, AnswerSignals, Interview
from scoring import card_json
from store import (
    Requisition,
    Store,
    add_person,
    blind_draw,
    open_store,
    put_blob,
    save_card,
    save_department,
    save_interview,
    save_requisition,
    save_role,
    save_signals,
)


def unsampled(stem: str) -> str:
    """An id that the one-in-ten blind sample leaves alone."""
    return next(f"{stem}{n}" for n in range(100) if blind_draw(f"{stem}{n}") >= 0.10)


OPEN, EVIL, BLIND, BARE = (unsampled(stem) for stem in ("i-open", "i-evil", "i-blind", "i-bare"))


def ui_store(folder: Path) -> Store:
    """Sales with an open and a blind-first opening; candidates named after their interviews."""
    store = open_store(folder=folder)
    role = sales()
    with store.transaction() as tx:
        save_role(tx, role)
        save_department(tx, "sales", {"en": "Sales", "zh": "销售部"})
        for key, blind in (("r-open", False), ("r-blind", True)):
            save_requisition(
                tx,
                Requisition(
                    id=key,
                    role=role.key,
                    department="sales",
                    title={"en": "Sales manager, Shanghai", "zh": "销售经理（上海）"},
                    opened_at=AT,
                    blind_first=blind,
                    policy="cn_pipl",
                ),
            )
    for key, name, opening in (
        (OPEN, "Li Wen", "r-open"),
        (EVIL, HOSTILE, "r-open"),
        (BLIND, "Wang Fang", "r-blind"),
        (BARE, "Ana Silva", "r-open"),
    ):
        quote = HOSTILE if key == EVIL else None
        person = f"c-{key}-00194f2a"
        media = put_blob(store, person, "media", b"not a film " * 500, "video/webm").digest
        with store.transaction() as tx:
            add_person(tx, person, name)
            save_interview(
                tx,
                Interview(
                    id=key,
                    candidate_id=person,
                    role=role.key,
                    requisition=opening,
                    locale="en",
                    conducted_at=AT,
                    answers=tuple(
                        Answer(
                            id=f"a{n}",
                            question=role.questions[n - 1].key,
                            version=role.questions[n - 1].version,
                            media=media if n == 1 else None,
                            transcript=spoken(quote) if n < 3 else None,
                        )
                        for n in (1, 2, 3)
                    ),
                ),
            )
            if key == BARE:
                continue
            card = replace(sample_card(quote), interview=key).sealed()
            save_signals(
                tx,
                key,
                tuple(
                    AnswerSignals(
                        features=answer.features,
                        timeline=sample_timeline() if answer.answer == "a1" else None,
                        duration_ms=18000 if answer.answer == "a1" else None,
                    )
                    for answer in card.answers
                ),
            )
            save_card(tx, key, card_json(card))
    return store

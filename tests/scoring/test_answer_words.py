"""An answer's words are searched for what its question asks, in the language it was given in."""

from interview import Answer, Segment, Transcript
from scoring.answer_words import answer_words
from scoring.role_model import find_role

SALES = find_role("sales_manager")
TEXT = (
    "Last spring our largest customer wanted to leave. I visited their buyer and asked the "
    "customer what she really needed. I found the real cause and changed our offer with them. In "
    "the end they doubled their order within six months."
)


def said(text: str, locale: str | None = None) -> Transcript:
    return Transcript(source="text", segments=(Segment(text=text),), locale=locale)


def test_the_question_says_which_competencies() -> None:
    found = answer_words(Answer(id="a", question="sm_q1", version=1, transcript=said(TEXT)), SALES)
    assert set(found.per_competency) == {"customer_insight", "communication"}
    assert found.values["lang_on_topic"] > 0
    bare = answer_words(Answer(id="a", transcript=said(TEXT)), SALES)
    assert set(bare.per_competency) == {c.key for c in SALES.competencies}
    assert bare.missing["lang_on_topic"] == "language.no_question"


def test_quality_names_the_answer() -> None:
    found = answer_words(Answer(id="a7", question="sm_q1", transcript=said("Yes.")), SALES)
    assert (found.quality.answer, found.quality.code) == ("a7", "language.too_short")


def test_evidence_quotes_the_transcript_itself() -> None:
    found = answer_words(Answer(id="a", question="sm_q1", version=1, transcript=said(TEXT)), SALES)
    pieces = [piece for many in found.evidence.values() for piece in many]
    assert pieces
    assert all(TEXT[p.start_char : p.end_char] == p.quote for p in pieces)


def test_chinese_is_found_without_being_told() -> None:
    text = (
        "去年春天，我们最大的客户想要离开。我去他们工厂了解情况，找到了真正的原因，一起调整了方案。"
    )
    found = answer_words(Answer(id="a", question="sm_q1", version=1, transcript=said(text)), SALES)
    assert found.locale == "zh"
    assert found.quality.passed

"""The gate: what the law bars stands first, and shares never pass any cap."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from planted_interview import CAPPED, CONSENT, MEASURED, ROLE, WORDS_ONLY, signals

from interview import Evidence, Flag, Quality, Timeline
from scoring.quality_gate import barred, commonest_code, gate, permitted, shares
from workflow.policies import shipped_policies


def test_the_law_stands_before_the_recording() -> None:
    dark = replace(
        signals("a"), quality=(Quality(modality="face", answer="a", code="face.too_dark"),)
    )
    assert gate(dark, MEASURED, CONSENT)["face"].code == "face.too_dark"
    assert gate(dark, WORDS_ONLY, CONSENT)["face"].code == "policy.not_computed"
    assert gate(dark, CAPPED, None)["face"].code == "policy.no_consent"


def test_consent_must_name_the_modality() -> None:
    partly = replace(CONSENT, scopes=frozenset({"voice"}))
    assert barred("voice", CAPPED, partly) == ""
    assert barred("face", CAPPED, partly) == "policy.no_consent"
    assert barred("language", CAPPED, None) == ""


def test_a_modality_nobody_spoke_of_is_withheld_unless_it_has_values() -> None:
    unsaid = replace(signals("a", expression={}), quality=())
    verdicts = gate(unsaid, MEASURED, CONSENT)
    assert verdicts["language"].passed
    assert verdicts["voice"].code == "voice.not_measured"


def test_the_first_reason_stands() -> None:
    first = Quality(modality="voice", answer="a", code="voice.silent")
    later = Quality(modality="voice", answer="a", code="voice.too_noisy")
    passed = Quality(modality="voice", answer="a")
    for order in ((first, later), (passed, first, later), (first, passed)):
        found = gate(replace(signals("a"), quality=order), MEASURED, CONSENT)
        assert found["voice"].code == "voice.silent"


def test_nothing_of_a_barred_modality_is_left() -> None:
    seen = Evidence(start_ms=0, end_ms=1, start_char=None, end_char=None, quote="",
                    feature="face_gaze_share", modality="face")  # fmt: skip
    full = replace(
        signals("a"),
        evidence={"communication": (seen,)},
        flags=(Flag(code="face.second_face"), Flag(code="language.mixed")),
        timeline=Timeline(step_ms=1000, tracks={"smile": (0.1,), "energy": (1.0,)}),
    )
    left = permitted(full, gate(full, WORDS_ONLY, CONSENT))
    assert not [n for n in left.features.values if not n.startswith("lang_")]
    assert set(left.features.missing.values()) == {"policy.not_computed"}
    assert left.evidence == {"communication": ()}
    assert [f.code for f in left.flags] == ["language.mixed"]
    assert left.timeline is None
    allowed = permitted(full, gate(full, MEASURED, CONSENT))
    assert allowed is full


caps = st.floats(0, 1)


@given(caps, caps, caps, caps, caps)
def test_shares_respect_every_cap(v: float, f: float, both: float, rv: float, rf: float) -> None:
    policy = replace(CAPPED, caps={"voice": v, "face": f}, expression_cap=both)
    role = replace(ROLE, modality_limits={"voice": rv, "face": rf})
    found = shares(role, policy, CONSENT)
    assert found["voice"] <= min(v, rv) + 1e-12
    assert found["face"] <= min(f, rf) + 1e-12
    assert found["voice"] + found["face"] <= both + 1e-12
    assert abs(sum(found.values()) - 1.0) < 1e-12
    assert all(share >= 0 for share in found.values())


def test_shares_under_every_shipped_law() -> None:
    for key, policy in shipped_policies().items():
        found = shares(ROLE, policy, CONSENT)
        together = found["voice"] + found["face"]
        assert together <= (0.2 if key == "cn_pipl" else 0.0) + 1e-12, key
        assert shares(ROLE, policy, None)["voice"] == 0.0 or key not in ("cn_pipl", "us_il")


def test_the_commonest_reason_and_the_first_of_equals() -> None:
    def held(code: str) -> dict[str, Quality]:
        return {"face": Quality(modality="face", answer="a", code=code)}

    assert commonest_code([held("a.b"), held("c.d"), held("c.d")], "face") == "c.d"  # type: ignore[list-item]
    assert commonest_code([held("a.b"), held("c.d")], "face") == "a.b"  # type: ignore[list-item]
    assert commonest_code([], "face") == "face.not_measured"

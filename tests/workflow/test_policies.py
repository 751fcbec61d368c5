"""Law presets: what design says of each, and that a company's choice stays under its ceiling."""

import itertools

import pytest

from interview import PolicyError
from workflow.policies import (
    decided_policy,
    policy_summary,
    policy_title,
    shipped_policies,
    signal_policy,
)


def test_the_five_presets() -> None:
    assert sorted(shipped_policies()) == ["cn_pipl", "eu_ai_act", "none", "us_il", "us_nyc"]


@pytest.mark.parametrize("key", ["none", "us_nyc", "us_il", "eu_ai_act"])
def test_expression_weighs_nothing_by_default(key: str) -> None:
    policy = signal_policy(key)
    assert policy.cap("voice") == policy.cap("face") == 0.0
    assert policy.cap("language") == 1.0


def test_china_lets_voice_and_face_help_a_little_with_consent() -> None:
    policy = signal_policy("cn_pipl")
    assert policy.expression_cap == 0.20
    assert policy.cap("face") == 0.05
    assert policy.cap("voice") <= 0.20
    assert set(policy.needs_consent) == {"voice", "face"}


def test_europe_computes_words_only() -> None:
    assert signal_policy("eu_ai_act").compute == ("language",)


def test_every_preset_has_words_in_both_languages_and_its_own_digest() -> None:
    for key, locale in itertools.product(shipped_policies(), ("en", "zh")):
        assert policy_title(key, locale).strip()
        assert policy_summary(key, locale).strip()
    digests = {p.digest for p in shipped_policies().values()}
    assert len(digests) == len(shipped_policies())


def test_an_unknown_preset_names_the_nearest_and_the_advice_works() -> None:
    with pytest.raises(PolicyError) as err:
        signal_policy("cn_pip")
    assert err.value.code == "policy.unknown"
    nearest = err.value.remedy.removeprefix("use one of: ").split(",")[0]
    assert signal_policy(nearest).key == "cn_pipl"


def test_a_company_may_choose_within_the_ceiling() -> None:
    policy = decided_policy("us_nyc", voice=0.15, face=0.05)
    assert (policy.cap("voice"), policy.cap("face")) == (0.15, 0.05)
    assert policy.digest != signal_policy("us_nyc").digest
    assert policy.expression_cap == pytest.approx(0.20)


@pytest.mark.parametrize(("voice", "face"), [(0.3, 0.0), (0.1, 0.06), (0.19, 0.05), (-0.1, 0.0)])
def test_above_the_ceiling_is_refused_and_the_advice_works(voice: float, face: float) -> None:
    with pytest.raises(PolicyError) as err:
        decided_policy("us_il", voice=voice, face=face)
    assert err.value.code == "policy.above_ceiling"
    largest = float(err.value.remedy.removeprefix("use 0 to "))
    if "voice at" in str(err.value):
        assert decided_policy("us_il", voice=largest).cap("voice") == largest
    elif "face at" in str(err.value):
        assert decided_policy("us_il", face=largest).cap("face") == largest
    else:
        assert decided_policy("us_il", voice=largest - face, face=face)


def test_a_preset_without_a_choice_says_so_and_the_advice_works() -> None:
    with pytest.raises(PolicyError) as err:
        decided_policy("eu_ai_act", voice=0.1)
    assert err.value.code == "policy.no_choice"
    for key in str(err.value.slots["known"]).split(", "):
        assert decided_policy(key, voice=0.1)
    assert decided_policy("eu_ai_act") == signal_policy("eu_ai_act")

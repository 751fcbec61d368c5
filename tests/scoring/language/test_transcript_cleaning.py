"""Who speaks, and what of a transcript was never said."""

from __future__ import annotations

import json

import pytest

from interview import Segment, Transcript
from scoring.language import measure_language, read_transcript
from scoring.language.own_words import own_words

STORY = (
    "Last year two colleagues argued about shifts. I listened to both sides and found a common "
    "goal. In the end errors fell by 20 percent."
)
STORY_ZH = (
    "去年两个同事为排班吵了起来。我把双方叫到一起谈，找到共同的目标。最后差错减少了百分之二十。"
)


def read(text: str, name: str = "a.txt") -> Transcript:
    return read_transcript(text.encode(), name=name)


def codes(said: Transcript, **more: object) -> list[str]:
    found = measure_language(said, question=None, competencies=["teamwork"], **more)  # type: ignore[arg-type]
    return [f.code for f in found.flags] or [found.quality.code]


@pytest.mark.parametrize(
    ("text", "who", "own"),
    [
        (f"Interviewer: Tell me.\nCandidate: {STORY}", ["Interviewer", "Candidate"], STORY),
        (f"Question: Tell me about it.Response: {STORY}", ["Question", "Response"], STORY),
        (f"Question: Tell me about it.\n\n{STORY}", ["Question", None], STORY),
        (f"面试官：请讲。\n\n{STORY_ZH}", ["面试官", None], STORY_ZH),
        (f"Q: Tell me about it.\nA: {STORY}", ["Q", "A"], STORY),
        (f"**Interviewer:** Tell me.\n\n**Candidate:** {STORY}", ["Interviewer", "Candidate"],
         STORY),
        (f"[00:01] Interviewer: Tell me.\n[00:09] Candidate: {STORY}", ["Interviewer", "Candidate"],
         STORY),
        (f"Interviewer: Tell me. Candidate: {STORY}", ["Interviewer", "Candidate"], STORY),
        (f"面试官：请讲。\n候选人：{STORY_ZH}", ["面试官", "候选人"], STORY_ZH),
        (f"问：请讲。\n答：{STORY_ZH}", ["问", "答"], STORY_ZH),
        (f"面试官: 请讲。应聘者: {STORY_ZH}", ["面试官", "应聘者"], STORY_ZH),
        (f"Speaker 1: How was it?\nSpeaker 2: {STORY}", ["Speaker 1", "Speaker 2"], STORY),
        (f"Ann Lee: How was it?\nTom Fox: {STORY}\nAnn Lee: I see.\nTom Fox: Yes, it was.",
         ["Ann Lee", "Tom Fox"], f"{STORY} Yes, it was."),
    ],
)  # fmt: skip
def test_only_the_candidate_is_heard(text: str, who: list[str | None], own: str) -> None:
    said = read(text)
    assert list(dict.fromkeys(s.speaker for s in said.segments)) == who
    kept = own_words(said)
    assert len(kept.transcript.text) == len(said.text)
    alone = measure_language(read(own), question=None, competencies=["teamwork"])
    found = measure_language(said, question=None, competencies=["teamwork"])
    assert found.values == alone.values
    assert [f.code for f in found.flags] == ["language.other_speaker"]
    for piece in found.evidence["teamwork"]:
        assert said.text[piece.start_char : piece.end_char] == piece.quote
        assert piece.quote in own


def test_what_the_interviewer_claims_scores_nothing() -> None:
    said = read(
        f"Interviewer: {STORY}\nCandidate: I do not remember anything like that at all, no."
    )
    found = measure_language(said, question=None, competencies=["teamwork"])
    assert found.values["lang_evidence.teamwork"] == 0
    assert found.values["lang_results"] == 0


def test_only_an_interviewer_or_nobody_knows_who() -> None:
    assert codes(read(f"Interviewer: {STORY}")) == ["language.only_interviewer"]
    even = read(f"Speaker 1: {STORY}\nSpeaker 2: {STORY}")
    found = measure_language(even, question=None, competencies=[])
    assert found.quality.code == "language.speakers_unclear"
    assert found.quality.slots == {"speakers": 2}


@pytest.mark.parametrize(
    "text",
    [
        "Task: my task was the launch. Action: I called them. Result: it was done in a week by us.",
        "Situation: the line stood still.\nTask: I had to find out why.\nResult: it ran again, so.",
        "背景：去年客户流失。任务：我负责找出原因。结果：流失少了一半，客户都很满意。",
        "I had one question: why did nobody call, and my response: I called them all that night.",
        "My plan was simple: call them, ask them, and write it down before the evening comes.",
        "We met at 10:30 and I said: no more of this, because nobody was listening any longer.",
    ],
)
def test_what_looks_like_a_label_and_is_none(text: str) -> None:
    said = read(text)
    assert [s.speaker for s in said.segments] == [None] * len(said.segments)
    assert said.text.replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_voices_of_subtitles_and_of_json() -> None:
    vtt = (
        "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Interviewer>Tell me about it.\n\n"
        f"00:04.000 --> 00:16.000\n<v Ann>{STORY}\n"
    )
    rows = [
        {"text": "Tell me about it.", "start": 0, "end": 4, "speaker": "interviewer"},
        {"text": STORY, "start": 4, "end": 16, "speaker": "candidate"},
    ]
    for said in (read(vtt, "a.vtt"), read(json.dumps(rows), "a.json")):
        found = measure_language(said, question=None, competencies=["teamwork"])
        # 25 words in the 12 of 16 seconds that were the candidate's
        assert found.values["lang_words"] == 25
        assert found.values["lang_rate"] == pytest.approx(25 / 12 * 60)
        assert min(e.start_ms or 0 for e in found.evidence["teamwork"]) >= 4000


def test_a_name_before_every_cue_is_no_word() -> None:
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\nAnn Lee: I wrote down stop number {n}.\n\n"
        for n in range(1, 6)
    )
    said = read("WEBVTT\n\n" + cues, "a.vtt")
    assert "Ann" not in said.text
    assert {s.speaker for s in said.segments} == {"Ann Lee"}
    assert own_words(said).share == 0


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("<p>I <b>led</b> the <i>team</i>.</p><br/>", "I led the team ."),
        ("<html><head><title>x</title></head><body>I led.<script>alert('no')</script></body>",
         "I led."),
        ("I **led** the _team_ and `it` __worked__.", "I led the _team_ and it worked."),
        ("# Answer\n\n- I led\n- it worked\n> and more", "Answer I led it worked and more"),
        ("[music] I led (laughs) the team [inaudible 00:12] well.", "I led the team well."),
        ("【音乐】我带队（笑）完成了。", "我带队 完成了。"),
        ("[00:01] I led.\n[00:07] It worked.", "I led. It worked."),
        ("00:01 I led.\n00:07 It worked.\n00:09 We went home.\n00:12 All of us.",
         "I led. It worked. We went home. All of us."),
        ("<|startoftranscript|><|en|>I led it.<|endoftext|>", "I led it."),
        ("See [the plan](https://example.org/x) at https://example.org now", "See the plan at now"),
        ("Tom &amp; I led &quot;it&quot;", 'Tom & I led "it"'),
        ("I returned a List<String> when a < b and c > d at 10:30", None),
        ("3. I counted 3 * 4 * 5 boxes", None),
    ],
)  # fmt: skip
def test_markup_is_taken_out_and_speech_is_not(text: str, bare: str | None) -> None:
    assert read(text).text == (text if bare is None else bare)


def test_characters_nobody_sees_part_no_words() -> None:
    assert read(STORY.replace("colleagues", "col\u200bleag\u00adues")).text == STORY


def test_markup_in_cues_and_in_json() -> None:
    srt = (
        "1\n00:00:01,000 --> 00:00:02,000\n[music]\n\n"
        "2\n00:00:02,000 --> 00:00:04,000\n**I** led.\n"
    )
    assert [s.text for s in read(srt, "a.srt").segments] == ["I led."]
    words = [
        {"word": "[Music]", "start": 0, "end": 1},
        {"word": "I", "start": 1, "end": 1.2},
        {"word": "led.", "start": 1.3, "end": 1.5},
    ]
    said = read(json.dumps(words), "a.json")
    assert said.text == "I led."
    assert [w.text for w in said.segments[0].words] == ["I", "led."]


def test_nothing_but_markup_is_an_empty_transcript() -> None:
    from interview import TranscriptError

    for text in ("<p>[music]</p>", "(laughs) [applause]", "【音乐】"):
        with pytest.raises(TranscriptError) as caught:
            read(text)
        assert caught.value.code == "transcript.empty"


def test_a_segment_without_a_name_belongs_to_the_candidate() -> None:
    said = Transcript(
        segments=(Segment(text="Tell me.", speaker="Interviewer"), Segment(text=STORY)),
        source="vtt",
    )
    assert own_words(said).transcript.text.endswith(STORY)

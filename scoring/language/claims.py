"""What kind of statement each sentence is: a deed, a habit, a wish, praise of oneself, an echo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interview import QuestionKind
from scoring.language.denial import denied_in, negated
from scoring.language.prepared import Prepared, Sentence
from scoring.language.recital import recited
from scoring.language.signs import sign_patterns

_ENDS = " .,。，！？!?；;"
# a part named by its label alone: "Task: my task was teamwork."
_LABEL = re.compile(r"^\s*[^\W_]{2,12}\s?[:：]")
_LABEL_WORDS = 12
# "I'd go" is a wish, "I'd gone" and "I'd an offer" are not
_CONTRACTED_WOULD = re.compile(
    r"\b(?:I|[Ww]e|[Yy]ou)['’]d (?:(?:also|always|just|rather|never) )?(\w+)"
)
_HAD_BEFORE = frozenset(
    ["a", "an", "been", "had", "no", "never", "the", "one", "run", "put", "got"]
)
# past forms that make an answer one of the past
_TELLING = 2
_WAS = frozenset(["was", "were"])
# signs that make a Chinese sentence a general one
_GENERALITIES = 2
# 比平时, 跟平时: compared with the usual, not usual
_COMPARED = ("比", "跟", "和", "像", "离")
_CLAUSE = re.compile(r"[,.，。！？；：、!?;]")
# what a sentence of formulas counts
_RECITED = 0.15

# what statements other than deeds are worth, by kind of question: a situational question asks for
# "I would", a technical one for "usually"; a behavioural one asks for what was done
_WORTH: Mapping[str, tuple[float, float]] = {
    "behavioural": (0.2, 0.2),
    "open": (0.3, 0.3),
    "situational": (0.6, 0.4),
    "technical": (0.5, 0.6),
    "creative": (0.6, 0.5),
    "values": (0.4, 0.5),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence as a statement.

    ``worth`` (0 to 1) is what a behaviour named in it counts: 1 for an own past deed, .7 for a
    shared one, little for habits, wishes and self-praise, nothing for an echo of the question,
    a bare list of words, or a sentence that puts the matter off on others.
    ``deed`` is true for an own or shared past action.
    """

    sentence: Sentence
    worth: float
    deed: bool
    own: bool
    void: bool
    echo: bool
    listed: bool
    deflects: bool = False
    repeated: bool = False
    content: int = 0
    denies: bool = False


def claims(
    prepared: Prepared, *, kind: QuestionKind | None, echoes: frozenset[int] = frozenset()
) -> list[Claim]:
    """Every sentence of an answer as a claim, in order; ``echoes`` are copies of the question."""
    hypothetical_worth, habit_worth = _WORTH[kind or "behavioural"]
    cues = prepared.lexicon.cues
    norm = prepared.norm
    told = _episode(prepared)
    spaced = prepared.lexicon.script == "spaced"
    past = told or _tells(prepared)
    formulas = recited(prepared)
    out: list[Claim] = []
    seen: set[str] = set()
    before = False
    for index, sentence in enumerate(prepared.sentences):
        begin, end = sentence.norm_start, sentence.norm_end
        hypothetical = _hypothetical(prepared, sentence)
        trait = bool(cues["trait"].search(norm, begin, end + 1))
        deflects = _deflects(prepared, sentence)
        own, shared = _actor(prepared, sentence, told and not hypothetical, before, past)
        # beside a clear deed a wish or a habit is somebody else's, or a thought about it
        solid = spaced and (own or shared) and _clear(prepared, sentence)
        hypothetical = hypothetical and not solid
        habit = _habit(prepared, sentence, solid)
        deed = (own or shared) and not hypothetical and not habit and not deflects
        denies = denied_in(prepared, sentence)
        learnt = index in formulas
        deed = deed and not denies and not learnt
        deed = deed and (spaced or not _generality(prepared, sentence))
        echo = index in echoes
        listed = _listed(prepared, sentence)
        said = norm[begin:end].strip(_ENDS)
        repeated = said in seen
        seen.add(said)
        deed = deed and not (echo or listed or repeated)
        if echo or listed or deflects or repeated or denies:
            worth = 0.0
        elif learnt:
            worth = _RECITED
        elif hypothetical:
            worth = hypothetical_worth
        elif habit:
            worth = habit_worth
        elif trait and not deed:
            worth = 0.15
        else:
            worth = 1.0 if own else 0.7 if shared else _told_worth(prepared, sentence)
        before = deed
        out.append(
            Claim(
                sentence,
                worth,
                deed,
                own,
                hypothetical or habit,
                echo,
                listed,
                deflects,
                repeated,
                _content(prepared, sentence),
                denies or (not deed and bool(cues["negation"].search(norm, begin, end + 1))),
            )
        )
    return out


def _hypothetical(prepared: Prepared, sentence: Sentence) -> bool:
    """A wish, a duty or a plan; not one reported as said: "she asked whether I would sign it"."""
    norm, cues = prepared.norm, prepared.lexicon.cues
    begin, end = sentence.norm_start, sentence.norm_end + 1
    found = cues["hypothetical"].search(norm, begin, end)
    if found is None:
        text = prepared.text[sentence.start : sentence.end]
        return prepared.lexicon.script == "spaced" and any(
            not is_past(word, prepared.lexicon.words["past"]) and word not in _HAD_BEFORE
            for word in map(str.lower, _CONTRACTED_WOULD.findall(text))
        )
    return not cues["reports"].search(norm, begin, found.start() + 1)


def _habit(prepared: Prepared, sentence: Sentence, solid: bool) -> bool:
    """What one does as a rule; not "I noticed that she always sat alone", nor "more than usual"."""
    norm, lex = prepared.norm, prepared.lexicon
    begin, end = sentence.norm_start, sentence.norm_end + 1
    found = lex.cues["habitual"].search(norm, begin, end)
    if found is None or lex.cues["once"].search(norm, begin, end):
        return False
    if lex.script == "han":
        return norm[found.start() - 1 : found.start()] not in _COMPARED
    if not solid:
        return True
    near = norm[begin : found.start()].split()[-2:] + norm[found.end() : end].split()[:2]
    return "i" in near or "we" in near


def _generality(prepared: Prepared, sentence: Sentence) -> bool:
    """Does a Chinese sentence, which has no tense, speak in general and of no one occasion?"""
    norm, locale = prepared.norm, prepared.lexicon.locale
    begin, end = sentence.norm_start, sentence.norm_end
    found = sum(1 for _ in sign_patterns(locale)["general"].finditer(norm, begin, end))
    return found >= _GENERALITIES and not prepared.lexicon.cues["once"].search(norm, begin, end)


def _clear(prepared: Prepared, sentence: Sentence) -> bool:
    """Does "I" or "we" stand right before a form that can only be past?"""
    words, lists = prepared.words, prepared.lexicon.words
    past, adverbs, stative = lists["past"], lists["adverbs"], lists["stative"]
    for at in range(sentence.first_word, sentence.last_word - 1):
        if words[at] in ("i", "we"):
            step = at + 1
            if words[step] in adverbs and step + 1 < sentence.last_word:
                step += 1
            if is_past(words[step], past) and words[step] not in stative:
                return True
    return False


def _deflects(prepared: Prepared, sentence: Sentence) -> bool:
    """Puts the matter off on others; not "it was not my job, but I did it"."""
    norm, cues = prepared.norm, prepared.lexicon.cues
    begin, end = sentence.norm_start, sentence.norm_end + 1
    signs = sign_patterns(prepared.lexicon.locale)
    for pattern in (cues["deflect"], signs["avoid"], signs["blame"], signs["nothing"]):
        for found in pattern.finditer(norm, begin, end):
            if negated(prepared, found.start(), found.end()):
                continue  # "I did not give up"
            if not cues["despite"].search(norm, found.end(), end):
                return True
    return False


def _content(prepared: Prepared, sentence: Sentence) -> int:
    function = prepared.lexicon.words["function"]
    words = prepared.words[sentence.first_word : sentence.last_word]
    return sum(word not in function for word in words)


def _told_worth(prepared: Prepared, sentence: Sentence) -> float:
    """What happened around the deeds counts .4; "I read a lot", which tells no deed, .25."""
    words = prepared.words[sentence.first_word : sentence.last_word]
    return 0.25 if "i" in words or "we" in words else 0.4


def _episode(prepared: Prepared) -> bool:
    """Does the answer tell of one occasion? Then the present tense may tell it too."""
    return bool(prepared.lexicon.cues["once"].search(prepared.norm))


def _tells(prepared: Prepared) -> bool:
    """Does the answer tell of the past? Then "I put" and "I set" are past forms."""
    if prepared.lexicon.script == "han":
        return False
    past = prepared.lexicon.words["past"]
    told = sum(is_past(word, past) or word in _WAS for word in prepared.words)
    return told >= _TELLING


def _listed(prepared: Prepared, sentence: Sentence) -> bool:
    """A row of key words: commas everywhere and no one who does anything."""
    words = prepared.words[sentence.first_word : sentence.last_word]
    if labelled(prepared, sentence):
        return True
    text = prepared.norm[sentence.norm_start : sentence.norm_end]
    commas = sum(text.count(mark) for mark in ",，、")
    lex = prepared.lexicon
    if lex.script == "han":
        return (
            len(words) >= 4
            and commas >= 3
            and commas * 6 > len(text)
            and "我" not in text
            and "了" not in text
        )
    function = lex.words["function"]
    glue = sum(word in function for word in words)
    return (commas >= 3 and commas * 4 > len(words) and "i" not in words) or (
        len(words) >= 6 and glue * 8 < len(words)
    )


def labelled(prepared: Prepared, sentence: Sentence) -> bool:
    """A part of a story named by its label alone: "Task: my task was teamwork."."""
    return sentence.last_word - sentence.first_word < _LABEL_WORDS and bool(
        _LABEL.match(prepared.text[sentence.start : sentence.end])
    )


def _actor(
    prepared: Prepared, sentence: Sentence, told: bool, before: bool, past: bool
) -> tuple[bool, bool]:
    if prepared.lexicon.script == "han":
        return _actor_han(prepared, sentence, told, before)
    return _actor_spaced(prepared, sentence, told, past)


def _actor_spaced(
    prepared: Prepared, sentence: Sentence, told: bool, tells: bool
) -> tuple[bool, bool]:
    words = prepared.words
    lists = prepared.lexicon.words
    pasts = lists["past"] | lists["past_or_present"] if tells else lists["past"]
    stative, adverbs = lists["stative"], lists["adverbs"]
    # behind "and" a past form may only describe: "calm and organised"
    still = stative | lists["participles"] | lists["numbers"]
    did = sign_patterns(prepared.lexicon.locale)["did"]
    own = bool(did.search(prepared.norm, sentence.norm_start, sentence.norm_end + 1))
    shared = False
    last = sentence.last_word
    for at in range(sentence.first_word, last):
        if words[at] not in ("i", "we"):
            continue
        step = at + 1
        while step < last and step < at + 4 and words[step] in adverbs:
            step += 1
        if step >= last:
            continue
        word = words[step]
        # one verb after the subject, or a second one joined to it: "I was called in and fixed it"
        past = is_past(word, pasts) and word not in stative
        past = past or (word == "did" and words[step + 1 : step + 2] != ["not"])
        if not past:
            past = any(
                is_past(words[k], pasts) and words[k] not in still
                for k in range(step + 1, min(step + 12, last))
                if words[k - 1] in ("and", "then", "but", "so", "to")
                and words[k] not in ("i", "we")
            )
        if not past and told and word not in lists["function"] and word not in stative:
            past = (
                step == at + 1 and len(word) > 2 and word not in ("think", "like", "believe", "am")
            )
        if past:
            own = own or words[at] == "i"
            shared = shared or words[at] == "we"
    return own, shared


def is_past(word: str, past: frozenset[str]) -> bool:
    """Is this English word a past form? Irregular ones are listed; "need" is none."""
    return word in past or (word.endswith("ed") and not word.endswith("eed") and len(word) > 3)


def _actor_han(
    prepared: Prepared, sentence: Sentence, told: bool, before: bool
) -> tuple[bool, bool]:
    text = prepared.norm[sentence.norm_start : sentence.norm_end]
    deed = prepared.lexicon.deed
    done = any(
        not negated(prepared, found.start(), found.end())
        for found in deed.finditer(prepared.norm, sentence.norm_start, sentence.norm_end)
    )
    if not done:
        # Chinese has no tense: within a told episode, "I" and a verb of doing tell a deed
        return told and _does_han(prepared, sentence), False
    lists = prepared.lexicon.words
    shared = any(team in text for team in lists["plural"]) and not all(
        any(text.startswith(unit, at + 2) for unit in lists["not_plural_before"])
        for team in lists["plural"]
        for at in _places(text, team)
    )
    own = any(
        text[at + 1 : at + 2] != "们"
        and text[max(at - 1, 0) : at] not in lists["not_singular_after"]
        for at in _places(text, "我")
    )
    # a sentence without a subject goes on from the one before
    return own or (before and not shared), shared


def _does_han(prepared: Prepared, sentence: Sentence) -> bool:
    lists = prepared.lexicon.words
    norm = prepared.norm
    for at in _places(norm[sentence.norm_start : sentence.norm_end], "我"):
        place = sentence.norm_start + at
        if norm[place - 1 : place] in lists["object_after"] and place > sentence.norm_start:
            continue
        if norm[place + 1 : place + 2] in lists["no_deed_after"]:
            continue
        if not any(norm.startswith(state, place) for state in lists["stative"]):
            return True
    return False


def _places(text: str, part: str) -> list[int]:
    out, at = [], text.find(part)
    while at >= 0:
        out.append(at)
        at = text.find(part, at + 1)
    return out

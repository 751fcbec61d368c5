"""What stands in a transcript and was never said: tags, marks, times, notes on sounds."""

from __future__ import annotations

import html
import re

# a program's own brackets are left alone (List<String>): only tags of documents are taken out
_TAGS = (
    "a|abbr|article|b|blockquote|body|br|c|center|code|del|div|em|font|footer|h[1-6]|head|header|"
    "hr|html|i|img|ins|lang|li|main|mark|meta|ol|p|pre|rt|ruby|s|section|small|span|strong|sub|sup|"
    "table|tbody|td|th|thead|tr|tt|u|ul|v"
)
_BLOCK = re.compile(r"<(script|style|title|svg)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.S | re.I)
_TAG = re.compile(rf"</?(?:{_TAGS})\b[^<>\n]*>|<\?xml[^<>]*>|<!doctype[^<>]*>", re.I)
_TOKEN = re.compile(r"<\|[^|<>\n]*\|>|\{\\[^{}\n]*\}")
_SOUND = re.compile(
    r"[\[(【（*]\s*(?:music|applause|laugh(?:s|ter|ing)?|chuckles?|inaudible|unintelligible|"
    r"cross-?talk|noise|silence|pause|cough(?:s|ing)?|sighs?|clears (?:her |his )?throat|"
    r"background noise|blank[_ ]audio|typing|phone rings?|"
    r"音乐|掌声|笑声?|大笑|笑了笑|听不清|咳嗽|停顿|沉默|噪音|静音|叹气|鼓掌)[^\])】）*\n]{0,20}[\])】）*]",
    re.I,
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_CLOCK_BRACKETED = re.compile(
    rf"[\[【]\s*{_CLOCK}(?:\s*(?:-->?|–|~)\s*{_CLOCK})?\s*[\]】]|\({_CLOCK}\)"
)
_CLOCK_FIRST = re.compile(rf"^\s*{_CLOCK}(?:\s*(?:-->?|–|~)\s*{_CLOCK})?[\s:：]\s*", re.M)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)|https?://[^\s，。]+")
_LEAD = re.compile(r"^\s*(?:#{1,6}|>+|[-*+•])\s+|^\s*(?:-{3,}|\*{3,}|={3,})\s*$", re.M)
_STRESS = re.compile(r"(\*\*\*|\*\*|__|~~|``|`)(?=\S)(.+?)(?<=\S)\1")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff♪♫]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.I)


def without_markup(text: str) -> str:
    """The words alone: no tags, no Markdown, no notes such as ``[music]``, no time stamps.

    Times at the start of lines go only where most lines begin with one: "10:30 was the meeting" is
    speech.

    Examples
    --------
    >>> without_markup("<p>[00:12] I **led** the <b>team</b> (laughs) &amp; it worked.</p>").strip()
    'I led the team & it worked.'
    >>> without_markup("I returned a List<String> at 10:30.")
    'I returned a List<String> at 10:30.'
    """
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK.sub(" ", _TOKEN.sub(" ", text)))
    elif "{\\" in text:
        text = _TOKEN.sub(" ", text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    text = _LINK.sub(lambda found: found[1] or " ", text)
    text = _CLOCK_BRACKETED.sub(" ", _SOUND.sub(" ", text))
    lines = [line for line in text.split("\n") if line.strip()]
    if sum(bool(_CLOCK_FIRST.match(line)) for line in lines) * 2 > max(len(lines), 3):
        text = _CLOCK_FIRST.sub("", text)
    text = _STRESS.sub(r"\2", _LEAD.sub("", text))
    text = _UNSEEN.sub("", text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))

"""Terms that a document defines, and the words that define them, in three languages.

Three habits: a sentence (`“pump” means …`, 「水道」とは…をいう); a list under words that announce terms; and a short
name behind a long one (`(далі — Програма)`, `(hereinafter “the Agency”)`, （以下「機構」という。）).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ingest.references.outline import Outline, Stretch, clause_in
from kb.model import Definition

_LONGEST_TERM = 120
_LONGEST_NAME = 60
_LOOK_BACK = 240
_OPEN, _CLOSE = '[“"„«‘]', '[”"“»’]'
_QUOTED = rf"{_OPEN}\s?([^“”\"„«»‘’]{{2,{_LONGEST_TERM}}}?)\s?{_CLOSE}"
_MARK = r"\s*(?:[(（]?(?:\d{1,3}(?:-\d{1,2})?|[a-zа-яіїєґ]{1,4})[.)]\s*)?"

_EN_MEANS = re.compile(
    rf"{_QUOTED}(?:\s*,?\s*(?:or|and)\s+(?:the\s+)?{_OPEN}[^“”\"]{{2,60}}{_CLOSE})*,?(?:\s+(?:in|with)[^,;.]{{0,80}},?)?\s+"
    r"(?:shall\s+)?(?:means?|includes?|refers?\s+to|ha(?:s|ve)\s+the\s+(?:same\s+)?meaning|denotes?|signif(?:y|ies)|designates?|is\s+defined|are\s+defined)\b"
)
_EN_SHORT = re.compile(
    r"\((?:(?:all\s+)?here(?:in)?after\s+)?(?:collectively\s+|together\s+|jointly\s+)?(?:individually\s+)?(?:called\s+|referred\s+to\s+as\s+)?(?:the\s+|an?\s+)?"
    rf"{_OPEN}(?:the\s+)?([A-Z][^“”\"„«»‘’()]{{1,{_LONGEST_NAME}}}?),?{_CLOSE}(?:\s+or\s+(?:the\s+)?{_OPEN}[^“”\"()]*{_CLOSE})?\)"
    r"|here(?:in)?after\s+(?:collectively\s+)?(?:called|referred\s+to\s+as|named)\s+(?:the\s+)?"
    rf"(?:{_OPEN}(?:the\s+)?([^“”\"„«»()]{{2,{_LONGEST_NAME}}}?){_CLOSE}|([A-Z][A-Za-z-]+(?:\s[A-Z][A-Za-z-]+){{0,3}})(?=[),;.]))"
)
_UK_MEANS = re.compile(
    rf"{_QUOTED}\s*(?:[—–-]\s+(?!слов|цифр|замінити)(?=[а-яіїєґ(])|(?:,\s+)?(?:означа(?:є|ють)|вживається|вживаються|позначає|включає)\b)"
)
_UK_SHORT = re.compile(
    r"\((?:[^()]{0,60}[\s,;])?(?:на)?далі(?:\s+(?:за текстом|по тексту|разом|також|в тексті|у тексті|іменується|"
    r"іменуються|відповідно|у ц[а-яіїє]+ [а-яіїє]+))*\s*[-–—:,]?\s*"
    rf"[«\"“„]?(?!буде|див)([А-ЯІЇЄҐа-яіїєґA-Z][^()«»\"“”„;]{{1,{_LONGEST_NAME}}}?)[»\"”“]?\)"
)
_UK_LIST = re.compile(
    r"термін\w*\s+(?:вжива|застосов|використов|мають|означ)|(?:в|у) такому значенні|"
    r"нижченаведені терміни|такі (?:терміни|визначення)|визначення термінів",
    re.IGNORECASE,
)
_UK_ITEM = re.compile(
    rf"{_MARK}([а-яіїєґА-ЯІЇЄҐ][^.;:—–()]{{2,{_LONGEST_TERM}}}?)(?:\s\([^()]*\))?(?:\s+[—–-]\s+(?:це\s+)?|\s+-\s)(?=[а-яіїєґ(])"
)
_UK_NO_TERM = re.compile(r"^(?:якщо|у разі|при|для|щодо|а|та|і|або|не|що|коли)\s", re.IGNORECASE)

_JA_MEANS = re.compile(r"「([^「」]{2,40})」(?:又は「[^「」]{2,40}」)?とは、[^。]{2,}?(?:をいう|とする|を意味する)")
_JA_SHORT = re.compile(
    r"以下(?:[^「」（）。]{0,40}において)?(?:単に|これらを|総称して)?、?[^「」（）。]{0,12}「([^「」]{2,40})」と(?:いう|総称する|略称する)"
)
_JA_ITEM = re.compile(
    r"\s*(?:[0-9０-９]{1,2}[.．]|[一二三四五六七八九十]{1,3}|[（(][0-9０-９一二三四五六七八九十]{1,3}[)）])"
    r"[\s　]*「?([^\s　「」。、]{1,30})」?[　\s](.+(?:をいう|を意味する)。?)$"
)
_EN_END = re.compile(r";|(?<![A-Z])\.(?=\s+[A-Z“\"(]|\s*$)")
_UK_END = re.compile(r";|(?<!ст)(?<!п)(?<!ч)\.(?=\s+[А-ЯІЇЄҐ«\"]|\s*$)")
_JA_END = re.compile(r"。")
_OWN_MARK = re.compile(rf"{_MARK}(?:第[^\s　条]{{1,10}}条(?:の[一二三四五六七八九十]+)*[\s　]+)?")
_BEHIND = re.compile(r"。?(?:以下同じ。)?）|[”\"»]?\)|[”\"»]")
_SENTENCE_START = re.compile(r"[.;:!?]\s+|[。；]|\n")

Found = tuple[str, int, int]
"""A term, and where the words that define it begin and end in the block."""


def definitions(outline: Outline, language: str) -> tuple[Definition, ...]:
    """The terms of a document in reading order, each where it is defined first."""
    finder = _FINDERS.get(language)
    found: dict[str, Definition] = {}
    lists = _term_lists(outline) if language == "uk" else frozenset()
    for stretch in outline.texts() if finder else ():
        hits = list(finder(stretch.block.text)) if finder else []
        hits += _ukrainian_items(stretch, lists)
        for term, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            clause = clause_in(stretch, start)
            found.setdefault(term, Definition(term, stretch.start + start, stretch.start + end, clause))
    return tuple(found.values())


def _clean(term: str) -> str:
    return re.sub(r"\s+", " ", term).strip(" ,.;:—–-").removeprefix("the ")


def _until(end: re.Pattern[str], text: str, start: int) -> int:
    """Where the sentence or item that defines a term ends."""
    match = end.search(text, start)
    return match.end() if match else len(text.rstrip())


def _closes_first(text: str) -> bool:
    """Whether a bracket is closed that was not opened here."""
    depth = 0
    for sign in text:
        depth += (sign in "（(") - (sign in "）)")
        if depth < 0:
            return True
    return False


def _since(text: str, start: int) -> int:
    """Where the words begin that a short name stands for: at the sentence, or a few words before."""
    first = max(0, start - _LOOK_BACK)
    stops = [match.end() for match in _SENTENCE_START.finditer(text, first, start)]
    while stops and (text.startswith("以下", stops[-1]) or _closes_first(text[stops[-1] : start])):
        stops.pop()  # that sentence ended within brackets, and what is named began before them
    if stops:
        return stops[-1]
    own = _OWN_MARK.match(text)
    return text.find(" ", first) + 1 if first else own.end() if own and own.end() <= start else 0


def _named(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        term = _clean(next(group for group in match.groups() if group))
        closing = _BEHIND.match(text, match.end())
        if term:
            yield term, _since(text, match.start()), closing.end() if closing else match.end()


def _english(text: str) -> Iterator[Found]:
    for match in _EN_MEANS.finditer(text):
        yield _clean(match[1]), match.start(), _until(_EN_END, text, match.end())
    if "(" in text or "after" in text:
        yield from _named(_EN_SHORT, text)


def _ukrainian(text: str) -> Iterator[Found]:
    for match in _UK_MEANS.finditer(text):
        yield _clean(match[1]), match.start(), _until(_UK_END, text, match.end())
    if "далі" in text:
        yield from _named(_UK_SHORT, text)


def _japanese(text: str) -> Iterator[Found]:
    for match in _JA_MEANS.finditer(text):
        yield _clean(match[1]), match.start(), _until(_JA_END, text, match.end())
    if "以下" in text:
        yield from _named(_JA_SHORT, text)
    item = _JA_ITEM.match(text)
    if item and "以下" not in item[1]:
        yield _clean(item[1]), item.start(1), len(text.rstrip())


def _term_lists(outline: Outline) -> frozenset[tuple[int, int]]:
    """The articles (and units outside articles) whose lead-in says that terms follow, as (article, paragraph)."""
    return frozenset(
        (it.place.article, it.place.unit)
        for it in outline.stretches
        if not it.quoted and _UK_LIST.search(it.block.text)
    )


def _ukrainian_items(stretch: Stretch, lists: frozenset[tuple[int, int]]) -> Iterator[Found]:
    """`насос — машина для води` under a lead-in that announces terms."""
    if (stretch.place.article, stretch.place.unit) not in lists:
        return
    match = _UK_ITEM.match(stretch.block.text)
    if match and not _UK_NO_TERM.match(match[1]) and not _UK_LIST.search(match[1]):
        yield _clean(match[1]), match.start(1), _until(_UK_END, stretch.block.text, match.end())


_FINDERS: Mapping[str, Callable[[str], Iterator[Found]]] = {"en": _english, "uk": _ukrainian, "ja": _japanese}

"""How Japanese names clauses: 第五条第二項第一号, 前条, 同条第三項, 附則第二条, 附属書一; and whose they are.

The name of another act stands before the number (民法第九十条), and holds for all that is joined to it by 、 or 及び.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.references.outline import Outline, Stretch, clause_in, scope_of
from kb.model import Reference
from kb.text.numerals import DIGITS, KANJI, parse_number

_N = rf"[{DIGITS}{KANJI}]+"
_MENTION = re.compile(
    rf"(?:(?P<supplement>附則)(?=第))?"
    rf"(?:(?P<annex>(?:附属書|別表|別紙|別添)第?)(?P<annex_n>{_N}|[ⅠⅡⅢⅣⅤIVX]+)?)?"
    rf"(?:第(?P<article>{_N})条(?P<branch>(?:の{_N})*(?![{KANJI}]))|(?P<near>前条|次条|同条|本条|この条))?"
    rf"(?:第(?P<paragraph>{_N})項|(?P<near_paragraph>前項|次項|同項|本項|この項))?"
    rf"(?:第(?P<item>{_N})号(?P<item_branch>(?:の{_N})*(?![{KANJI}]))|(?P<near_item>前号|次号|同号))?"
    rf"(?P<letter>(?<=号)[イロハニホヘトチリヌ](?![ァ-ヶー]))?"
)
_START = re.compile(r"附則第|附属書|別[表紙添]|第|前[条項号]|次[条項号]|同[条項号]|[本こ]の?[条項]")
_JOINED = re.compile(
    r"(?:（[^（）]{0,60}）)?(?:、|及び|又は|若しくは|並びに|から|まで(?:、|及び|又は|並びに)?|の規定(?:及び|又は|、)|から第)"
)
_OWN_BEFORE = re.compile(
    r"(?:この|(?<!基)本)(?:法律|法|協定|条約|議定書|規則|政令|省令|条例|覚書|契約|要綱|規程)(?:の)?$"
)
_OTHER_BEFORE = re.compile(
    r"(?:法|法律|令|規則|条例|憲法|条約|協定|規程|議定書|憲章|規約|契約|要綱|告示|基準|号|決議|指針|同法|旧法|新法|定款|綱領)(?:の)?$"
)
_ABBREVIATED_OTHER = re.compile(r"(?:附則|本則|施行法|整備法|改正法|同附則)$")
_BRACKET = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_LOOK_BACK = 400
_IROHA = "イロハニホヘトチリヌ"


@dataclass(frozen=True, slots=True)
class _Memory:
    """What 同条 and 同項 mean at a place: the clauses last named, None for another act's."""

    article: str | None = None
    paragraph: str | None = None
    other: bool = False
    end: int = -1


def references(stretch: Stretch, outline: Outline) -> Iterator[Reference]:
    """The references that a block makes, in order."""
    text, memory, position = stretch.block.text, _Memory(), _own_label_end(stretch)
    while found := _START.search(text, position):
        match = _MENTION.match(text, found.start())
        if match is None or match.end() == match.start() or not _names_something(match):
            position = found.start() + 1
            continue
        position = match.end()
        if text.count("「", 0, match.start()) > text.count("」", 0, match.start()):
            continue  # quoted words, as in 「第三項」とあるのは
        memory, clause = _read(match, text, memory, clause_in(stretch, match.start()), outline)
        if clause:
            yield Reference(stretch.start + match.start(), stretch.start + match.end(), clause)


def _own_label_end(stretch: Stretch) -> int:
    """Where the words after the number of the block's own article begin."""
    own = re.match(rf"第{_N}(?:_\d+)*条(?:の{_N})*[\s　（]", stretch.block.text)
    return own.end() if own else 0


def _names_something(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if match.group() in {"この条", "本条", "この項", "本項"}:
        return False  # the clause at hand itself
    named = any(groups[name] for name in ("article", "near", "paragraph", "near_paragraph", "item", "near_item"))
    return named or bool(groups["annex"] and groups["annex_n"])


def _is_other(text: str, start: int) -> bool:
    """Whether the words before a number are the name of another act; brackets behind that name are looked over."""
    before = text[max(0, start - _LOOK_BACK) : start]
    while bracket := _BRACKET.search(before):
        before = before[: bracket.start()]
    if _OWN_BEFORE.search(before):
        return False
    return bool(_OTHER_BEFORE.search(before) or _ABBREVIATED_OTHER.search(before))


def _read(
    match: re.Match[str], text: str, memory: _Memory, here: str | None, outline: Outline
) -> tuple[_Memory, str | None]:
    joined = memory.end >= 0 and _JOINED.fullmatch(text, memory.end, match.start()) is not None
    near = match["near"] or match["near_paragraph"] or match["near_item"]
    inherits = joined and not (match["near"] or (match["near_paragraph"] or "同").startswith(("前", "次", "本")))
    starts_absolute = bool(match["article"] or match["annex"] or match["supplement"])
    other = _is_other(text, match.start()) or (inherits and memory.other)
    if near and near.startswith("同") and memory.other:
        other = True
    if other:
        return _Memory(other=True, end=match.end()), None
    article = _article(match, memory, here, outline, joined)
    if starts_absolute and article is None:
        return _Memory(end=match.end()), None
    return _inside(match, memory, article, here, outline, joined)


def _article(match: re.Match[str], memory: _Memory, here: str | None, outline: Outline, joined: bool) -> str | None:
    """The article, annex or supplement that the first part of a mention names."""
    scope = scope_of(here)
    if match["annex"]:
        number = parse_number(match["annex_n"] or "")
        annex = outline.annex(str(number)) if number else None
        return outline.article(annex, _name(match["article"], match["branch"])) if annex and match["article"] else annex
    if match["article"]:
        return _numbered_article(match, scope, outline)
    return _near_article(match, memory, here, outline, joined)


def _numbered_article(match: re.Match[str], scope: str, outline: Outline) -> str | None:
    name = _name(match["article"], match["branch"])
    if match["supplement"]:
        return outline.article(scope if scope.startswith("S") else "S1", name)
    return _bare_article(name, scope, outline)


def _near_article(
    match: re.Match[str], memory: _Memory, here: str | None, outline: Outline, joined: bool
) -> str | None:
    """前条, 次条, 本条 and 同条; what is joined to a mention without an article of its own shares that one's."""
    current = outline.article_of(here)
    near = match["near"]
    if near in {"前条", "次条"}:
        return outline.neighbour(current, -1 if near == "前条" else 1) if current else None
    if near in {"本条", "この条"}:
        return current
    if near == "同条" or (joined and not match["near_paragraph"]):
        return memory.article
    return None


def _bare_article(name: str, scope: str, outline: Outline) -> str | None:
    """In supplementary provisions a bare number is an article of the act; in an annex it may be either's."""
    inner, outer = (outline.article(scope, name) if scope else None), outline.article("", name)
    if scope.startswith("S"):
        return outer
    return None if inner and outer else inner or outer


def _name(number: str, branch: str | None) -> str:
    parts = [number, *(part for part in (branch or "").split("の") if part)]
    return "-".join(str(parse_number(part)) for part in parts)


def _inside(  # noqa: PLR0917 - the parts of a mention
    match: re.Match[str], memory: _Memory, article: str | None, here: str | None, outline: Outline, joined: bool
) -> tuple[_Memory, str | None]:
    """Go on from the article to paragraph, item and letter; those not named are the ones at hand."""
    if article is None and match["near"]:
        return _Memory(end=match.end()), None
    base = article or outline.article_of(here)
    if base is None:
        return _Memory(end=match.end()), None
    clause, paragraph = _paragraph(match, memory, base, article is not None, here, outline)
    if match["item"] or match["near_item"]:
        within = (
            clause if match["paragraph"] or match["near_paragraph"] or article else _own_paragraph(here, base, outline)
        )
        within = memory.paragraph or within if joined and not (match["paragraph"] or match["article"]) else within
        clause = _item(match, within, here, outline) if within else None
    return _Memory(base, paragraph, other=False, end=match.end()), clause


def _paragraph(  # noqa: PLR0917 - the parts of a mention
    match: re.Match[str], memory: _Memory, base: str, of_article: bool, here: str | None, outline: Outline
) -> tuple[str | None, str | None]:
    """The paragraph named, twice: as the clause so far and as what 同項 will mean."""
    if match["paragraph"]:
        number = parse_number(match["paragraph"])
        found = outline.child(base, str(number))
        if found is None and number == 1 and not outline.is_divided(base):
            found = base
        return found, found
    near = match["near_paragraph"]
    if near == "同項":
        return memory.paragraph, memory.paragraph
    if near in {"前項", "次項"}:
        own = _own_paragraph(here, base, outline)
        last = (own or "").rpartition(".")[2]
        step = -1 if near == "前項" else 1
        found = outline.child(base, str(int(last) + step)) if own != base and last.isdecimal() else None
        return found, found
    if near:
        own = _own_paragraph(here, base, outline)
        return own, own
    return (base if of_article else None), None


def _own_paragraph(here: str | None, base: str, outline: Outline) -> str | None:
    """The paragraph of an article that a clause lies in; the article itself where it has none."""
    if here is None or not f"{here}.".startswith(f"{base}."):
        return None
    rest = here[len(base) + 1 :].split(".")[0]
    return f"{base}.{rest}" if rest[:1].isdecimal() else base


def _item(match: re.Match[str], within: str, here: str | None, outline: Outline) -> str | None:
    if match["near_item"]:
        siblings = outline.items(within)
        own = next((name for name in siblings if here and f"{here}.".startswith(f"{name}.")), None)
        step = {"前号": -1, "次号": 1}.get(match["near_item"])
        at = siblings.index(own) + step if own and step else -1
        return siblings[at] if 0 <= at < len(siblings) else None
    number = parse_number(match["item"])
    found = outline.child(within, _name(match["item"], match["item_branch"]))
    if found is None and number and not match["item_branch"]:
        found = outline.item(within, number)
    if found and match["letter"]:
        found = outline.child(found, match["letter"]) or outline.item(found, _IROHA.index(match["letter"]) + 1)
    return found

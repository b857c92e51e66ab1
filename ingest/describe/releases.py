"""What is peculiar to a press release: the place of its date line, who speaks, and the words quoted."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from ingest.describe.names import Mention
from kb.model import Block, Fact, FactKind
from kb.text.dates import find_dates
from kb.text.sentences import sentences

_HEAD_BLOCKS = 8
_DATELINE_REACH = 60
_SAYS = re.compile(
    r"\b(?:said|says|told|added|noted|stressed|recalled|explained|emphasi[sz]ed|spoke|(?<!been )announced|declared|"
    r"stated|expressed|called|listed|thanked|warned|argued|replied|remarked|welcomed)\b"
    r"|\b(?:сказа|каза|заяви|наголоси|зазначи|підкресли|повідоми|дода|нагада|поясни|розпові|говори|назва|назива|округли|відзначи|вислови|подякува|перелічи|попереди|згада)"
    r"(?:в|ла|ли)\b|\b[Зз]а словами\b"
    r"|(?:と|を|も|に)(?:述べ|語っ|語り|話し|強調し|説明し|寄せ|訴え|歓迎し|明らかにし)|謝意を(?:示|表)|挨拶し|述べた|語った"
)
_PERSON = re.compile(
    r"(?P<name>(?!Mayor|Minister|Governor|President|Ambassador|Prime|Deputy|Director|Professor)"
    r"[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+){1,2})\s+(?:said|says|told|added|noted|stressed|explained|recalled)\b"
    r"|(?:сказа|каза|заяви|наголоси|зазначи|підкресли|повідоми|дода|нагада|поясни|розпові)(?:в|ла)\s+"
    r"(?:[а-яіїєґ'’-]+\s+){0,6}(?P<uk>[А-ЯІЇЄҐ][а-яіїєґ'’-]+ [А-ЯІЇЄҐ][а-яіїєґ'’-]+)"
    r"|(?P<uk2>[А-ЯІЇЄҐ][а-яіїєґ'’-]+ [А-ЯІЇЄҐ][а-яіїєґ'’-]+)\s+(?:[^\W\d_]+\s+){0,5}"
    r"(?:сказа|каза|заяви|наголоси|зазначи|підкресли|повідоми|дода|нагада|поясни|розпові)(?:в|ла)\b"
    r"|(?P<ja>[一-龯]{2,5}?|[ァ-ヶー・]{3,})(?:氏|大臣|首相|副首相|大使|知事|市長|所長|理事長|副理事長|長官)は"
    r"[^。]{0,200}(?:と述べ|と語っ|と話し|と強調し|と説明し)"
)
_QUOTED = re.compile(r"“([^”]{12,600})”|«([^»]{12,600})»|「([^」]{10,400})」|\"([^\"\n]{12,600})\"")
_LEAST_WORDS = 4
_LEAST_JAPANESE = 12
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def release_facts(text: str, blocks: Sequence[Block], starts: Sequence[int], mentions: Sequence[Mention]) -> list[Fact]:
    """Facts of the kinds dateline, speaker and quotation; a speaker is named once, a quotation each time."""
    speakers, quotations = _speech(text, mentions)
    return [*_dateline(blocks, starts, mentions), *speakers, *quotations]


def _dateline(blocks: Sequence[Block], starts: Sequence[int], mentions: Sequence[Mention]) -> Iterator[Fact]:
    """The place that stands with a date at the very beginning of a paragraph."""
    for start, block in list(zip(starts, blocks, strict=True))[:_HEAD_BLOCKS]:
        dated = next(find_dates(block.text[:_DATELINE_REACH]), None)
        if dated is None:
            continue
        for mention in mentions:
            if start <= mention.start <= start + 2 and mention.end <= start + dated.start and mention.file == "places":
                yield Fact(FactKind.DATELINE, mention.id, mention.start, mention.end)
                return


def _speech(text: str, mentions: Sequence[Mention]) -> tuple[list[Fact], list[Fact]]:
    """Who is said to have said something, and what stands in quotation marks with a verb of speech."""
    people = [mention for mention in mentions if mention.file == "people"]
    speakers: dict[str, Fact] = {}
    quotations: list[Fact] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        said = _SAYS.search(sentence)
        if said is None:
            continue
        speaker = _speaker(sentence, start, end, said.start(), people)
        if speaker is not None:
            speakers.setdefault(speaker.value, speaker)
        for quoted in _QUOTED.finditer(sentence):
            if _is_speech(quoted.group()):
                value = speaker.value if speaker else ""
                quotations.append(Fact(FactKind.QUOTATION, value, start + quoted.start(), start + quoted.end()))
    return list(speakers.values()), quotations


def _start(mention: Mention) -> int:
    return mention.start


def _speaker(sentence: str, start: int, end: int, said: int, people: Sequence[Mention]) -> Fact | None:
    """The known person nearest to the verb, else a person's name beside it."""
    inside = people[bisect.bisect_left(people, start, key=_start) : bisect.bisect_left(people, end, key=_start)]
    if inside:
        nearest = min(inside, key=lambda one: abs(one.start - start - said))
        return Fact(FactKind.SPEAKER, nearest.id, nearest.start, nearest.end)
    found = _PERSON.search(sentence)
    if found is None:
        return None
    group = next(name for name in ("name", "uk", "uk2", "ja") if found[name])
    return Fact(FactKind.SPEAKER, found[group], start + found.start(group), start + found.end(group))


def _is_speech(quoted: str) -> bool:
    """Whether quoted words are a saying and not a name or a title."""
    if _CJK.search(quoted):
        return len(quoted) >= _LEAST_JAPANESE and bool(re.search(r"[。、はをがにでと]", quoted))
    return len(quoted.split()) >= _LEAST_WORDS

"""Makes the training text from unpacked Debian packages (see docs/training.md for their names).

    python -m training.data ROOT FOLDER

writes FOLDER/groups.jsonl, the same question and passage in two to four languages, and FOLDER/anchors.jsonl, questions
and passages of one language.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from training.catalogues import read_catalogues
from training.manuals import Section, read_manuals

MOST_OF_ONE_CATALOGUE = 2500
LONGEST = 520
SHORTEST = 28
FEWEST_WORDS = 6
BY_TITLE = 0.5
"""Share of titled passages that are asked for by their title; the others by a sentence."""
LEAST_HEADING, BY_HEADING = 4, 0.7
"""The same for pairs of one language."""
LEAST_TITLE = {"en": 12, "uk": 12, "ru": 12, "ja": 6}

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\s])|(?<=[。！？])\s*(?=[^\s」）])")
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = {
    "en": re.compile(r"[A-Za-z]"),
    "uk": re.compile(r"[Ѐ-ӿ]"),
    "ru": re.compile(r"[Ѐ-ӿ]"),
    "ja": re.compile(r"[぀-ヿ一-鿿]"),
}
_LEAST_SCRIPT = {"en": 0.95, "uk": 0.7, "ru": 0.7, "ja": 0.5}
_LENGTHS = {"en": (1.0, 1.0), "uk": (0.6, 1.9), "ru": (0.6, 1.9), "ja": (0.2, 0.95)}
_PLACEHOLDER = re.compile(r"%\d|%[sdiuf]|%\(|\{\w*\}|\$")
_ASKED_ALONE = ("en", "uk", "ja")
_NUMBER = re.compile(r"^[\d.A-Z]*\d[\d.]*\s+")
_ASKS = {
    "en": ("What is {}?", "{}: how does it work?", "What should I know about {}?", "{}", "{}"),
    "uk": ("Що таке {}?", "{}: як це працює?", "Що треба знати про {}?", "{}", "{}"),
    "ja": ("{}とは何ですか。", "{}はどのように使いますか？", "{}について何が書かれているか。", "{}", "{}"),
    "ru": ("Что такое {}?", "{}: как это работает?", "Что нужно знать о {}?", "{}", "{}"),
}


@dataclass(frozen=True)
class Group:
    """One subject: by language a question-like text and the passage that answers it."""

    source: str
    queries: dict[str, str]
    passages: dict[str, str]


@dataclass(frozen=True)
class Anchor:
    """A question and its passage in one language."""

    source: str
    language: str
    query: str
    passage: str


def main(root: Path, folder: Path) -> None:
    rng = random.Random(17)
    folder.mkdir(parents=True, exist_ok=True)
    pages = list(read_manuals(root))
    groups = [*_unique(_from_manuals(pages, rng)), *_capped(_unique(_from_catalogues(root, rng)), rng)]
    anchors = list(_anchors(pages, rng))
    for name, rows in (("groups", groups), ("anchors", anchors)):
        lines = (json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    print(Counter(group.source for group in groups).most_common(60))
    print(Counter("+".join(sorted(group.passages)) for group in groups))
    print(Counter((anchor.source, anchor.language) for anchor in anchors))


def translated(texts: dict[str, str]) -> dict[str, str]:
    """The English text and those others that are in their language's script and of a likely length."""
    return {it: text for it, text in texts.items() if it in _SCRIPTS and _is_likely(it, text, texts.get("en", text))}


def _is_likely(language: str, text: str, english: str) -> bool:
    letters = len(_LETTER.findall(text))
    if not letters or len(_SCRIPTS[language].findall(text)) / letters < _LEAST_SCRIPT[language]:
        return False
    low, high = _LENGTHS[language]
    return low <= len(text) / max(1, len(english)) <= high


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part]


def group(source: str, passages: dict[str, str], titles: dict[str, str], rng: random.Random) -> Group:
    """Ask by title, where there is one, or by one sentence, where all languages split alike, else by the whole text."""
    if titles and rng.random() < BY_TITLE and all(len(titles.get(it, "")) >= LEAST_TITLE[it] for it in passages):
        form = rng.randrange(len(_ASKS["en"]))
        return Group(source, {it: _ASKS[it][form].format(_bare(titles[it])) for it in passages}, passages)
    split = {it: sentences(text) for it, text in passages.items()}
    counts = {len(parts) for parts in split.values()}
    if len(counts) == 1 and counts != {1}:
        place = max(range(counts.pop()), key=lambda i: len(split["en"][i]) * rng.random())
        if len(split["en"][place]) >= SHORTEST:
            return Group(source, {it: parts[place] for it, parts in split.items()}, passages)
    return Group(source, dict(passages), passages)


def _from_catalogues(root: Path, rng: random.Random) -> Iterator[Group]:
    for name, texts in read_catalogues(root):
        english = texts["en"]
        if (
            not SHORTEST <= len(english) <= LONGEST
            or len(english.split()) < FEWEST_WORDS
            or len(_PLACEHOLDER.findall(english)) > 1
        ):
            continue
        kept = translated(texts)
        if "en" in kept and ("uk" in kept or "ja" in kept) and len(kept) > 1:
            yield group(name, kept, {}, rng)


def _from_manuals(pages: Iterable[tuple[str, dict[str, list[Section]]]], rng: random.Random) -> Iterator[Group]:
    for name, page in pages:
        if "en" not in page:
            continue
        shape = [len(section.paragraphs) for section in page["en"]]
        alike = {it: parts for it, parts in page.items() if [len(part.paragraphs) for part in parts] == shape}
        for place, count in enumerate(shape):
            titles = translated({it: parts[place].title for it, parts in alike.items()})
            for start, end in _runs([len(text) for text in page["en"][place].paragraphs]):
                texts = {it: " ".join(parts[place].paragraphs[start:end]) for it, parts in alike.items()}
                kept = translated(texts)
                if count and "en" in kept and len(kept) > 1 and SHORTEST <= len(kept["en"]) <= 2 * LONGEST:
                    yield group(name, kept, titles if start == 0 else {}, rng)


def _runs(lengths: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring paragraphs joined up to the length of a passage."""
    start, total = 0, 0
    for place, length in enumerate(lengths):
        if total and total + length > LONGEST:
            yield start, place
            start, total = place, 0
        total += length
    if total:
        yield start, len(lengths)


def _anchors(pages: Iterable[tuple[str, dict[str, list[Section]]]], rng: random.Random) -> Iterator[Anchor]:
    seen: set[str] = set()
    for name, page in pages:
        for language, parts in page.items():
            if language not in _ASKED_ALONE:
                continue
            for part in parts:
                passage = " ".join(part.paragraphs)[: LONGEST if language != "ja" else LONGEST // 2]
                if passage in seen or len(passage) < (60 if language == "ja" else 140):
                    continue
                seen.add(passage)
                if _is_likely(language, passage, passage if language != "ja" else passage * 2):
                    yield Anchor(name, language, _ask(language, part.title, passage, rng), passage)


def _ask(language: str, title: str, passage: str, rng: random.Random) -> str:
    if len(title) >= LEAST_HEADING and rng.random() < BY_HEADING:
        return rng.choice(_ASKS[language]).format(_bare(title))
    return rng.choice(sentences(passage)[:4])


def _bare(title: str) -> str:
    """Without the section's number and a full stop."""
    return _NUMBER.sub("", title).rstrip(".")


def _unique(groups: Iterable[Group]) -> Iterator[Group]:
    seen: set[str] = set()
    for it in groups:
        key = re.sub(r"\W+", " ", it.passages["en"].lower())[:60]
        if key not in seen:
            seen.add(key)
            yield it


def _capped(groups: Iterable[Group], rng: random.Random) -> Iterator[Group]:
    """No catalogue gives more than its share; messages that are sentences and have all languages come first."""
    by_source: dict[str, list[Group]] = {}
    for it in groups:
        by_source.setdefault(it.source, []).append(it)
    for rows in by_source.values():
        rows.sort(key=lambda it: (-len(it.passages), it.passages["en"][-1] not in ".?!", rng.random()))
        yield from rows[:MOST_OF_ONE_CATALOGUE]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

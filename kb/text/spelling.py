"""Small typing errors: words that no passage holds and no dictionary knows, as some passage has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from simplemma import is_known

from kb.text.fold import fold_word
from kb.text.language import detect
from kb.text.names import is_common
from kb.text.operators import quoted
from kb.text.query import QueryTerm, analyse_query

LEAST_LETTERS = 5
"""Shorter words have too many neighbours."""
TWO_ERRORS_FROM = 9
LEAST_TYPED = 3
_CHOICES = 20
_WORD = re.compile(r"(?:[^\W\d_]|['’ʼ](?=\w))+")
_GOES_ON = re.compile(r"[-‑]\w")
_CHUNK = re.compile(r"\S+")
_ALPHABETS = (re.compile(r"[a-z\u00c0-\u024f']+"), re.compile("[\u0400-\u04ff']+"))
_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC_KEYS = "'йцукенгшщзхїфівапролджєячсмитьбю"
_LAYOUTS = (
    (re.compile(r"[a-z`\[\];',.]+"), str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)),
    (re.compile("[а-щьюяєіїґ']+"), str.maketrans(_CYRILLIC_KEYS, _LATIN_KEYS)),
)
Vocabulary = Sequence[tuple[str, int]]


@lru_cache(maxsize=200_000)
def is_word(word: str) -> bool:
    """Whether a word is in letters of one alphabet that is typed letter by letter."""
    folded = fold_word(word)
    return any(alphabet.fullmatch(folded) for alphabet in _ALPHABETS)


class Spelling:
    """Corrects queries by the words of an index.

    `is_held` says whether a passage holds what a word of a query may be found by; `words` gives every word that
    passages have as they are written, with the number of passages that have it, and is asked once, when first needed.
    """

    def __init__(self, is_held: Callable[[QueryTerm], bool], words: Callable[[], Vocabulary]) -> None:
        self._is_held = is_held
        self._words = words

    def corrected(self, query: str) -> str:
        """The query with its unknown words replaced; quoted and excluded ones stay as they are."""
        fixed = quoted(query)
        return self._replaced(self._on_their_layout(query, fixed), fixed)

    def _on_their_layout(self, query: str, fixed: Sequence[tuple[int, int]]) -> str:
        """A chunk that is all unknown words becomes what the same keys write on the other layout, if that is known."""
        changes = []
        for chunk in _CHUNK.finditer(query):
            typed = chunk.group().lower()
            if len(typed) < LEAST_TYPED or _touches(chunk, fixed):
                continue
            meant = next((typed.translate(layout) for keys, layout in _LAYOUTS if keys.fullmatch(typed)), "")
            if meant and not any(map(self._is_known, _WORD.findall(typed))) and self._are_words(meant):
                changes.append((*chunk.span(), meant))
        return _changed(query, changes)

    def _are_words(self, meant: str) -> bool:
        words = _WORD.findall(meant)
        return bool(words) and meant.strip(".,;") == " ".join(words) and all(map(self._is_known, words))

    def _replaced(self, query: str, fixed: Sequence[tuple[int, int]]) -> str:
        cyrillic = "ru" if detect(query) == "ru" else "uk"
        found = [match for match in _WORD.finditer(query) if not _touches(match, fixed)]
        changes = []
        for place, match in enumerate(found):
            word = match.group()
            if _GOES_ON.match(query, match.end()):
                continue  # what stands first in `японсько-український` is no word by itself
            if len(word) >= LEAST_LETTERS and is_word(word) and not self._is_known(word, cyrillic):
                is_name = word.istitle() and (place > 0 or len(found) == 1)
                changes.append((*match.span(), self._nearest(fold_word(word), is_name) or word))
        return _changed(query, changes)

    def _is_known(self, word: str, cyrillic: str = "uk") -> bool:
        """Whether passages or a dictionary have a word; the Russian one, which takes seconds to load, only if asked."""
        folded = fold_word(word)
        language = cyrillic if folded[0] >= "\u0400" else "en"
        terms = () if is_known(folded, language) else analyse_query(word, language)
        return not terms or any(map(self._is_held, terms))

    def _nearest(self, word: str, is_name: bool) -> str:
        """The word of the passages with the fewest errors, of several the most common one; empty if none is near.

        A name is no slip for a common word: Petrov is not petrol.
        """
        allowed = 1 if len(word) < TWO_ERRORS_FROM else 2
        best = (allowed + 1.0, 0, "")
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            near = self._by_length.get((word[0] >= "\u0400", length), {})
            for other, errors, _ in extract(
                word, near.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=_CHOICES
            ):
                if is_name and is_common(other):
                    continue
                best = min(best, (errors, -near[other], other))
        return best[2]

    @cached_property
    def _by_length(self) -> dict[tuple[bool, int], dict[str, int]]:
        """The words with their number of passages by alphabet (whether it is Cyrillic) and length."""
        found: dict[tuple[bool, int], dict[str, int]] = {}
        for word, passages in self._words():
            found.setdefault((word[0] >= "\u0400", len(word)), {})[word] = passages
        return found


def _touches(match: re.Match[str], places: Sequence[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in places)


def _changed(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """The text with each range (start, end) replaced."""
    return "".join(_pieces(text, changes))


def _pieces(text: str, changes: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    reached = 0
    for start, end, replacement in changes:
        yield text[reached:start]
        yield replacement
        reached = end
    yield text[reached:]

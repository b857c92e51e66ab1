"""Draws the batches: subjects in several languages that compete in one pool, and one-language pairs for the anchor."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from kb.embed.tokens import PASSAGE_PROMPT, QUERY_PROMPT, build_tokenizer
from kb.embed.weights import read_weights, weights_path

QUERY, PASSAGE = 0, 1
LANGUAGES = ("en", "uk", "ja", "ru")
ANCHOR_SHARES = {"ja": 0.45, "en": 0.35, "uk": 0.2}
SAME_SOURCE = 0.4
"""Share of a batch that comes from one manual or catalogue, so that near subjects compete."""
RUSSIAN = 0.25
JOINED = 0.6
_DULL = {"libreoffice-help": 0.4, "blender": 0.5, "inkscape": 0.7}


@dataclass(frozen=True, slots=True)
class Text:
    """Token ids with the subject's number in the batch, the language and the role (`QUERY` or `PASSAGE`)."""

    ids: list[int]
    subject: int
    language: str
    role: int


class Source:
    """The files of `training.data`; every process that draws with an equal seed gets the same batches."""

    def __init__(self, folder: Path, seed: int, longest: int) -> None:
        self._rng = random.Random(seed)
        self._tokenizer = build_tokenizer(read_weights(weights_path()).vocabulary)
        self._tokenizer.enable_truncation(longest)
        self._groups = _rows(folder / "groups.jsonl")
        self._weights = [_weight(row) for row in self._groups]
        self._by_source: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self._groups):
            self._by_source[row["source"]].append(place)
        self._anchors: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in _rows(folder / "anchors.jsonl"):
            self._anchors[row["language"]].append(row)

    def groups(self, count: int) -> list[Text]:
        """`count` subjects, each a query in one language and its passage in one or two others."""
        drawn = self._rng.choices(range(len(self._groups)), self._weights, k=count)
        alike = self._by_source[self._groups[drawn[0]]["source"]]
        near = self._rng.choices(alike, [self._weights[it] for it in alike], k=int(count * SAME_SOURCE))
        places = sorted(set(drawn[: count - len(near)] + near))
        return [text for subject, place in enumerate(places) for text in self._group(subject, self._groups[place])]

    def anchors(self, count: int) -> list[Text]:
        """`count` queries, then their passages, all of one language and half of them neighbours in their manual."""
        language = self._rng.choices(list(ANCHOR_SHARES), list(ANCHOR_SHARES.values()))[0]
        rows = self._anchors[language]
        start = self._rng.randrange(len(rows) - count)
        drawn = rows[start : start + count // 2] + self._rng.sample(rows, count - count // 2)
        queries = [Text(self._ids(QUERY, row["query"]), i, language, QUERY) for i, row in enumerate(drawn)]
        return queries + [Text(self._ids(PASSAGE, row["passage"]), i, language, PASSAGE) for i, row in enumerate(drawn)]

    def _group(self, subject: int, row: dict[str, Any]) -> list[Text]:
        languages = [it for it in LANGUAGES if it in row["passages"]]
        if "ru" in languages and len(languages) > 2 and self._rng.random() > RUSSIAN:  # noqa: PLR2004
            languages.remove("ru")
        self._rng.shuffle(languages)
        asked, wanted = languages[0], languages[1:3]
        query = Text(self._ids(QUERY, row["queries"][asked]), subject, asked, QUERY)
        passages = self._joined(row, wanted)
        return [query, *(Text(self._ids(PASSAGE, text), subject, it, PASSAGE) for it, text in passages.items())]

    def _joined(self, row: dict[str, Any], languages: list[str]) -> dict[str, str]:
        """The passage; where it only repeats the query, mostly with other messages of its catalogue around it."""
        rows = [row]
        if row["queries"]["en"] == row["passages"]["en"] and self._rng.random() < JOINED:
            others = (self._groups[it] for it in self._rng.choices(self._by_source[row["source"]], k=6))
            rows += [it for it in others if it is not row and it["passages"].keys() >= set(languages)][:2]
            self._rng.shuffle(rows)
        return {language: " ".join(it["passages"][language] for it in rows) for language in languages}

    def _ids(self, role: int, text: str) -> list[int]:
        return _encode(self._tokenizer, (PASSAGE_PROMPT if role == PASSAGE else QUERY_PROMPT) + text)


@lru_cache(maxsize=20_000)
def _encode(tokenizer: Tokenizer, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(text).ids
    return ids


def _weight(row: dict[str, Any]) -> float:
    """Long natural text in all three languages is worth most."""
    length = len(row["passages"]["en"])
    asks = 3.0 if row["queries"]["en"] != row["passages"]["en"] else 1.0
    whole = 2.0 if {"uk", "ja"} <= row["passages"].keys() else 1.0
    return min(1.0, length / 150) * asks * whole * _DULL.get(row["source"], 1.0)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

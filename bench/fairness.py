"""How fair the embedder ranks across languages, raw and centred, on public sets that lie outside the repository.

    python bench/fairness.py

Every set is one pool of all its languages. Reported for each strength of centring with the calibration means, and for
comparison with means of the set's own other half (`own 1.0`), which bounds what better calibration text could win.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import ScoredDoc, nDCG
from numpy.typing import NDArray

from kb.config import load_settings
from kb.embed import open_embedder
from kb.embed.centring import LanguageMeans, open_means
from kb.ports import Embedder, Vectors

STRENGTHS = (0.0, 0.3, 0.5, 0.7, 1.0)
JSQUAD_QUERIES = 1500
TEN = 10

Centre = Callable[[Vectors, Sequence[str]], Vectors]


@dataclass(frozen=True)
class Texts:
    """Embedded texts with the subject and the language of each; translations of one text share the subject."""

    vectors: Vectors
    subjects: NDArray[np.str_]
    languages: NDArray[np.str_]

    def where(self, mask: NDArray[np.bool_]) -> Texts:
        return Texts(self.vectors[mask], self.subjects[mask], self.languages[mask])


@dataclass(frozen=True)
class Pool:
    """Passages in one pool, and the queries asked of it; in a `mirror` set the query's own passage is left out."""

    name: str
    passages: Texts
    queries: Texts
    mirror: bool


def main() -> None:
    settings = load_settings()
    if not (settings.eval_data / "ntrex").is_dir():
        raise SystemExit(f"no evaluation data in {settings.eval_data.resolve()}: set KB_EVAL_DATA to its folder")
    embedder = open_embedder(settings, print)
    means = open_means(settings.cache, embedder)
    print(f"{embedder.identity}, means {means.identity}\n")
    for read in (read_ntrex, read_tatoeba, read_xquad):
        report(read(settings.eval_data, embedder), means)
    report_jsquad(read_jsquad(settings.eval_data, embedder), means)


def report(pool: Pool, means: LanguageMeans) -> None:
    """Recall of the translation, by pair of languages."""
    first = 1 if pool.mirror else 3
    print(f"{pool.name}: R@{first} (R@10) of the passage in the other language")
    for label, passages, queries in variants(pool, means):
        cells = {pair: recall(ranks, first) for pair, ranks in pair_ranks(passages, queries, pool.mirror)}
        top, ten = np.mean(list(cells.values()), axis=0)
        pairs = "  ".join(f"{pair} {a:.3f} ({b:.3f})" for pair, (a, b) in cells.items())
        print(f"  {label:8s} mean {top:.3f} ({ten:.3f})  {pairs}")
    print()


def variants(pool: Pool, means: LanguageMeans) -> Iterator[tuple[str, Texts, Texts]]:
    """The pool's passages and queries, centred in each way that is compared."""
    for strength in STRENGTHS:
        centred = LanguageMeans(means.passages, means.queries, strength)
        yield (
            f"cal {strength}",
            centre(pool.passages, centred.centre_passages),
            centre(pool.queries, centred.centre_queries),
        )
    for strength in STRENGTHS[-2:]:
        odd, even = (own_means(pool, parity, strength) for parity in (True, False))
        passages = by_halves(pool.passages, even.centre_passages, odd.centre_passages)
        yield f"own {strength}", passages, by_halves(pool.queries, even.centre_queries, odd.centre_queries)


def centre(texts: Texts, by: Centre) -> Texts:
    return Texts(by(texts.vectors, texts.languages.tolist()), texts.subjects, texts.languages)


def by_halves(texts: Texts, of_odd: Centre, of_even: Centre) -> Texts:
    """Each half centred with the means of the other."""
    odd = is_odd(texts)
    vectors = np.empty_like(texts.vectors)
    for mask, by in ((odd, of_odd), (~odd, of_even)):
        vectors[mask] = by(texts.vectors[mask], texts.languages[mask].tolist())
    return Texts(vectors, texts.subjects, texts.languages)


def own_means(pool: Pool, odd: bool, strength: float) -> LanguageMeans:
    """Means of one half of the pool."""
    passages, queries = (texts.where(is_odd(texts) == odd) for texts in (pool.passages, pool.queries))
    return LanguageMeans(language_means(passages), language_means(queries), strength)


def is_odd(texts: Texts) -> NDArray[np.bool_]:
    """Halves the subjects, translations together."""
    places = {subject: place for place, subject in enumerate(sorted(set(texts.subjects)))}
    return np.array([places[subject] % 2 == 1 for subject in texts.subjects])


def language_means(texts: Texts) -> dict[str, NDArray[np.float32]]:
    return {str(it): texts.vectors[texts.languages == it].mean(axis=0) for it in np.unique(texts.languages)}


def pair_ranks(passages: Texts, queries: Texts, mirror: bool) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """For each pair of languages the rank (0 is first) of the passage in the other language."""
    scores = queries.vectors @ passages.vectors.T
    own = queries.subjects[:, None] == passages.subjects[None, :]
    for asked in np.unique(queries.languages):
        for wanted in np.unique(passages.languages):
            gold = own & (passages.languages == wanted)[None, :]
            rows = (queries.languages == asked) & gold.any(axis=1)
            if asked == wanted or not rows.any():
                continue
            target = np.where(gold[rows], scores[rows], -np.inf).max(axis=1, keepdims=True)
            rivals = ~own[rows] if mirror else ~gold[rows]
            yield f"{asked}→{wanted}", ((scores[rows] > target) & rivals).sum(axis=1)


def recall(ranks: NDArray[np.int64], first: int) -> tuple[float, float]:
    """Recall at `first` and at ten, with one right passage a query."""
    return float((ranks < first).mean()), float((ranks < TEN).mean())


def report_jsquad(pool: Pool, means: LanguageMeans) -> None:
    """What centring costs inside one language."""
    print(f"{pool.name}: nDCG@10 inside Japanese")
    for label, passages, queries in variants(pool, means):
        print(f"  {label:8s} {ndcg(passages, queries):.4f}")


def ndcg(passages: Texts, queries: Texts) -> float:
    scores = queries.vectors @ passages.vectors.T
    best = np.argsort(-scores, axis=1)[:, :TEN]
    run = [
        ScoredDoc(str(row), str(passages.subjects[column]), float(scores[row, column]))
        for row, columns in enumerate(best)
        for column in columns
    ]
    qrels = {str(row): {str(subject): 1} for row, subject in enumerate(queries.subjects)}
    return float(ir_measures.calc_aggregate([nDCG @ TEN], qrels, run)[nDCG @ TEN])


def read_ntrex(folder: Path, embedder: Embedder) -> Pool:
    passages, queries = lines(folder / "ntrex/passages.jsonl"), lines(folder / "ntrex/queries.jsonl")
    subjects = [row["id"].rsplit(":", 1)[0] for row in passages]
    return Pool(
        "NTREX, passages of news",
        texts(embedder.encode_passages, passages, subjects),
        texts(embedder.encode_queries, queries, [row["relevant"][0] for row in queries]),
        mirror=True,
    )


def read_tatoeba(folder: Path, embedder: Embedder) -> Pool:
    pairs = [row for name in ("uk-en", "ja-en") for row in lines(folder / f"tatoeba/{name}.jsonl")]
    rows = [
        {"text": pair[language], "language": language, "id": pair["id"]}
        for pair in pairs
        for language in pair
        if language != "id"
    ]
    subjects = [row["id"] for row in rows]
    passages = texts(embedder.encode_passages, rows, subjects)
    return Pool("Tatoeba, sentences", passages, texts(embedder.encode_queries, rows, subjects), mirror=True)


def read_xquad(folder: Path, embedder: Embedder) -> Pool:
    passages = [{**row, "language": it} for it in ("en", "ru") for row in lines(folder / f"xquad/passages.{it}.jsonl")]
    queries = [row for it in ("en", "ru") for row in lines(folder / f"xquad/queries.{it}.jsonl")]
    return Pool(
        "XQuAD, questions over Wikipedia (the version in the query's own language competes)",
        texts(embedder.encode_passages, passages, [row["id"].rsplit("-", 1)[0] for row in passages]),
        texts(embedder.encode_queries, queries, [row["relevant"][0] for row in queries]),
        mirror=False,
    )


def read_jsquad(folder: Path, embedder: Embedder) -> Pool:
    passages = lines(folder / "jsquad-valid/passages.jsonl")
    queries = lines(folder / "jsquad-valid/queries.jsonl")[:JSQUAD_QUERIES]
    return Pool(
        f"JSQuAD, first {JSQUAD_QUERIES} questions",
        texts(embedder.encode_passages, passages, [row["id"] for row in passages]),
        texts(embedder.encode_queries, queries, [row["relevant"][0] for row in queries]),
        mirror=False,
    )


def texts(encode: Callable[[list[str]], Vectors], rows: list[dict[str, Any]], subjects: list[str]) -> Texts:
    vectors = encode([row["text"] for row in rows])
    return Texts(vectors, np.array(subjects), np.array([row["language"] for row in rows]))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()

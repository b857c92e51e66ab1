"""Measures the encoder with and without a low-rank update on the public sets, dense alone, language means subtracted.

    python -m training.evaluate SHARED_EVAL [ADAPTER.npz ...] [--shares 0.3 0.6 1.0]

The first row is the encoder without an update. Means are those of the set's own texts under the measured model.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F  # noqa: N812

from kb.embed.adapter import add_update, read_adapter
from kb.embed.bundled import bert_encoder
from kb.embed.tokens import MAX_TOKENS, PASSAGE_PROMPT, QUERY_PROMPT, build_tokenizer
from kb.embed.weights import read_weights, weights_path

Vectors = NDArray[np.float32]
TEN = 10
CHUNK = 16


@dataclass(frozen=True)
class Side:
    """Texts of one role with the subject and the language of each; translations share the subject."""

    texts: list[str]
    subjects: NDArray[np.str_]
    languages: NDArray[np.str_]


@dataclass(frozen=True)
class Pool:
    """One set: passages of all its languages and the queries; a `mirror` leaves a query's own version out."""

    name: str
    queries: Side
    passages: Side
    mirror: bool
    first: int = 1


class Model:
    """The encoder with a share of an update, in bfloat16 or float32."""

    def __init__(self, adapter: Path | None, share: float, exact: bool) -> None:
        weights = read_weights(weights_path())
        encoder = bert_encoder(weights)
        if adapter is not None:
            add_update(encoder, read_adapter(adapter), share)
        self._encoder = encoder if exact else encoder.to(torch.bfloat16)  # type: ignore[arg-type]
        self._tokenizer = build_tokenizer(weights.vocabulary)
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, prompt: str, texts: list[str]) -> Vectors:
        ids = [self._tokenizer.encode(prompt + text).ids for text in texts]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        vectors = np.empty((len(ids), self._encoder.config.hidden_size), np.float32)
        with torch.no_grad():
            for start in range(0, len(order), CHUNK):
                chunk = order[start : start + CHUNK]
                vectors[chunk] = self._embed([ids[i] for i in chunk])
        return vectors

    def _embed(self, batch: list[list[int]]) -> Vectors:
        longest = max(map(len, batch))
        ids = torch.tensor([it + [1] * (longest - len(it)) for it in batch])
        mask = torch.tensor([[1] * len(it) + [0] * (longest - len(it)) for it in batch])
        hidden = self._encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        pooled = (hidden * mask.unsqueeze(-1)).sum(dim=1)
        vectors: Vectors = F.normalize(pooled, dim=-1).numpy()
        return vectors


def main() -> None:
    plan = _plan()
    torch.set_num_threads(plan.threads)
    pools = [pool for pool in read_pools(plan.eval, plan.questions) if pool.name in plan.sets]
    jobs: list[tuple[Path | None, float]] = [] if plan.no_baseline else [(None, 0.0)]
    jobs += [(path, share) for path in plan.adapters for share in plan.shares]
    for path, share in jobs:
        model = Model(path, share, plan.exact)
        cells = [cell for pool in pools for cell in measure(pool, model, plan.strength)]
        name = "none" if path is None else f"{path.stem} × {share}"
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def measure(pool: Pool, model: Model, strength: float) -> Iterator[str]:
    """The set's figures: recall of the other language's version, and nDCG@10 inside one language, raw and centred."""
    queries, passages = (
        model.encode(QUERY_PROMPT, pool.queries.texts),
        model.encode(PASSAGE_PROMPT, pool.passages.texts),
    )
    centres = centred(queries, pool.queries, strength) @ centred(passages, pool.passages, strength).T
    if len(set(pool.passages.languages)) > 1:
        pairs = dict(pair_ranks(centres, pool))
        first = np.mean([(ranks < pool.first).mean() for ranks in pairs.values()])
        ten = {pair: float((ranks < TEN).mean()) for pair, ranks in pairs.items()}
        lowest = min(ten, key=lambda pair: ten[pair])
        mean = np.mean(list(ten.values()))
        yield f"{pool.name} R@{pool.first} {first:.3f} R@10 {mean:.3f} (least {ten[lowest]:.3f} {lowest})"
    if not pool.mirror:
        for language in sorted({"en", "ja"} & set(pool.passages.languages)):
            raw, centre = (alone(scores, pool, language) for scores in (queries @ passages.T, centres))
            yield f"{pool.name} {language} nDCG@10 raw {raw:.4f} centred {centre:.4f}"


def alone(scores: Vectors, pool: Pool, language: str) -> float:
    """nDCG@10 with the queries and passages of one language."""
    rows, columns = pool.queries.languages == language, pool.passages.languages == language
    return ndcg(scores[rows][:, columns], _where(pool.queries, rows), _where(pool.passages, columns))


def centred(vectors: Vectors, side: Side, strength: float) -> Vectors:
    """Unit vectors with `strength` times their language's mean taken out."""
    out = vectors.copy()
    for language in np.unique(side.languages):
        rows = side.languages == language
        out[rows] -= strength * vectors[rows].mean(axis=0)
    unit: Vectors = out / np.linalg.norm(out, axis=1, keepdims=True)
    return unit


def pair_ranks(scores: Vectors, pool: Pool) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """For each pair of languages the rank (0 is first) of the passage in the other language."""
    own = pool.queries.subjects[:, None] == pool.passages.subjects[None, :]
    for asked in np.unique(pool.queries.languages):
        for wanted in np.unique(pool.passages.languages):
            gold = own & (pool.passages.languages == wanted)[None, :]
            rows = (pool.queries.languages == asked) & gold.any(axis=1)
            if asked == wanted or not rows.any():
                continue
            target = np.where(gold[rows], scores[rows], -np.inf).max(axis=1, keepdims=True)
            rivals = ~own[rows] if pool.mirror else ~gold[rows]
            yield f"{asked}→{wanted}", ((scores[rows] > target) & rivals).sum(axis=1)


def ndcg(scores: Vectors, queries: Side, passages: Side) -> float:
    """nDCG@10 where each query has exactly one right passage, so that the ideal gain is one."""
    right = queries.subjects[:, None] == passages.subjects[None, :]
    target = np.where(right, scores, -np.inf).max(axis=1, keepdims=True)
    ranks = (scores > target).sum(axis=1)
    return float(np.where(ranks < TEN, 1 / np.log2(ranks + 2), 0.0).mean())


def read_pools(folder: Path, questions: int) -> Iterator[Pool]:
    passages, queries = lines(folder / "ntrex/passages.jsonl"), lines(folder / "ntrex/queries.jsonl")
    yield Pool(
        "ntrex",
        side(queries, [row["relevant"][0] for row in queries]),
        side(passages, [row["id"].rsplit(":", 1)[0] for row in passages]),
        mirror=True,
    )
    pairs = [row for name in ("uk-en", "ja-en") for row in lines(folder / f"tatoeba/{name}.jsonl")]
    rows = [{"text": pair[it], "language": it, "id": pair["id"]} for pair in pairs for it in pair if it != "id"]
    sentences = side(rows, [row["id"] for row in rows])
    yield Pool("tatoeba", sentences, sentences, mirror=True)
    passages = [{**row, "language": it} for it in ("en", "ru") for row in lines(folder / f"xquad/passages.{it}.jsonl")]
    queries = [row for it in ("en", "ru") for row in lines(folder / f"xquad/queries.{it}.jsonl")]
    subjects = [row["id"].rsplit("-", 1)[0] for row in passages]
    yield Pool("xquad", side(queries, [row["relevant"][0] for row in queries]), side(passages, subjects), False, 3)
    passages, queries = lines(folder / "jsquad-valid/passages.jsonl"), lines(folder / "jsquad-valid/queries.jsonl")
    queries = queries[:: max(1, len(queries) // questions)][:questions]
    subjects = [row["id"] for row in passages]
    yield Pool("jsquad", side(queries, [row["relevant"][0] for row in queries]), side(passages, subjects), mirror=False)


def side(rows: list[dict[str, Any]], subjects: Iterable[str]) -> Side:
    return Side([row["text"] for row in rows], np.array(list(subjects)), np.array([row["language"] for row in rows]))


def _where(side: Side, mask: NDArray[np.bool_]) -> Side:
    return Side([], side.subjects[mask], side.languages[mask])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _plan() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help="the folder of the public sets")
    parser.add_argument("adapters", type=Path, nargs="*")
    parser.add_argument("--shares", type=float, nargs="+", default=[1.0])
    parser.add_argument("--sets", nargs="+", default=["ntrex", "tatoeba", "xquad", "jsquad"])
    parser.add_argument("--questions", type=int, default=1000, help="questions of JSQuAD")
    parser.add_argument("--strength", type=float, default=1.0, help="share of the means that is subtracted")
    parser.add_argument("--exact", action="store_true", help="float32 instead of bfloat16")
    parser.add_argument("--no-baseline", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()

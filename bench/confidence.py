"""Fits the scale of confidence, and shows what it refuses.

    python -m bench.confidence

For the golden queries of the knowledge base that `KB_HOME` names: each as it is; each without the documents that
answer it, which leaves it without an answer among documents on its subjects; and, where `KB_EVAL_DATA` has them,
questions about other subjects. Queries marked for tuning fit the scale, the others are measured with it. Prints the
constants of `kb.confidence`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.pools import read_pools
from kb.base import KnowledgeBase
from kb.confidence import LOW, Evidence, most_telling
from kb.config import load_settings
from kb.golden import ANSWERS, GoldenQuery, load_golden
from kb.model import Confidence, Filter
from kb.search import CANDIDATES, TELLING

GOLDEN = Path("corpora/golden")
STRANGE = 100
"""Questions about other subjects from each public set."""
REFUSED = 0.04
"""The share of answerable queries that the lower limit may refuse."""
KINDS = ("answerable", "without their documents", "unanswerable", "other subjects")
WEIGHTS = {"answerable": 2.5, "without their documents": 0.5, "unanswerable": 1.0, "other subjects": 1.0}
Sample = dict[str, list[tuple[bool, Evidence]]]


def main() -> int:
    settings = load_settings()
    library = KnowledgeBase.open(settings)
    library.warm_up()
    sample: Sample = {kind: [] for kind in KINDS}
    names = {f"{it.collection}/{it.source_name}": it.id for it in library.documents()}
    for query in load_golden(GOLDEN):
        answerable = any(judgement.grade == ANSWERS for judgement in query.judgements)
        sample["answerable" if answerable else "unanswerable"].append(
            (query.split == "tune", found(library, query.query))
        )
        if answerable:
            without = found(library, query.query, _family(library, query, names))
            sample["without their documents"].append((query.split == "tune", without))
    for pool in read_pools(settings.eval_data):
        for number, text in enumerate(pool.queries[:: max(1, len(pool.queries) // STRANGE)]):
            sample["other subjects"].append((number % 2 == 0, found(library, text.text)))
    scale = fit(sample)
    print("NEARNESS, MEETING, COVERAGE, OFFSET = " + ", ".join(f"{number:.3f}" for number in scale))
    low = np.quantile(_likely(sample, "answerable", scale, True), REFUSED)
    print(f"LOW = {low:.2f}, HIGH = {np.median(_likely(sample, 'answerable', scale, True)):.2f}")
    print(f"refused with the constants in use (LOW = {LOW}):")
    for kind in KINDS:
        tune, test = (_refused(sample, kind, tuned) for tuned in (True, False))
        print(f"{kind:24s} {tune:.3f} (tune), {test:.3f} (test)")
    return 0


def found(library: KnowledgeBase, query: str, without: frozenset[str] = frozenset()) -> Evidence:
    """What speaks for the best passage that is not of these documents."""
    searcher = library._searcher
    question = searcher._analyse(query)
    ranker, lexical = searcher._ranker, library._indexes.lexical
    candidates = ranker.candidates(question, lexical, CANDIDATES, Filter(), searcher._parts)
    places = library._store.places_of(key for it in candidates for key in it.keys.tolist())
    kept = [it.rows(_rows(it.keys, lambda key: places[key].document_id not in without)) for it in candidates]
    ranking = ranker.compared(question, [it for it in kept if len(it.keys)], searcher._parts)
    groups = searcher._group(question, ranking.ranked, TELLING)
    return most_telling([ranking.evidence(it.key) for it in groups])


def _rows(keys: NDArray[np.int64], wanted: Callable[[int], bool]) -> NDArray[np.int64]:
    return np.array([row for row, key in enumerate(keys.tolist()) if wanted(key)], np.int64)


def _family(library: KnowledgeBase, query: GoldenQuery, names: dict[str, str]) -> frozenset[str]:
    judged = {names[judgement.document] for judgement in query.judgements}
    families = library.families()
    wanted = {families[document] for document in judged if document in families}
    return frozenset(judged | {document for document, family in families.items() if family in wanted})


def fit(sample: Sample) -> NDArray[np.float64]:
    """Logistic regression with a small ridge, by Newton's method: three weights and an offset."""
    rows, answers, weights = [], [], []
    for kind, entries in sample.items():
        tuned = [evidence for is_tuned, evidence in entries if is_tuned]
        rows += [_row(evidence) for evidence in tuned]
        answers += [float(kind == "answerable")] * len(tuned)
        weights += [100 * WEIGHTS[kind] / max(len(tuned), 1)] * len(tuned)
    data, wanted, weight = np.array(rows), np.array(answers), np.array(weights)
    mean, deviation = data[:, :-1].mean(axis=0), data[:, :-1].std(axis=0)
    data[:, :-1] = (data[:, :-1] - mean) / deviation
    ridge = 3.0 * np.array([1.0, 1.0, 1.0, 1e-6])
    scale = np.zeros(4)
    for _ in range(50):
        likely = 1 / (1 + np.exp(-data @ scale))
        slope = data.T @ (weight * (likely - wanted)) + ridge * scale
        scale -= np.linalg.solve((data.T * (weight * likely * (1 - likely))) @ data + np.diag(ridge), slope)
    scale[:-1] /= deviation
    scale[-1] -= float(scale[:-1] @ mean)
    return scale


def _likely(sample: Sample, kind: str, scale: NDArray[np.float64], tuned: bool) -> NDArray[np.float64]:
    rows = np.array([_row(evidence) for is_tuned, evidence in sample[kind] if is_tuned == tuned]).reshape(-1, 4)
    likely: NDArray[np.float64] = 1 / (1 + np.exp(-rows @ scale))
    return likely


def _refused(sample: Sample, kind: str, tuned: bool) -> float:
    return float(np.mean([it.confidence is Confidence.LOW for is_tuned, it in sample[kind] if is_tuned == tuned]))


def _row(evidence: Evidence) -> list[float]:
    return [evidence.nearness, evidence.meeting or 0.0, evidence.coverage, 1.0]


if __name__ == "__main__":
    sys.exit(main())

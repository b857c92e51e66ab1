"""How good the search is: golden queries asked for real, measured with ir_measures, held against thresholds.

nDCG, recall and success count documents, each at the rank of its first hit; `passage` is the share of judged passages
among the ten hits; page and clause accuracy ask whether the hit that holds the judged words cites their right place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, quantiles
from typing import Any

import ir_measures
from ir_measures import R, Success, nDCG

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.golden import ANSWERS, GoldenQuery, Judgement
from kb.model import Hit

DEPTH = 10
NDCG, RECALL, SUCCESS = nDCG @ DEPTH, R(rel=ANSWERS) @ DEPTH, Success(rel=ANSWERS) @ 1
PAIR = "→"


@dataclass(frozen=True, slots=True)
class Row:
    """Mean figures of one group of queries; None where the group has nothing to measure."""

    name: str
    queries: int
    ndcg: float
    recall: float
    success: float
    passage: float
    page_accuracy: float | None
    clause_accuracy: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rows, the best minus the worst language pair in recall, and the time of one search in milliseconds."""

    rows: tuple[Row, ...]
    fairness_gap: float
    p50_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def below(self, thresholds: Mapping[str, float]) -> list[str]:
        """A sentence for each figure that misses its threshold; raises `UsageError` for an unknown threshold."""
        overall = asdict(self.rows[0]) | {"fairness_gap": -self.fairness_gap}
        failures = []
        for name, threshold in thresholds.items():
            if not isinstance(overall.get(name), float):
                raise UsageError(f"there is no figure “{name}” to hold against a threshold")
            limit = -threshold if name == "fairness_gap" else threshold
            if overall[name] < limit:
                failures.append(f"{name} is {abs(overall[name]):.3f}, the threshold is {threshold:.3f}")
        return failures


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query, asked."""

    query: GoldenQuery
    hits: tuple[Hit, ...]
    took_ms: float


def evaluate(library: KnowledgeBase, queries: Sequence[GoldenQuery]) -> Evaluation:
    """Ask every answerable query; raises `UsageError` when a judged document is not in the knowledge base."""
    answerable = [query for query in queries if any(j.grade == ANSWERS for j in query.judgements)]
    if not answerable:
        raise UsageError("no golden query has an answer; nothing can be measured")
    languages = {f"{d.collection}/{d.source_name}": d.language for d in library.documents()}
    _check_documents(answerable, languages)
    outcomes = [_ask(library, query) for query in answerable]
    rows = [_row("all", outcomes), *_by_language(outcomes), *_by_kind(outcomes), *_by_pair(outcomes, languages)]
    recalls = [row.recall for row in rows if PAIR in row.name]
    times = [outcome.took_ms for outcome in outcomes]
    percentiles = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Evaluation(tuple(rows), max(recalls) - min(recalls), percentiles[9], percentiles[18])


def _ask(library: KnowledgeBase, query: GoldenQuery) -> Outcome:
    page = library.search(query.query, DEPTH)
    return Outcome(query, page.hits, page.took_ms)


def _check_documents(queries: Iterable[GoldenQuery], known: Mapping[str, str]) -> None:
    missing = sorted({j.document for query in queries for j in query.judgements} - set(known))
    if missing:
        raise UsageError(f"judged documents are not in the knowledge base: {', '.join(missing[:5])}; ingest them first")


def _by_language(outcomes: Sequence[Outcome]) -> list[Row]:
    languages = sorted({outcome.query.language for outcome in outcomes})
    return [_row(f"query {name}", [o for o in outcomes if o.query.language == name]) for name in languages]


def _by_kind(outcomes: Sequence[Outcome]) -> list[Row]:
    kinds = sorted({outcome.query.kind for outcome in outcomes})
    return [_row(f"kind {name}", [o for o in outcomes if o.query.kind == name]) for name in kinds]


def _by_pair(outcomes: Sequence[Outcome], languages: Mapping[str, str]) -> list[Row]:
    """For queries in a and answers in b: answers in other languages neither count nor take a place."""
    pairs = sorted(
        {(o.query.language, languages[j.document]) for o in outcomes for j in o.query.judgements if j.grade == ANSWERS}
    )
    rows = []
    for asked, answered in pairs:
        inside = [_only(o, answered, languages) for o in outcomes if o.query.language == asked]
        rows.append(_row(f"{asked} {PAIR} {answered}", [o for o in inside if _answers(o)]))
    return rows


def _only(outcome: Outcome, language: str, languages: Mapping[str, str]) -> Outcome:
    judged = {j.document for j in outcome.query.judgements}
    kept = tuple(j for j in outcome.query.judgements if languages[j.document] == language)
    hits = tuple(hit for hit in outcome.hits if _document(hit) not in judged or languages[_document(hit)] == language)
    query = outcome.query
    narrowed = GoldenQuery(query.id, query.query, query.language, query.kind, query.split, kept)
    return Outcome(narrowed, hits, outcome.took_ms)


def _row(name: str, outcomes: Sequence[Outcome]) -> Row:
    qrels = [qrel for outcome in outcomes for qrel in _qrels(outcome.query)]
    run = [found for outcome in outcomes for found in _run(outcome)]
    values = ir_measures.calc_aggregate([NDCG, RECALL, SUCCESS], qrels, run)
    answers = [(outcome, judgement) for outcome in outcomes for judgement in _answers(outcome)]
    return Row(
        name,
        len(outcomes),
        float(values[NDCG]),
        float(values[RECALL]),
        float(values[SUCCESS]),
        fmean(_hit(outcome, judgement) is not None for outcome, judgement in answers),
        _accuracy(answers, _page_is_right),
        _accuracy(answers, _clause_is_right),
    )


def _answers(outcome: Outcome) -> list[Judgement]:
    return [judgement for judgement in outcome.query.judgements if judgement.grade == ANSWERS]


def _qrels(query: GoldenQuery) -> list[ir_measures.Qrel]:
    grades: dict[str, int] = {}
    for judgement in query.judgements:
        grades[judgement.document] = max(judgement.grade, grades.get(judgement.document, 0))
    return [ir_measures.Qrel(query.id, document, grade) for document, grade in grades.items()]


def _run(outcome: Outcome) -> list[ir_measures.ScoredDoc]:
    """The documents found, best first; a query that found nothing still counts, as zero."""
    documents = list(dict.fromkeys(_document(hit) for hit in outcome.hits)) or ["nothing found"]
    return [ir_measures.ScoredDoc(outcome.query.id, document, -rank) for rank, document in enumerate(documents)]


def _accuracy(
    answers: Sequence[tuple[Outcome, Judgement]], is_right: Callable[[Hit, Judgement], bool | None]
) -> float | None:
    """Over the judged passages that were found and have such a place."""
    verdicts = [is_right(hit, judgement) for outcome, judgement in answers if (hit := _hit(outcome, judgement))]
    counted = [verdict for verdict in verdicts if verdict is not None]
    return fmean(counted) if counted else None


def _page_is_right(hit: Hit, judgement: Judgement) -> bool | None:
    if judgement.page is None:
        return None
    first, last = hit.citation.page, hit.citation.page_end
    return first is not None and first <= judgement.page <= (last or first)


def _clause_is_right(hit: Hit, judgement: Judgement) -> bool | None:
    """A short article is one passage: citing it as a whole is right for its paragraphs, another paragraph is not."""
    if judgement.clause is None:
        return None
    cited, judged = f"{hit.citation.clause}.", f"{judgement.clause}."
    return judged.startswith(cited) or cited.startswith(judged)


def _hit(outcome: Outcome, judgement: Judgement) -> Hit | None:
    """The best hit that holds the judged words."""
    quote = _squeezed(judgement.quote)
    hits = (hit for hit in outcome.hits if _document(hit) == judgement.document and quote in _squeezed(hit.text))
    return next(hits, None)


def _squeezed(text: str) -> str:
    """Without white space, which differs from format to format."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _document(hit: Hit) -> str:
    return f"{hit.collection}/{hit.source_name}"

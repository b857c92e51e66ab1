"""How good the search is: golden queries asked for real, measured with ir_measures, held against thresholds.

Recall and success count documents, each at the rank of the first hit that shows it; a twin that a hit names beside its
passage is shown by it, for the reader sees it there and is one click away. nDCG counts what a reader learns, and the
same text in another language or copy teaches nothing new: linked documents are one group, both in the run and in the
ideal. A group has the best grade of its judged members and is found at the first hit that shows a member of that grade;
a hit that shows only lesser members of it takes its place in vain. `passage` is the share of judged passages that the
ten hits show, as a hit or as a twin; page and clause accuracy ask whether what shows the judged words cites their right
place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, quantiles
from typing import Any

import ir_measures
from ir_measures import R, Success, nDCG

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.golden import ANSWERS, FEEDBACK, GoldenQuery, Judgement
from kb.model import Citation, Confidence, Hit
from kb.quoting import squeezed

DEPTH = 10
NDCG, RECALL, SUCCESS = nDCG @ DEPTH, R(rel=ANSWERS) @ 1000, Success(rel=ANSWERS) @ 1
"""Recall is over all that `DEPTH` hits show, twins included."""
PAIR = "→"
LESS_IS_BETTER = ("fairness_gap", "refused")


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
    """All rows, the best minus the worst language pair in recall, and the time of one search in milliseconds.

    `refused` is the share of queries with an answer that are told there is none, `refused_unanswerable` that of those
    without; None where there are no such queries. Feedback that nobody has judged yet is neither.
    """

    rows: tuple[Row, ...]
    fairness_gap: float
    refused: float
    refused_unanswerable: float | None
    p50_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def below(self, thresholds: Mapping[str, float]) -> list[str]:
        """A sentence for each figure that misses its threshold; raises `UsageError` for an unknown threshold."""
        overall = asdict(self.rows[0]) | {"fairness_gap": -self.fairness_gap, "refused": -self.refused}
        failures = []
        for name, threshold in thresholds.items():
            if not isinstance(overall.get(name), float):
                raise UsageError(f"there is no figure “{name}” to hold against a threshold")
            limit = -threshold if name in LESS_IS_BETTER else threshold
            if overall[name] < limit:
                failures.append(f"{name} is {abs(overall[name]):.3f}, the threshold is {threshold:.3f}")
        return failures


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage that a hit shows: its own, or that of a twin."""

    document: str
    text: str
    citation: Citation


Shown = tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query, asked: what each hit shows, its own passage first, and the group of each linked document."""

    query: GoldenQuery
    hits: tuple[Shown, ...]
    took_ms: float
    groups: Mapping[str, str]
    refused: bool = False


def evaluate(library: KnowledgeBase, queries: Sequence[GoldenQuery]) -> Evaluation:
    """Ask every answerable query; raises `UsageError` when a judged document is not in the knowledge base."""
    answerable = [query for query in queries if any(j.grade == ANSWERS for j in query.judgements)]
    if not answerable:
        raise UsageError("no golden query has an answer; nothing can be measured")
    documents = {d.id: d for d in library.documents()}
    names = {it.id: f"{it.collection}/{it.source_name}" for it in documents.values()}
    languages = {names[it.id]: it.language for it in documents.values()}
    _check_documents(answerable, languages)
    groups = {names[member]: family for member, family in library.families().items()}
    outcomes = [_ask(library, query, names, groups) for query in answerable]
    rows = [_row("all", outcomes), *_by_language(outcomes), *_by_kind(outcomes), *_by_pair(outcomes, languages)]
    recalls = [row.recall for row in rows if PAIR in row.name]
    times = [outcome.took_ms for outcome in outcomes]
    percentiles = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    hopeless = [query for query in queries if not query.judgements and query.kind != FEEDBACK]
    return Evaluation(
        tuple(rows),
        max(recalls) - min(recalls),
        fmean(outcome.refused for outcome in outcomes),
        fmean(_ask(library, query, names, groups).refused for query in hopeless) if hopeless else None,
        percentiles[9],
        percentiles[18],
    )


def _ask(library: KnowledgeBase, query: GoldenQuery, names: Mapping[str, str], groups: Mapping[str, str]) -> Outcome:
    page = library.search(query.query, DEPTH)
    hits = tuple(_seen(library, hit, names) for hit in page.hits)
    return Outcome(query, hits, page.took_ms, groups, page.confidence is Confidence.LOW)


def _seen(library: KnowledgeBase, hit: Hit, names: Mapping[str, str]) -> Shown:
    twins = (Seen(names[it.document_id], library.passage(it.passage_id).text, it.citation) for it in hit.twins)
    return Seen(names[hit.document_id], hit.text, hit.citation), *twins


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
    hits = (
        tuple(it for it in shown if it.document not in judged or languages[it.document] == language)
        for shown in outcome.hits
    )
    query = outcome.query
    narrowed = GoldenQuery(query.id, query.query, query.language, query.kind, query.split, kept)
    return Outcome(narrowed, tuple(filter(None, hits)), outcome.took_ms, outcome.groups)


def _row(name: str, outcomes: Sequence[Outcome]) -> Row:
    documents = ir_measures.calc_aggregate(
        [RECALL, SUCCESS],
        [qrel for outcome in outcomes for qrel in _qrels(outcome.query.id, _grades(outcome))],
        [found for outcome in outcomes for found in _run(outcome.query.id, _documents_shown(outcome))],
    )
    groups = ir_measures.calc_aggregate(
        [NDCG],
        [qrel for outcome in outcomes for qrel in _qrels(outcome.query.id, _group_grades(outcome))],
        [found for outcome in outcomes for found in _run(outcome.query.id, _groups_shown(outcome))],
    )
    answers = [(outcome, judgement) for outcome in outcomes for judgement in _answers(outcome)]
    return Row(
        name,
        len(outcomes),
        float(groups[NDCG]),
        float(documents[RECALL]),
        float(documents[SUCCESS]),
        fmean(_holder(outcome, judgement) is not None for outcome, judgement in answers),
        _accuracy(answers, _page_is_right),
        _accuracy(answers, _clause_is_right),
    )


def _answers(outcome: Outcome) -> list[Judgement]:
    return [judgement for judgement in outcome.query.judgements if judgement.grade == ANSWERS]


def _grades(outcome: Outcome) -> dict[str, int]:
    """The best grade of each judged document."""
    grades: dict[str, int] = {}
    for judgement in outcome.query.judgements:
        grades[judgement.document] = max(judgement.grade, grades.get(judgement.document, 0))
    return grades


def _group_grades(outcome: Outcome) -> dict[str, int]:
    """The best grade of each group of linked documents; a document without links is its own group."""
    grades: dict[str, int] = {}
    for document, grade in _grades(outcome).items():
        group = outcome.groups.get(document, document)
        grades[group] = max(grade, grades.get(group, 0))
    return grades


def _documents_shown(outcome: Outcome) -> list[str]:
    """Hit by hit; of one hit the best document first, for its reader sees all of them."""
    grades = _grades(outcome)
    return [it.document for shown in outcome.hits for it in sorted(shown, key=lambda it: -grades.get(it.document, 0))]


def _groups_shown(outcome: Outcome) -> list[str]:
    """What each hit counts as: its group if it shows a member of the group's best grade, else its own document."""
    grades, best = _grades(outcome), _group_grades(outcome)
    counted = []
    for shown in outcome.hits:
        groups = [(outcome.groups.get(it.document, it.document), it.document) for it in shown]
        found = next((group for group, document in groups if grades.get(document, 0) == best.get(group, 0)), None)
        counted.append(found or shown[0].document)
    return counted


def _qrels(query: str, grades: Mapping[str, int]) -> list[ir_measures.Qrel]:
    return [ir_measures.Qrel(query, name, grade) for name, grade in grades.items()]


def _run(query: str, found: Iterable[str]) -> list[ir_measures.ScoredDoc]:
    """What was found, each at its first rank; a query that found nothing still counts, as zero."""
    names = list(dict.fromkeys(found)) or ["nothing found"]
    return [ir_measures.ScoredDoc(query, name, -rank) for rank, name in enumerate(names)]


def _accuracy(
    answers: Sequence[tuple[Outcome, Judgement]], is_right: Callable[[Seen, Judgement], bool | None]
) -> float | None:
    """Over the judged passages that were found and have such a place."""
    verdicts = [is_right(seen, judgement) for outcome, judgement in answers if (seen := _holder(outcome, judgement))]
    counted = [verdict for verdict in verdicts if verdict is not None]
    return fmean(counted) if counted else None


def _page_is_right(seen: Seen, judgement: Judgement) -> bool | None:
    if judgement.page is None:
        return None
    first, last = seen.citation.page, seen.citation.page_end
    return first is not None and first <= judgement.page <= (last or first)


def _clause_is_right(seen: Seen, judgement: Judgement) -> bool | None:
    """A short article is one passage: citing it as a whole is right for its paragraphs, another paragraph is not."""
    if judgement.clause is None:
        return None
    cited, judged = f"{seen.citation.clause}.", f"{judgement.clause}."
    return judged.startswith(cited) or cited.startswith(judged)


def _holder(outcome: Outcome, judgement: Judgement) -> Seen | None:
    """The best of what is shown that holds the judged words."""
    quote = squeezed(judgement.quote)
    shown = (it for hit in outcome.hits for it in hit)
    return next((it for it in shown if it.document == judgement.document and quote in squeezed(it.text)), None)

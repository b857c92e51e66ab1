"""Going over to another model, or to this version's way to compare words, without harm; and back.

All passages are embedded beside what is in use, the new indexes are built beside the old ones, golden queries are asked
of both, and only then the new ones take the place of the old ones, in one transaction. Searches go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.config import BUNDLED_MODEL, Settings, model_name
from kb.embed import open_embedder
from kb.embed.centring import open_means
from kb.embed.passages import embed_passages, with_context
from kb.embed.tokenspace import TokenSpace, open_token_space
from kb.errors import HomeError, UsageError
from kb.evaluate import Evaluation, evaluate
from kb.golden import GoldenQuery, load_golden, load_thresholds
from kb.ports import Embedder
from kb.store.database import Generation
from kb.store.generations import Generations, Maker
from kb.store.lock import writer_lock
from kb.store.store import Store

BATCH = 256
"""Passages that are embedded and written together: what a killed run loses at most."""
MOST_LOST = 0.01
"""How much worse than the old index the new one may be, in nDCG and in recall, where there are no thresholds."""

Progress = Callable[[int, int], None]
"""Told how many passages are done, of how many."""


@dataclass(frozen=True, slots=True)
class Report:
    """What `kb reindex` did; `refused` says why the new index is not in use, nothing if it is.

    `embedded` counts the passages of this run; `old` and `new` are None where nothing was measured.
    """

    model: str
    passages: int
    embedded: int
    swapped: bool
    refused: list[str] = field(default_factory=list)
    old: Evaluation | None = None
    new: Evaluation | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Return:
    """What `kb rollback` did; `model_name` is what KB_MODEL has to be now, None where nobody knows."""

    model: str
    model_name: str | None
    embedded: int


@dataclass(frozen=True, slots=True)
class Gate:
    """The golden queries that a new index has to answer, and the figures that it has to reach."""

    queries: Sequence[GoldenQuery]
    thresholds: Mapping[str, float]

    @classmethod
    def load(cls, golden: Path) -> Gate:
        """Raises `UsageError` for queries or thresholds that cannot be read."""
        return cls(load_golden(golden), load_thresholds(golden))

    def faults(self, old: Evaluation | None, new: Evaluation) -> list[str]:
        """A sentence for each figure that is too low: below its threshold, or without thresholds below the old one."""
        if self.thresholds:
            return new.below(self.thresholds)
        if old is None:
            return ["there are no thresholds, and the old model is not at hand to compare with"]
        pairs = (("nDCG@10", old.rows[0].ndcg, new.rows[0].ndcg), ("recall@10", old.rows[0].recall, new.rows[0].recall))
        return [f"{name} falls from {was:.3f} to {now:.3f}" for name, was, now in pairs if now < was - MOST_LOST]


@dataclass(frozen=True, slots=True)
class Model:
    """An opened model, under the settings that name it."""

    settings: Settings
    embedder: Embedder
    space: TokenSpace

    @property
    def maker(self) -> Maker:
        tokens = self.space.identity if self.space.directions.size else None
        return Maker(self.embedder.identity, tokens, model_name(self.settings))

    def library(self, generation: Generation = Generation.CURRENT) -> KnowledgeBase:
        """The data folder through the eyes of this model, which must have made that generation."""
        means = open_means(self.settings.cache, self.embedder)
        return KnowledgeBase(self.settings, Store(self.settings.home, generation), self.embedder, means, self.space)


def reindex(
    settings: Settings,
    golden: Path | None = None,
    *,
    force: bool = False,
    notify: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Go over to the model that is set; what an interrupted run has embedded is not embedded again.

    With `golden` the new index must pass the `Gate`, unless `force`d; refused, it stays beside the old one.
    Raises `HomeLocked`, and `UsageError` for a model or golden queries that cannot be had.
    """
    gate = Gate.load(golden) if golden else None
    model = _open_model(settings, notify)
    with _generations(settings) as (store, generations), writer_lock(settings.home):
        passages, current = store.count("passages"), generations.maker(Generation.CURRENT)
        if current and (current.model, current.tokens) == (model.maker.model, model.maker.tokens) and not force:
            return Report(current.model, passages, 0, swapped=False)
        old = _measure_old(settings, current, gate) if gate else None
        generations.begin(model.maker)
        embedded = _embed_missing(store, generations, Generation.NEXT, model, progress)
        with closing(model.library(Generation.NEXT)) as library:
            library.save_indexes()
            new = evaluate(library, gate.queries) if gate else None
        refused = gate.faults(old, new) if gate and new and not force else []
        if not refused:
            generations.advance()
    if not refused:
        _settle(model)
    return Report(model.maker.model, passages, embedded, not refused, refused, old, new)


def rollback(
    settings: Settings, *, notify: Callable[[str], None] | None = None, progress: Progress | None = None
) -> Return:
    """Go back to the vectors and tokens before the last `reindex`, those of passages that came since made first.

    Raises `HomeLocked`, and `UsageError` if there is nothing to go back to or the model is missing and needed.
    """
    with _generations(settings) as (store, generations), writer_lock(settings.home):
        previous = generations.maker(Generation.PREVIOUS)
        if previous is None:
            raise UsageError("there is nothing to go back to; only kb reindex leaves a previous index")
        model, missing = _find_model(settings, previous, notify), generations.missing(Generation.PREVIOUS)
        if missing and model is None:
            raise UsageError(
                f"{len(missing)} passages came after {previous.model} was left and have to be embedded with it; "
                "set KB_MODEL to its path or name and try again"
            )
        embedded = _embed_missing(store, generations, Generation.PREVIOUS, model, progress) if model else 0
        generations.go_back()
    if model:
        _settle(model)
    return Return(previous.model, model_name(model.settings) if model else previous.name, embedded)


@contextmanager
def _generations(settings: Settings) -> Iterator[tuple[Store, Generations]]:
    with closing(Store(settings.home)) as store:
        yield store, Generations(store.database)


def _open_model(settings: Settings, notify: Callable[[str], None] | None = None) -> Model:
    embedder = open_embedder(settings, notify)
    return Model(settings, embedder, open_token_space(settings.cache, embedder))


def _find_model(settings: Settings, maker: Maker, notify: Callable[[str], None] | None = None) -> Model | None:
    """The model of that identity, under the name it had, the name that is set, or as the bundled one; else None."""
    names = [maker.name] if maker.name else [settings.model, BUNDLED_MODEL]
    for name in dict.fromkeys([*names, settings.model]):
        try:
            model = _open_model(settings.model_copy(update={"model": name}), notify)
        except (UsageError, HomeError):  # gone, which is for the caller to tell
            continue
        if model.embedder.identity == maker.model:
            return model
    return None


def _measure_old(settings: Settings, maker: Maker | None, gate: Gate) -> Evaluation | None:
    """What the index in use can do; None where its model is gone."""
    model = _find_model(settings, maker) if maker else None
    if model is None:
        return None
    with closing(model.library()) as library:
        library.save()
        return evaluate(library, gate.queries)


def _embed_missing(
    store: Store, generations: Generations, generation: Generation, model: Model, progress: Progress | None
) -> int:
    """Embed what a generation lacks, batch by batch; returns how many passages that were.

    Tokens are made only in the space that the generation's tokens are of.
    """
    maker, missing, total = generations.maker(generation), generations.missing(generation), store.count("passages")
    space = model.space if maker and maker.tokens and maker.tokens == model.maker.tokens else None
    tell = progress or _silent
    for at in range(0, len(missing), BATCH):
        tell(total - len(missing) + at, total)
        found = store.stored(missing[at : at + BATCH])
        passages = [it.passage for it in found.values()]
        texts = [with_context(it.title, it.passage) for it in found.values()]
        generations.put(generation, list(found), embed_passages(model.embedder, space, passages, texts))
    tell(total, total)
    return len(missing)


def _settle(model: Model) -> None:
    """Open the data folder once, which brings indexes and links up to date."""
    model.library().close()


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""

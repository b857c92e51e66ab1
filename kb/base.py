"""The knowledge base as everyone uses it: API, page, command line and ingestion call this facade."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from kb.answer.answerer import Answerer
from kb.answer.chat import open_chat
from kb.answer.likeness import Likeness
from kb.cite import Source, cite
from kb.config import Settings, model_name
from kb.correcting import check_correction
from kb.embed import open_embedder, open_reranker
from kb.embed.centring import LanguageMeans, open_means
from kb.embed.passages import Embedded, embed_passages
from kb.embed.tokenspace import TokenSpace, open_token_space
from kb.errors import HomeLocked, InvalidField, ModelMismatch, NotFound, Reindexed
from kb.index.indexes import Indexes
from kb.model import (
    Citation,
    Document,
    DocumentSummary,
    DocumentType,
    Facets,
    Filter,
    Hit,
    Link,
    LinkKind,
    Passage,
    SearchPage,
    Twin,
    Version,
)
from kb.pageimage import DRAWN, render_page
from kb.ports import Embedder
from kb.quoting import quote
from kb.reading_help import ReadingHelp, reading_help
from kb.search import Searcher
from kb.store.corrections import Correction
from kb.store.feedback import Feedback, Verdict
from kb.store.jobs import JobTable
from kb.store.lock import writer_lock
from kb.store.quality import Ledger
from kb.store.store import Failure, Store, now
from kb.store.versions import digest_of_version, history
from kb.text.language import detect
from kb.translate import Translations, open_service
from kb.twins.linker import Linker
from kb.twins.shown import twins_of

log = logging.getLogger(__name__)
LARGEST_K = 100
LONGEST_QUERY = 1000
NO_FILTER = Filter()
LANGUAGES = frozenset({"uk", "en", "ja", "ru"})
Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Status:
    """What a data folder holds."""

    home: str
    model: str
    documents: int
    passages: int
    collections: dict[str, int]
    types: dict[str, int]
    languages: dict[str, int]
    failures: tuple[Failure, ...]


class KnowledgeBase:
    """One data folder, opened. Reading may happen from any thread; writing needs `writing()`."""

    def __init__(
        self, settings: Settings, store: Store, embedder: Embedder, means: LanguageMeans, space: TokenSpace
    ) -> None:
        self.settings = settings
        self.embedder = embedder
        self.jobs = JobTable(store.database)
        self.quality = Ledger(store.database)
        self.feedback = store.feedback
        self._store = store
        self._indexes = Indexes(settings.home / "index", store, embedder.dimension, means, embedder.identity)
        self._linker = Linker(store, means)
        self._check_model()
        self._space = self._space_of_tokens(space)
        store.pin.set()
        self._reranker = open_reranker(settings)
        self._searcher = Searcher(store, self._indexes, embedder, self._space, reranker=self._reranker)
        self._is_overtaken = False
        self._likeness = Likeness(embedder, self._indexes)
        self.answers = Answerer(self._likeness, self.passage, self.families, open_chat(settings))
        self.translations = Translations(open_service(settings), self.passage, self._likeness)
        self._recover()

    @classmethod
    def open(cls, settings: Settings, notify: Notify | None = None) -> KnowledgeBase:
        """Open (or begin) the data folder `settings.home`; raises `HomeError` or `ModelMismatch`."""
        store = Store(settings.home)
        embedder = open_embedder(settings, notify)
        means, space = open_means(settings.cache, embedder), open_token_space(settings.cache, embedder)
        return cls(settings, store, embedder, means, space)

    def warm_up(self) -> None:
        """Load what the first search would wait for."""
        self._see_changes()
        self._searcher.warm_up()

    def close(self) -> None:
        self._store.close()

    # Searching

    def search(self, query: str, k: int = 10, where: Filter = NO_FILTER, *, exact: bool = False) -> SearchPage:
        """The k best passages for a question; raises `InvalidField` naming `q`, `k` or the filter's field.

        `exact` takes the words as they are typed; otherwise misspelt ones are corrected.
        """
        _check_query(query, "q")
        if not 1 <= k <= LARGEST_K:
            raise InvalidField("k", f"k is {k}; ask for 1 to {LARGEST_K} results")
        self._check_filter(where)
        self._see_changes()
        try:
            return self._searcher.search(query.strip(), k, where, exact=exact)
        except Reindexed as overtaken:
            self._go_on_from_memory(overtaken)
            return self._searcher.search(query.strip(), k, where, exact=exact)

    def reading_help(self, hit: Hit, reader: str) -> ReadingHelp | None:
        """What helps a reader of the language `reader` with a hit; None where it is in that language."""
        return reading_help(hit, reader, self.passage, self._likeness.rarity)

    def facets(self, where: Filter = NO_FILTER) -> Facets:
        """Documents under each value, each field counted as if it were not restricted itself, for choosing filters."""
        return Facets(
            collection=self._store.facets(replace(where, collections=())).collection,
            type=self._store.facets(replace(where, types=())).type,
            language=self._store.facets(replace(where, languages=())).language,
            year=self._store.facets(replace(where, date_from=None, date_to=None)).year,
            sector=self._store.facets(replace(where, sectors=())).sector,
            place=self._store.facets(replace(where, places=())).place,
            organisation=self._store.facets(replace(where, organisations=())).organisation,
        )

    # Looking things up

    def documents(self, where: Filter = NO_FILTER) -> list[DocumentSummary]:
        self._check_filter(where)
        return self._store.documents(where)

    def document(self, document_id: str) -> Document:
        """Raises `NotFound`."""
        return self._store.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        return self._store.passages(document_id)

    def passage(self, passage_id: str) -> Passage:
        """Raises `NotFound`."""
        return self._store.passage(passage_id)

    def citation(self, passage_id: str) -> Citation:
        """The citation of a passage; raises `NotFound`."""
        passage = self.passage(passage_id)
        document = self.document(passage.document_id)
        day = document.date.isoformat() if document.date else None
        return cite(passage, Source(document.title, document.language, day, document.source_name))

    def links(self, document_id: str) -> list[tuple[Link, DocumentSummary]]:
        """What belongs together with a document, other languages first; raises `NotFound`."""
        self._store.summary(document_id)
        return [(link, self._store.summary(link.other_id)) for link in self._store.links.of(document_id)]

    def aligned(self, document_id: str, other_id: str) -> list[tuple[int, int]]:
        """(ordinal here, ordinal there) of the passages of two linked documents that say the same."""
        return self._store.links.between(document_id, other_id)

    def twins(self, passage_id: str) -> tuple[Twin, ...]:
        """The passage in each other version of its document; raises `NotFound`."""
        passage = self.passage(passage_id)
        key = self._store.keys_of(passage.document_id)[passage.ordinal]
        aligned = self._store.links.map().aligned.get(key, ())
        return twins_of(self._store, [(passage, self.citation(passage_id), aligned)])[0]

    def families(self) -> Mapping[str, str]:
        """The family of each linked document: all versions and copies of a text are one family."""
        return self._store.links.map().families

    def history(self, document_id: str) -> list[Version]:
        """What lay where a document lies, the newest first; also of a document that a newer one has replaced."""
        return history(self._store.database.connection, document_id)

    def file_name(self, document_id: str) -> str:
        """The name of the file as it was ingested, also of a version that was replaced; raises `NotFound`."""
        return digest_of_version(self._store.database.connection, document_id)[1]

    def original(self, document_id: str) -> bytes:
        """The file as it was ingested, also of a version that was replaced; raises `NotFound`."""
        return self._store.files.get(digest_of_version(self._store.database.connection, document_id)[0])

    def original_path(self, document_id: str) -> Path:
        """Where the original file lies in the data folder, under a name that is not its own; raises `NotFound`."""
        return self._store.files.path(self.document(document_id).sha256)

    def page_image(self, document_id: str, page: int, passage_id: str | None = None) -> bytes:
        """A page of a PDF or picture file as PNG, with the passage marked; raises `NotFound`."""
        document = self.document(document_id)
        if document.reading.format not in DRAWN:
            raise NotFound(
                f"{document.source_name} has no page images, only PDF and picture files do; "
                f"open /documents/{document_id}"
            )
        passage = self.passage(passage_id) if passage_id else None
        if passage and passage.document_id != document_id:
            raise NotFound(f"passage {passage_id} belongs to another document")
        boxes = document.boxes(passage.start, passage.end, page) if passage else []
        return render_page(self.original(document_id), page, boxes, kind=document.reading.format)

    def status(self) -> Status:
        facets = self._store.facets(NO_FILTER)
        return Status(
            home=str(self.settings.home.resolve()),
            model=self.embedder.identity,
            documents=self._store.count("documents"),
            passages=self._store.count("passages"),
            collections=facets.collection,
            types=facets.type,
            languages=facets.language,
            failures=tuple(self._store.failures()),
        )

    # Changing

    def writing(self) -> AbstractContextManager[None]:
        """Hold the writer lock of the data folder; raises `HomeLocked`."""
        return writer_lock(self.settings.home)

    def has(self, document_id: str) -> bool:
        return self._store.has(document_id)

    def locate(self, path: str, document_id: str) -> bool:
        """Note where a known document lies; True if another version lay there, which then stops answering."""
        return self._store.locate(path, document_id)

    def embed(
        self, passages: Sequence[Passage], texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embedded:
        """What is kept of passages beside their text; `texts` are the passages with their context before them."""
        return embed_passages(self.embedder, self._space, passages, texts, progress)

    def add(self, document: Document, passages: Sequence[Passage], embedded: Embedded, original: bytes) -> bool:
        """Make a document visible, whole or not at all; True if it replaced another version at its path.

        The caller holds `writing()` and calls `save` when its batch ends.
        """
        return self._store.commit(document, passages, embedded, original)

    def replace_content(self, document: Document, passages: Sequence[Passage], embedded: Embedded) -> None:
        """Put a better reading of a stored document in place of the old one; raises `NotFound`.

        The caller holds `writing()` and calls `save` when its batch ends.
        """
        self._store.replace_content(document, passages, embedded)

    def record_failure(self, path: str, reason: str, permanent: bool) -> None:
        self._store.record_failure(path, reason, permanent)

    def save(self) -> None:
        """Bring indexes and links up to date and make them durable; the caller holds `writing()`."""
        self.save_indexes()
        self._linker.update()

    def save_indexes(self) -> None:
        """As `save`, the links left as they are."""
        self._indexes.save()

    def delete(self, document_id: str) -> None:
        """Forget a document; raises `NotFound` or `HomeLocked`."""
        with self.writing():
            self._store.delete(document_id)
            self._indexes.save()

    def link(self, document_id: str, other_id: str, kind: LinkKind | None = None) -> LinkKind:
        """Say that two documents belong together, `other_id` being the `kind` of `document_id`; it stands for good.

        Without `kind` it is told by their languages. Raises `NotFound`, `UsageError` or `HomeLocked`.
        """
        with self.writing():
            return self._linker.link(document_id, other_id, kind)

    def unlink(self, document_id: str, other_id: str) -> None:
        """Say that two documents do not belong together, for good; raises `NotFound`, `UsageError` or `HomeLocked`."""
        with self.writing():
            self._linker.part(document_id, other_id)

    def corrections(self, document_id: str) -> tuple[Correction, ...]:
        """What people have said of a document against the rules that described it."""
        return self._store.corrections(document_id)

    def correct(self, document_id: str, correction: Correction) -> None:
        """Say what a document is; it holds until taken back, whatever reads the document again.

        Raises `NotFound`, `HomeLocked`, and `InvalidField` for a value that cannot be or that changes nothing.
        """
        check_correction(correction)
        with self.writing():
            self._store.correct(document_id, correction)
            self.save()

    def withdraw_correction(self, document_id: str, number: int) -> None:
        """Go back to what the rules had found; raises `NotFound` or `HomeLocked`."""
        with self.writing():
            self._store.withdraw(document_id, number)
            self.save()

    def judge(self, query: str, passage_id: str, verdict: Verdict, rank: int | None = None) -> Feedback:
        """Keep what a reader says of a passage that a question brought, at which rank if that is known.

        The same verdict is kept once, a contrary one takes its place. Raises `NotFound`, and `InvalidField` naming
        `query`.
        """
        _check_query(query, "query")
        passage = self.passage(passage_id)
        document, asked = self.document(passage.document_id), " ".join(query.split())
        it = quote(document, passage)
        said = Feedback(asked, detect(asked), document.id, it.words, it.page, it.clause, verdict, rank, now())
        return self.feedback.record(said, passage.text)

    def verdicts(self, query: str, hits: Sequence[Hit]) -> dict[str, Verdict]:
        """What readers have said of these hits of a question, by passage."""
        said = self.feedback.of_query(" ".join(query.split()))
        return {hit.passage_id: it.verdict for hit in hits for it in said if it.is_of(hit.document_id, hit.text)}

    def rebuild(self) -> None:
        """Make all indexes and links anew from the store, without reading or embedding a document again."""
        with self.writing():
            self._indexes.rebuild()
            self._linker.rebuild()

    def _see_changes(self) -> None:
        if not self._is_overtaken:
            try:
                self._indexes.refresh()
            except Reindexed as overtaken:
                self._go_on_from_memory(overtaken)

    def _go_on_from_memory(self, overtaken: Reindexed) -> None:
        """Answer from the indexes in memory: nothing of another model is mixed in, and what comes now is not found."""
        if not self._is_overtaken:
            log.warning("%s; until then documents that come are not found", overtaken)
        self._is_overtaken = True
        self._searcher = Searcher(self._store, self._indexes, self.embedder, None, reranker=self._reranker)

    def _check_model(self) -> None:
        held, _ = self._store.pin.held()
        if held is None:
            self._store.set_meta("model", self.embedder.identity)
            self._store.set_meta("model_name", model_name(self.settings))
        elif held != self.embedder.identity:
            raise ModelMismatch(
                f"{self.settings.home} was made with the model {held}, but {self.embedder.identity} is set; "
                "set KB_MODEL back, go over to the new model with kb reindex, "
                "or name another folder with KB_HOME and ingest there"
            )

    def _space_of_tokens(self, space: TokenSpace) -> TokenSpace | None:
        """The space if the stored tokens are of it, or none are stored yet; None where they cannot be compared."""
        if not space.directions.size:
            return None
        if self._store.pin.held()[1] is None and not self._store.count("passages"):
            self._store.set_meta("tokens", space.identity)
        if self._store.pin.held()[1] == space.identity:
            return space
        log.warning("%s was made before this version's way to compare words; run kb reindex", self.settings.home)
        return None

    def _recover(self) -> None:
        """Finish what an interrupted ingest left undone in indexes and links; a process that is writing will itself.

        Without room on the disk the indexes serve from memory.
        """
        try:
            with self.writing():
                if self._indexes.is_behind():
                    self._indexes.save()
                self._linker.update()
        except HomeLocked:
            self._indexes.refresh()
        except (OSError, sqlite3.OperationalError) as error:
            log.warning("the indexes could not be saved and serve from memory: %s", error)
            self._indexes.refresh()

    def _check_filter(self, where: Filter) -> None:
        held = self._store.facets(NO_FILTER)
        for field, values, choices in (
            ("collection", where.collections, set(held.collection)),
            ("type", where.types, {kind.value for kind in DocumentType}),
            ("language", where.languages, LANGUAGES | set(held.language)),
        ):
            for value in values:
                if value not in choices:
                    names = ", ".join(sorted(choices)) or "nothing yet"
                    raise InvalidField(field, f"there is no {field} “{value}” here; there is {names}")
        if where.date_from and where.date_to and where.date_from > where.date_to:
            raise InvalidField("from", f"the range begins on {where.date_from} and ends before, on {where.date_to}")


def _check_query(query: str, field: str) -> None:
    if not query.strip():
        raise InvalidField(field, "the query is empty; type a question or a few words")
    if len(query) > LONGEST_QUERY:
        raise InvalidField(field, f"the query has {len(query)} characters; shorten it to at most {LONGEST_QUERY}")

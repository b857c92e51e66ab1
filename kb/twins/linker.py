"""Finds which documents belong together and keeps the links: new documents against all, or all anew.

What a person decided stands; what a catalogue names is believed before what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from kb.embed.centring import LanguageMeans
from kb.errors import UsageError
from kb.model import Link, LinkKind, LinkOrigin, Passage
from kb.ports import Vectors
from kb.store.linkmap import Aligned
from kb.store.store import Store
from kb.twins import translations
from kb.twins.align import align, all_clauses
from kb.twins.copies import copy_kind
from kb.twins.fingerprint import Fingerprint, fingerprint
from kb.twins.numbers import differing
from kb.twins.profile import Profile, Profiles

COMMON_HASHES = 8
"""Hashes that two sketches share before the two texts are compared."""
CROWD = 50
"""A shingle of more documents than this is a formula of the trade, not a sign of a copy."""
KEPT = 500
"""Documents whose passages are kept in memory while they are compared."""


class Linker:
    """The links of one data folder; whoever calls what writes holds the writer lock.

    `means` are the calibration's, not the index's, which move with the documents at hand: the same two documents get
    the same score whatever else there is.
    """

    def __init__(self, store: Store, means: LanguageMeans) -> None:
        self._store = store
        self._means = means
        self._profiles = Profiles(store.database)
        self._read: dict[str, tuple[list[Passage], Vectors]] = {}

    def update(self) -> None:
        """Compare the documents that came, or changed, since the last time with all others."""
        new = self._profiles.missing()
        if not new:
            return
        self._store.links.forget_found(new)
        self._profiles.keep({document_id: self._fingerprint(document_id) for document_id in new})
        profiles = self._profiles.all()
        fresh = [profiles[document_id] for document_id in new]
        links = [*self._named(fresh, profiles), *self._found(fresh, profiles)]
        links = self._best(self._decided(links, set(new), profiles), profiles)
        self._write(links)
        self._read.clear()

    def rebuild(self) -> None:
        """Compare all documents anew; people's links and decisions stay."""
        self._profiles.forget()
        self.update()

    def link(self, document_id: str, other_id: str, kind: LinkKind | None) -> LinkKind:
        """Link two documents as a person says; without `kind` the languages tell. Raises `NotFound`, `UsageError`."""
        languages = self._pair(document_id, other_id)
        differ = languages[0] != languages[1]
        kind = kind or (LinkKind.OTHER_LANGUAGE if differ else LinkKind.NEAR_DUPLICATE)
        if (kind is LinkKind.OTHER_LANGUAGE) != differ:
            raise UsageError(f"{kind.value} does not fit: the documents are in {languages[0]} and {languages[1]}")
        self._store.links.decide(document_id, other_id, kind)
        self._write([Link(document_id, other_id, kind, 1.0, LinkOrigin.PERSON)])
        self._read.clear()
        return kind

    def part(self, document_id: str, other_id: str) -> None:
        """Part two documents for good, as a person says; raises `NotFound`, `UsageError`."""
        self._pair(document_id, other_id)
        self._store.links.decide(document_id, other_id, None)
        self._store.links.drop([(document_id, other_id)])

    def _pair(self, document_id: str, other_id: str) -> tuple[str, str]:
        """The languages of two different documents."""
        if document_id == other_id:
            raise UsageError("a document cannot be linked with itself; name two documents")
        return self._store.summary(document_id).language, self._store.summary(other_id).language

    # What belongs together

    def _fingerprint(self, document_id: str) -> Fingerprint:
        return fingerprint(self._text(document_id), self._passages(document_id)[1])

    def _named(self, fresh: Sequence[Profile], profiles: dict[str, Profile]) -> Iterator[Link]:
        """Versions that a catalogue names."""
        groups: dict[tuple[str, str], list[Profile]] = {}
        for profile in profiles.values():
            if profile.key:
                groups.setdefault(profile.key, []).append(profile)
        keys = dict.fromkeys(profile.key for profile in fresh if profile.key)
        for one, other in (pair for key in keys for pair in combinations(groups[key], 2)):
            if one.language != other.language:
                yield Link(one.id, other.id, LinkKind.OTHER_LANGUAGE, 1.0, LinkOrigin.CATALOGUE)
            else:
                found = copy_kind(one, other, self._text)
                kind, score = found or (LinkKind.NEAR_DUPLICATE, 1.0)
                yield Link(one.id, other.id, kind, score, LinkOrigin.CATALOGUE)

    def _found(self, fresh: Sequence[Profile], profiles: dict[str, Profile]) -> Iterator[Link]:
        for one, other in self._alike(fresh, profiles):
            if found := copy_kind(one, other, self._text):
                yield Link(one.id, other.id, *found)
        for one, other in translations.candidates(fresh, list(profiles.values())):
            if (score := self._translation_score(one, other)) >= translations.ENOUGH:
                yield Link(one.id, other.id, LinkKind.OTHER_LANGUAGE, round(score, 4))

    def _translation_score(self, one: Profile, other: Profile) -> float:
        (ours, mine), (theirs, yours) = self._passages(one.id), self._passages(other.id)
        return translations.score(one, other, mine, yours, (all_clauses(ours), all_clauses(theirs)))

    def _alike(self, fresh: Sequence[Profile], profiles: dict[str, Profile]) -> Iterator[tuple[Profile, Profile]]:
        """Pairs in one language, one of them new, whose sketches have enough in common; each pair once."""
        holders: dict[int, list[str]] = {}
        for profile in profiles.values():
            for value in profile.print.sketch.tolist():
                holders.setdefault(value, []).append(profile.id)
        done = set()
        for profile in fresh:
            done.add(profile.id)
            shared: dict[str, int] = {}
            for value in profile.print.sketch.tolist():
                if len(holders[value]) <= CROWD:
                    for other in holders[value]:
                        shared[other] = shared.get(other, 0) + 1
            least = min(COMMON_HASHES, len(profile.print.sketch))
            for other_id, common in sorted(shared.items()):
                if common >= least and other_id not in done and profiles[other_id].language == profile.language:
                    yield profile, profiles[other_id]

    def _decided(self, links: Iterable[Link], new: set[str], profiles: Mapping[str, Profile]) -> list[Link]:
        """One link a pair, the catalogue's first, and none that a person decided; with what people decided of the new
        documents, for they may have been here before."""
        decisions = self._store.links.decisions()
        chosen: dict[tuple[str, str], Link] = {}
        for (one, other), kind in decisions.items():
            if kind is not None and new & {one, other} and {one, other} <= set(profiles) and (other, one) not in chosen:
                chosen[one, other] = Link(one, other, kind, 1.0, LinkOrigin.PERSON)
        for link in links:
            pair = (link.document_id, link.other_id)
            if pair not in decisions and pair not in chosen and pair[::-1] not in chosen:
                chosen[pair] = link
        return list(chosen.values())

    def _best(self, links: list[Link], profiles: dict[str, Profile]) -> list[Link]:
        """At most one found text a language for each document, the surest; copies of that one may stay beside it."""
        copies = [it for it in [*links, *self._store.links.all()] if it.kind is not LinkKind.OTHER_LANGUAGE]
        same = {frozenset((it.document_id, it.other_id)) for it in copies}
        rivals: dict[tuple[str, str], list[Link]] = {}
        held = [it for it in self._store.links.all() if it.kind is LinkKind.OTHER_LANGUAGE]
        known = {(it.document_id, it.other_id) for it in links} | {(it.other_id, it.document_id) for it in links}
        for link in [*links, *(it for it in held if (it.document_id, it.other_id) not in known)]:
            if link.kind is LinkKind.OTHER_LANGUAGE:
                for it in (link, link.turned()):
                    rivals.setdefault((it.document_id, profiles[it.other_id].language), []).append(it)
        beaten = set()
        for contest in rivals.values():
            best, *others = sorted(contest, key=_surest_first)
            for it in others:
                if it.origin is LinkOrigin.FOUND and frozenset((best.other_id, it.other_id)) not in same:
                    beaten.add(frozenset((it.document_id, it.other_id)))
        self._store.links.drop(
            (it.document_id, it.other_id) for it in held if frozenset((it.document_id, it.other_id)) in beaten
        )
        return [it for it in links if frozenset((it.document_id, it.other_id)) not in beaten]

    # What says the same

    def _write(self, links: Sequence[Link]) -> None:
        alignments = {(it.document_id, it.other_id): self._aligned(it) for it in links}
        self._store.links.put(links, alignments)

    def _aligned(self, link: Link) -> list[tuple[int, Aligned]]:
        (ours, mine), (theirs, yours) = self._passages(link.document_id), self._passages(link.other_id)
        my_keys, your_keys = self._store.keys_of(link.document_id), self._store.keys_of(link.other_id)
        copies = link.kind is not LinkKind.OTHER_LANGUAGE
        return [
            (
                my_keys[a],
                Aligned(your_keys[b], likeness, tuple(differing(ours[a].text, theirs[b].text)) if copies else ()),
            )
            for a, b, likeness in align(ours, theirs, mine, yours)
        ]

    # Reading

    def _passages(self, document_id: str) -> tuple[list[Passage], Vectors]:
        """A document's passages and their centred vectors (n, d)."""
        if document_id not in self._read:
            if len(self._read) >= KEPT:
                self._read.clear()
            keys = np.array(self._store.keys_of(document_id), np.int64)
            _, languages, vectors = self._store.vectors(keys)
            self._read[document_id] = self._store.passages(document_id), self._means.centre_passages(vectors, languages)
        return self._read[document_id]

    def _text(self, document_id: str) -> str:
        return "\n".join(passage.text for passage in self._passages(document_id)[0])


def _surest_first(link: Link) -> tuple[bool, float, str]:
    return link.origin is LinkOrigin.FOUND, -link.score, link.other_id

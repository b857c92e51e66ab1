"""Links are found when documents come, stay what a person made them, and go with their documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import ids, links, story, take_in

from kb.base import KnowledgeBase
from kb.errors import NotFound, UsageError
from kb.model import LinkKind
from kb.store.corrections import Change, Correction

COPY = {("a.md", "near_duplicate", "b.md"), ("b.md", "near_duplicate", "a.md")}
UKRAINIAN = "# Угода\n\nСтаття 1\n\nСторони будують школу на 40 місць.\n"
JAPANESE = "# 協定\n\n第一条\n\n両国は学校を建てる。\n"


@pytest.fixture
def pair(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """A story and a copy of it that came in a later batch."""
    take_in(library, tmp_path / "news", {"a.md": story()})
    take_in(library, tmp_path / "news", {"b.md": story("29")})
    return library


def test_a_new_document_is_compared_with_all(pair: KnowledgeBase) -> None:
    assert links(pair) == COPY


def test_everything_anew_gives_the_same(pair: KnowledgeBase) -> None:
    pair.rebuild()
    assert links(pair) == COPY


def test_links_go_with_their_document(pair: KnowledgeBase) -> None:
    pair.delete(ids(pair)["b.md"])
    assert links(pair) == set()


def test_a_hit_shows_its_copy_and_the_number_they_disagree_in(pair: KnowledgeBase) -> None:
    hits = pair.search("How many machines will Japan send?", 5).hits
    (twin,) = hits[0].twins
    assert {twin.document_id, hits[0].document_id} == set(ids(pair).values())
    assert twin.kind is LinkKind.NEAR_DUPLICATE
    assert sorted(twin.numbers[0]) == ["29", "32"]
    assert len({hit.passage_id for hit in hits} | {it.passage_id for hit in hits for it in hit.twins}) == len(
        pair.passages(ids(pair)["a.md"])
    ) + len(pair.passages(ids(pair)["b.md"]))


def test_what_a_person_parts_stays_apart(pair: KnowledgeBase, tmp_path: Path) -> None:
    one, other = ids(pair)["a.md"], ids(pair)["b.md"]
    pair.unlink(other, one)
    assert links(pair) == set()
    pair.rebuild()
    take_in(pair, tmp_path / "news", {"c.md": "# Bridges\n\nA bridge was opened in Sendai.\n"})
    assert links(pair) == set()
    pair.delete(other)
    take_in(pair, tmp_path / "news", {})
    assert links(pair) == set()
    pair.link(one, other)
    assert links(pair) == COPY


def test_what_a_person_links_stays_linked(library: KnowledgeBase, tmp_path: Path) -> None:
    take_in(library, tmp_path / "laws", {"uk.md": UKRAINIAN, "ja.md": JAPANESE})
    assert links(library) == set()
    known = ids(library)
    assert library.link(known["uk.md"], known["ja.md"]) is LinkKind.OTHER_LANGUAGE
    expected = {("uk.md", "other_language", "ja.md"), ("ja.md", "other_language", "uk.md")}
    for again in (lambda: None, library.rebuild):
        again()
        assert links(library) == expected
        (link, _), *_ = library.links(known["uk.md"])
        assert link.origin.value == "person"
    library.delete(known["ja.md"])
    take_in(library, tmp_path / "laws", {})
    assert links(library) == expected  # the same bytes came back


def test_a_newer_version_named_by_a_person(pair: KnowledgeBase) -> None:
    one, other = ids(pair)["a.md"], ids(pair)["b.md"]
    pair.link(one, other, LinkKind.NEWER_VERSION)
    assert links(pair) == {("a.md", "newer_version", "b.md"), ("b.md", "older_version", "a.md")}
    hits = pair.search("machines from Japan", 3).hits
    assert {hit.document_id for hit in hits if hit.twins} == {other}  # the newer one is shown


def test_links_that_cannot_be(pair: KnowledgeBase) -> None:
    one, other = ids(pair)["a.md"], ids(pair)["b.md"]
    with pytest.raises(UsageError, match="itself"):
        pair.link(one, one)
    with pytest.raises(UsageError, match="other_language does not fit"):
        pair.link(one, other, LinkKind.OTHER_LANGUAGE)
    with pytest.raises(NotFound, match="feedfeedfeedfeed"):
        pair.unlink(one, "feedfeedfeedfeed")


def test_a_catalogue_names_versions(library: KnowledgeBase, tmp_path: Path) -> None:
    entries = ({"file": name, "twin": "school-agreement"} for name in ("uk.md", "ja.md"))
    take_in(library, tmp_path / "laws", {"uk.md": UKRAINIAN, "ja.md": JAPANESE}, *entries)
    assert ("uk.md", "other_language", "ja.md") in links(library)
    (link, _), *_ = library.links(ids(library)["uk.md"])
    assert link.origin.value == "catalogue"
    assert library.aligned(ids(library)["uk.md"], ids(library)["ja.md"]) == [(0, 0)]


def test_the_corpora_s_versions_are_linked_and_nothing_else(corpora: KnowledgeBase) -> None:
    """Several releases tell of one visit or one phase in two languages, and are not versions."""
    pairs = {
        frozenset((name.rsplit("-", 1)[0], other.rsplit("-", 1)[0]))
        for name, kind, other in links(corpora)
        if kind == "other_language"
    }
    assert pairs >= {frozenset(["investment-agreement-2015"]), frozenset(["shkrum-japan-visit-2025"])}
    assert all(len(pair) == 1 for pair in pairs)


def test_a_clause_is_the_same_clause_in_the_other_language(corpora: KnowledgeBase) -> None:
    known = ids(corpora)
    passages = corpora.passages(known["investment-agreement-2015-uk.docx"])
    article = next(it for it in passages if it.clause == "18")
    twins = {twin.language: twin for twin in corpora.twins(article.id)}
    assert "第18条" in twins["ja"].citation.label
    assert "Art. 18" in twins["en"].citation.label


def test_a_corrected_description_keeps_links_and_aligned_passages(pair: KnowledgeBase) -> None:
    one, other = ids(pair)["a.md"], ids(pair)["b.md"]
    before = pair.aligned(one, other)
    pair.correct(one, Correction(Change.TITLE, "Machines for Kyiv oblast, as the ministry told it"))
    assert links(pair) == COPY
    assert pair.aligned(one, other) == before
    (twin,) = pair.search("How many machines will Japan send?", 5).hits[0].twins
    assert {twin.document_id} < {one, other}


def test_links_that_were_left_undone_are_made_when_the_folder_is_opened(pair: KnowledgeBase) -> None:
    with pair._store.database.transaction() as connection:
        connection.execute("DELETE FROM fingerprints")
        connection.execute("DELETE FROM links")
        connection.execute("DELETE FROM alignments")
    again = KnowledgeBase.open(pair.settings)
    assert links(again) == COPY
    again.close()

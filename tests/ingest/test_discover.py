"""Which files are taken in, under which collection, and with what a catalogue says of them."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from ingest.discover import SourceFile, discover, slug
from kb.errors import UsageError
from kb.model import DocumentType, Metadata


def touch(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("words", "utf-8")
    return root


def names(sources: list[SourceFile]) -> list[str]:
    return [source.path.name for source in sources]


def collections(sources: list[SourceFile]) -> dict[str, str]:
    return {source.path.name: source.collection for source in sources}


def catalogue(path: Path, *entries: object) -> None:
    path.write_text("\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n", "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "All Papers"
    root.mkdir()
    return root


def test_the_first_folder_names_the_collection(root: Path) -> None:
    touch(root, "top.md", "Прес-релізи 2024/a.md", "agreements/old/deep/b.pdf", "復興庁/c.txt")
    assert collections(discover([root])) == {
        "top.md": "all-papers",
        "a.md": "прес-релізи-2024",
        "b.pdf": "agreements",
        "c.txt": "復興庁",
    }


def test_a_file_named_belongs_to_its_folder(root: Path) -> None:
    touch(root, "agreements/old/b.md")
    assert collections(discover([root / "agreements" / "old" / "b.md"])) == {"b.md": "old"}


def test_a_collection_asked_for_wins(root: Path) -> None:
    touch(root, "agreements/b.md", "top.md")
    assert set(collections(discover([root], "everything")).values()) == {"everything"}


def test_hidden_files_underscores_readmes_and_unknown_suffixes_are_left_out(root: Path) -> None:
    touch(root, "a.md", ".hidden.md", "_draft.md", "README.md", "readme.txt", "photo.gif", "data.jsonl", "noext")
    touch(root, ".git/b.md", "_sources/c.md", "sub/.x/d.md", "sub/_y/e.md", "sub/README-first.md", "sub/F.PDF")
    (root / "folder.md").mkdir()
    assert sorted(names(discover([root]))) == ["F.PDF", "README-first.md", "a.md"]


def test_what_is_named_is_taken(root: Path) -> None:
    touch(root, "README.md", "_draft.md", ".hidden.md", "photo.gif", "_sources/c.md")
    named = [root / name for name in ("README.md", "_draft.md", ".hidden.md", "photo.gif", "_sources")]
    assert names(discover(named)) == ["README.md", "_draft.md", ".hidden.md", "photo.gif", "c.md"]


def test_the_order_is_that_of_the_paths_then_of_the_names(root: Path) -> None:
    touch(root, "b/2.md", "b/1.md", "a/3.md")
    assert names(discover([root / "b", root / "a"])) == ["1.md", "2.md", "3.md"]
    assert names(discover([root])) == ["3.md", "1.md", "2.md"]


def test_a_file_named_twice_comes_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(root, "a/1.md")
    os.symlink(root / "a", root.parent / "link")
    monkeypatch.chdir(root)
    paths = [root, root / "a", root / "a" / "1.md", Path("a/1.md"), Path("a/../a/1.md"), root.parent / "link"]
    (source,) = discover(paths)
    assert (source.path, source.collection) == (root / "a" / "1.md", "a")


def test_the_location_is_the_path_unless_told_otherwise(root: Path) -> None:
    touch(root, "a.md")
    assert [source.location for source in discover([root])] == [str(root / "a.md")]
    assert [source.location for source in discover([root], locate=lambda path: f"upload:{path.name}")] == [
        "upload:a.md"
    ]


def test_a_path_that_does_not_exist_is_named(root: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere.* does not exist"):
        discover([root, root / "nowhere"])


def test_a_catalogue_in_the_folder(root: Path) -> None:
    touch(root, "a/1.md", "a/2.md")
    catalogue(
        root / "a" / "index.jsonl",
        {"file": "1.md", "title": "Один", "issued": "2024-02-19", "language": "uk", "url": "https://example.org/1",
         "type": "agreement", "sources": [1]},
        {"file": "missing.md", "title": "not here"},
    )  # fmt: skip
    one, two = discover([root])
    assert one.given == Metadata("Один", "uk", date(2024, 2, 19), "https://example.org/1")
    assert one.type is DocumentType.AGREEMENT
    assert (two.given, two.type) == (Metadata(), None)


def test_a_catalogue_names_the_versions_of_one_text(root: Path) -> None:
    touch(root, "a/1.md", "a/2.md", "a/3.md")
    entries = ({"file": "1.md", "twin": "accord"}, {"file": "2.md", "twin": None}, {"file": "3.md"})
    catalogue(root / "a" / "index.jsonl", *entries)
    assert [source.twin for source in discover([root])] == ["accord", None, None]


def test_a_catalogue_beside_the_folder_and_the_inner_one_wins(root: Path) -> None:
    touch(root, "a/1.md", "a/2.md")
    catalogue(root / "a.index.jsonl", {"file": "1.md", "title": "beside"}, {"file": "2.md", "title": "beside"})
    catalogue(root / "a" / "index.jsonl", {"file": "2.md", "title": "inside"})
    assert [source.given.title for source in discover([root])] == ["beside", "inside"]
    assert [source.given.title for source in discover([root / "a" / "1.md"])] == ["beside"]


def test_a_catalogue_speaks_of_its_own_folder_only(root: Path) -> None:
    touch(root, "a/1.md", "a/b/1.md")
    catalogue(root / "a" / "index.jsonl", {"file": "1.md", "title": "a"})
    assert {str(s.path.relative_to(root)): s.given.title for s in discover([root])} == {"a/1.md": "a", "a/b/1.md": None}


def test_separators_inside_a_title_do_not_end_a_line(root: Path) -> None:
    touch(root, "1.md")
    (root / "index.jsonl").write_bytes('{"file": "1.md", "title": "One\u2028two"}\r\n'.encode())
    assert discover([root])[0].given.title == "One\u2028two"


def test_empty_fields_and_lines_say_nothing(root: Path) -> None:
    touch(root, "1.md")
    entry = '{"file": "1.md", "title": "", "issued": null, "type": null, "url": ""}'
    (root / "index.jsonl").write_text(f"\n{entry}\n\n", "utf-8")
    (source,) = discover([root])
    assert (source.given, source.type) == (Metadata(), None)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "line 2"),
        ("[1]", "file"),
        ('"1.md"', "file"),
        ('{"title": "x"}', "file"),
        ('{"file": 7}', "file"),
        ('{"file": "1.md", "issued": "soon"}', "soon"),
        ('{"file": "1.md", "issued": 2024}', "line 2"),
        ('{"file": "1.md", "type": "novel"}', "novel"),
        ('{"file": "1.md", "title": 7}', "title"),
        ('{"file": "1.md", "language": ["uk"]}', "language"),
        ('{"file": "1.md", "url": {"a": 1}}', "url"),
    ],
)
def test_a_broken_catalogue_names_its_line(root: Path, line: str, says: str) -> None:
    touch(root, "1.md")
    (root / "index.jsonl").write_text('{"file": "1.md"}\n' + line + "\n", "utf-8")
    with pytest.raises(UsageError, match=r"index\.jsonl, line 2") as caught:
        discover([root])
    assert says in str(caught.value)


def test_a_catalogue_that_is_no_text_is_refused(root: Path) -> None:
    touch(root, "1.md")
    (root / "index.jsonl").write_bytes(b'{"file": "\xff\xfe"}\n')
    with pytest.raises(UsageError, match=r"index\.jsonl"):
        discover([root])


def test_a_catalogue_saved_with_a_byte_order_mark_is_read(root: Path) -> None:
    touch(root, "1.md")
    (root / "index.jsonl").write_text('\ufeff{"file": "1.md", "title": "One"}\n', "utf-8")
    assert discover([root])[0].given.title == "One"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Press Releases", "press-releases"),
        ("__x__", "x"),
        ("…", "documents"),
        ("Й", "й"),
        ("a/b", "a-b"),
        ("x" * 99, "x" * 64),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected

"""The traps of real files that concern reading and finding: each is set here once, and has its right outcome.

Traps of dates and amounts are in `test_describe_traps.py`, those of web pages beside the reader of HTML.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from makepdf import PdfMaker
from printed import by_chromium

from ingest.pipeline import Report, ingest
from kb.base import KnowledgeBase
from kb.text.language import detect

WATER = "Громада відновила водопостачання за шість тижнів, бо труби лежали поруч із насосними станціями. "
FILLER = {
    "roads": "Дороги ремонтували навесні, коли зійшов сніг, а щебінь возили з сусіднього кар'єру.",
    "schools": "Школу збудували на пагорбі, і діти повернулися до навчання восени наступного року.",
}
MOJIBAKE = {
    "lost": "".join("?" if sign.isalpha() else sign for sign in WATER * 5),
    "latin": (WATER * 5).encode("cp1251").decode("latin-1"),
    "twice": (WATER * 5).encode("utf-8").decode("cp1251", "replace"),
}


def take_in(library: KnowledgeBase, folder: Path, files: dict[str, str | bytes]) -> Report:
    """Ingest files, with two others about something else beside them."""
    for name, text in {**{f"{name}.md": f"# {name}\n\n{text}\n" for name, text in FILLER.items()}, **files}.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return ingest(library, [folder])


def first(library: KnowledgeBase, query: str) -> tuple[str, list[str]]:
    """The file that answers best, and the words marked in it."""
    hit = library.search(query, 3).hits[0]
    return hit.source_name, [hit.text[start:end] for start, end in hit.highlights]


def test_1_latin_i_in_ukrainian_words(library: KnowledgeBase, tmp_path: Path) -> None:
    take_in(
        library, tmp_path, {"deal.md": "# Угода\n\nУгода мiж Сторонами захищає кожну iнвестицiю вiд експропрiацiї.\n"}
    )
    name, marked = first(library, "інвестиція та експропріація")
    assert name == "deal.md" and {"iнвестицiю", "експропрiацiї"} <= set(" ".join(marked).replace(".", "").split())


def test_2_kanji_for_kana(library: KnowledgeBase, tmp_path: Path) -> None:
    text = "# 会談\n\nデ二シウク次官は地雷除去の会議で支援への謝意を述べた。\n"
    other = "# 道路\n\n道路の復旧は春に始まり、次官は工事の現場を視察した。\n"
    take_in(library, tmp_path, {"talks.md": text, "road.md": other})
    name, marked = first(library, "デニシウク")
    assert name == "talks.md" and "デ二シウク" in "".join(marked)


def test_3_vertical_japanese(library: KnowledgeBase, tmp_path: Path) -> None:
    text = "復興特別区域法の改正案は、計画の認定を市町村に任せ、手続を一つの窓口にまとめる。" * 6
    page = (
        '<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><style>html { writing-mode: vertical-rl; font: 10pt/1.7 '
        f'"Noto Serif CJK JP" }}</style><p>{text}</p></html>'
    )
    (tmp_path / "print").mkdir()
    printed = by_chromium(page, tmp_path / "print")
    (tmp_path / "print" / "page.html").unlink()
    take_in(library, tmp_path, {"bill.pdf": printed})
    hit = library.search("計画の認定を市町村に任せる改正案", 3).hits[0]
    assert "計画の認定を市町村に任せ、手続を一つの窓口にまとめる。" in hit.text and hit.citation.page == 1


def test_4_broken_font_map(library: KnowledgeBase, tmp_path: Path) -> None:
    library.settings = library.settings.model_copy(update={"ocr": "off"})  # the page waits for it
    maker = PdfMaker()
    maker.page().paragraph(72, 700, "ÄÜb w K ÝMx Ünd Åß KÜ wÄ " * 20, 400)
    maker.page().paragraph(72, 700, WATER * 5, 400)
    take_in(library, tmp_path, {"booklet.pdf": maker.save()})
    name, _ = first(library, "водопостачання громади")
    assert name == "booklet.pdf"
    (document,) = [found for found in library.documents() if found.source_name == "booklet.pdf"]
    assert "ÝMx" not in library.document(document.id).text
    assert document.warnings == ("page 1 has no readable text and needs OCR",)


def test_7_paragraphs_of_two_languages_in_turn(library: KnowledgeBase, tmp_path: Path) -> None:
    articles = {
        "1": (
            "投資財産は締約国の領域において公正かつ衡平な待遇を与えられる。",
            "Investments shall be accorded fair treatment.",
        ),
        "2": ("紛争は仲裁裁判所に付託することができる。", "Disputes may be submitted to an arbitral tribunal."),
        "3": ("この協定は効力発生の日から十年間効力を有する。", "This Agreement shall remain in force for ten years."),
    }
    parts = [f"第{n}条\n\n{ja * 4}\n\nArticle {n}\n\n{(en + ' ') * 8}" for n, (ja, en) in articles.items()]
    take_in(library, tmp_path, {"treaty.txt": "\n\n".join(parts)})
    for query in ("紛争を仲裁裁判所に付託する", "submit disputes to an arbitral tribunal"):
        found = {(detect(hit.text), hit.citation.clause) for hit in library.search(query, 2).hits}
        assert found == {("ja", "2"), ("en", "2")}  # each paragraph is a passage in its own language


@pytest.mark.parametrize("kind", sorted(MOJIBAKE))
def test_9_mojibake_is_refused_with_a_reason(kind: str, library: KnowledgeBase, tmp_path: Path) -> None:
    report = take_in(library, tmp_path, {"page.txt": MOJIBAKE[kind]})
    (failed,) = report.failed
    assert "cannot be read" in failed.reason and "UTF-8" in failed.reason


def test_9_an_old_word_file_named_txt_is_refused(library: KnowledgeBase, tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + WATER.encode("utf-16-le") * 40
    report = take_in(library, tmp_path, {"tender.txt": data})
    assert [Path(failed.path).name for failed in report.failed] == ["tender.txt"]

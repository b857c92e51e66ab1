"""Centring lets passages of all languages compete; the means belong to the model and are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from kb.config import Settings
from kb.embed.calibration import CALIBRATED, calibration_rows
from kb.embed.centring import LanguageMeans, estimate_means, open_means
from kb.embed.transformer import TransformerEmbedder
from kb.ports import Embedder, Vectors

PARALLEL = [
    {
        "uk": "Школа відчинилася у вересні.",
        "en": "The school opened in September.",
        "ja": "学校は九月に開校した。",
        "ru": "Школа открылась в сентябре.",
    },
    {
        "uk": "Дах школи полагодили волонтери.",
        "en": "Volunteers mended the roof of the school.",
        "ja": "学校の屋根はボランティアが直した。",
        "ru": "Крышу школы починили волонтёры.",
    },
    {
        "uk": "У школі навчається триста дітей.",
        "en": "Three hundred children study at the school.",
        "ja": "学校では三百人の子どもが学んでいる。",
        "ru": "В школе учатся триста детей.",
    },
    {
        "uk": "Школі бракує вчителів математики.",
        "en": "The school is short of mathematics teachers.",
        "ja": "学校では数学の教員が足りない。",
        "ru": "Школе не хватает учителей математики.",
    },
    {
        "uk": "До школи дітей возить новий автобус.",
        "en": "A new bus takes the children to school.",
        "ja": "新しいバスが子どもたちを学校へ送る。",
        "ru": "В школу детей возит новый автобус.",
    },
    {
        "uk": "Шкільна їдальня готує гарячі обіди.",
        "en": "The school canteen cooks hot lunches.",
        "ja": "学校の食堂では温かい昼食を作っている。",
        "ru": "Школьная столовая готовит горячие обеды.",
    },
    {
        "uk": "Школу збудували далі від річки.",
        "en": "The school was built further from the river.",
        "ja": "学校は川から離れた場所に建てられた。",
        "ru": "Школу построили дальше от реки.",
    },
    {
        "uk": "Директорка школи написала листа меру.",
        "en": "The head of the school wrote a letter to the mayor.",
        "ja": "学校の校長は市長に手紙を書いた。",
        "ru": "Директор школы написала письмо мэру.",
    },
]
"""Sentences on one subject, so that what tells them apart is small beside their languages."""


@pytest.fixture(scope="module")
def means(settings: Settings, fast: Embedder) -> LanguageMeans:
    return open_means(settings.cache, fast)


def ahead_of_translations(queries: Vectors, passages: Vectors) -> float:
    """How many passages of other content stand before the translation ranked last, on average."""
    content = np.tile(np.arange(len(PARALLEL)), len(CALIBRATED))
    scores = queries @ passages.T
    wrong = content[:, None] != content[None, :]
    last = np.where(wrong, np.inf, scores).min(axis=1, keepdims=True)
    return float(((scores > last) & wrong).sum(axis=1).mean())


def test_centring_removes_the_preference_for_the_own_language(original: SentenceTransformer) -> None:
    embedder = TransformerEmbedder("original", original)  # the bundled model's update leaves too little to remove
    means = estimate_means(embedder)
    texts = [row[language] for language in CALIBRATED for row in PARALLEL]
    languages = [language for language in CALIBRATED for _ in PARALLEL]
    queries, passages = embedder.encode_queries(texts), embedder.encode_passages(texts)
    raw = ahead_of_translations(queries, passages)
    fair = ahead_of_translations(means.centre_queries(queries, languages), means.centre_passages(passages, languages))
    assert raw > 1
    assert fair < raw / 3


def test_centred_vectors_are_unit_rows(fast: Embedder, means: LanguageMeans) -> None:
    centred = means.centre_passages(fast.encode_passages(["вода", "water", "eau"]), ["uk", "en", "fr"])
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
    assert centred.dtype == np.float32


def test_other_languages_get_the_mean_of_the_means(fast: Embedder, means: LanguageMeans) -> None:
    vectors = fast.encode_passages(["eau"])
    middle = np.mean([means.passages[language] for language in CALIBRATED], axis=0)
    expected = vectors[0] - means.strength * middle
    centred = means.centre_passages(vectors, ["fr"])[0]
    np.testing.assert_allclose(centred, expected / np.linalg.norm(expected), atol=1e-6)


def test_nothing_to_centre(means: LanguageMeans, fast: Embedder) -> None:
    assert means.centre_queries(np.empty((0, fast.dimension), np.float32), []).shape == (0, fast.dimension)


def test_identity_tells_strengths_and_means_apart(means: LanguageMeans) -> None:
    same = LanguageMeans(dict(means.passages), dict(means.queries), means.strength)
    assert same.identity == means.identity
    assert LanguageMeans(means.passages, means.queries, 0.5).identity != means.identity
    assert LanguageMeans(means.queries, means.passages, means.strength).identity != means.identity


def test_kept_means_are_read_and_damaged_ones_made_anew(tmp_path: Path, fast: Embedder, means: LanguageMeans) -> None:
    assert open_means(tmp_path, fast).identity == means.identity
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    assert open_means(tmp_path, fast).identity == means.identity
    assert kept.stat().st_mtime_ns == written
    kept.write_bytes(b"damaged")
    assert open_means(tmp_path, fast).identity == means.identity
    assert kept.stat().st_size > len(b"damaged")


def test_calibration_text_is_whole_and_each_column_is_in_its_language() -> None:
    rows = calibration_rows()
    columns = {it: [row.texts[it] for row in rows] for it in CALIBRATED}
    assert all(text == text.strip() != "" for texts in columns.values() for text in texts)
    assert all(len(set(texts)) == len(texts) for texts in columns.values())
    assert not set("ыэъё") & set("".join(columns["uk"]).lower())
    assert not set("іїєґ") & set("".join(columns["ru"]).lower())
    assert not any(character.isalpha() and not character.isascii() for character in "".join(columns["en"]))
    assert all(any("\u3041" <= character <= "\u9fff" for character in text) for text in columns["ja"])
    assert sum(row.is_query for row in rows) >= 40
    assert sum(not row.is_query for row in rows) >= 60

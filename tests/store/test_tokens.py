"""Tokens lie beside their passages, come with them and go with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from test_store import embedded, make, passages_of

from kb.embed.passages import Embedded
from kb.late import PassageTokens
from kb.model import Filter
from kb.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def put(store: Store, name: str, what: Embedded) -> int:
    document = make(f"/a/{name}", name.encode())
    store.commit(document, passages_of(document), what, name.encode())
    return int(store.keys(Filter()).max())


def test_tokens_come_back_as_they_were(store: Store) -> None:
    key = put(store, "one", embedded())
    (codes,) = store.tokens.codes([key])
    assert codes.tolist() == [[1] * 4] * 2
    assert store.tokens.tokens([key])[key].places.tolist() == [-1, 5]


def test_codes_follow_the_order_of_the_keys_and_what_is_gone_has_none(store: Store) -> None:
    keys = [put(store, str(number), Embedded(np.eye(1, 8, dtype=np.float32), (tokens(number),))) for number in range(3)]
    found = store.tokens.codes([keys[2], 999, keys[0]])
    assert [codes.shape for codes in found] == [(1, 2), (0, 0), (1, 2)]
    assert [int(found[0][0, 0]), int(found[2][0, 0])] == [2, 0]
    assert set(store.tokens.tokens([*keys, 999])) == set(keys)


def test_they_go_with_their_document(store: Store) -> None:
    key = put(store, "one", embedded())
    store.delete(make("/a/one", b"one").id)
    assert store.tokens.tokens([key]) == {}


def test_a_passage_without_tokens(store: Store) -> None:
    without = put(store, "none", Embedded(np.eye(1, 8, dtype=np.float32)))
    empty = PassageTokens(np.empty((0, 4), np.int8), np.empty(0, np.int32))
    nothing = put(store, "empty", Embedded(np.eye(1, 8, dtype=np.float32), (empty,)))
    assert [len(codes) for codes in store.tokens.codes([without, nothing])] == [0, 0]
    assert set(store.tokens.tokens([without, nothing])) == {nothing}


def test_more_keys_than_one_statement_takes(store: Store) -> None:
    key = put(store, "one", embedded())
    assert [len(codes) for codes in store.tokens.codes([*range(1000, 2400), key])] == [0] * 1400 + [2]


def tokens(number: int) -> PassageTokens:
    return PassageTokens(np.full((1, 2), number, np.int8), np.zeros(1, np.int32))

"""Each word of a question looks for the word of a passage that is nearest to it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.late import NO_TOKENS, QuestionTokens, best_inside, meetings, similarities

EAST, NORTH = (127, 0), (0, 127)


def codes(*rows: tuple[int, int]) -> NDArray[np.int8]:
    return np.array(rows, np.int8).reshape(-1, 2)


def question(*weights: float) -> QuestionTokens:
    return QuestionTokens(np.eye(2, dtype=np.float32), np.array(weights, np.float32))


def test_a_passage_scores_the_weighted_mean_of_the_best_meetings() -> None:
    both, one, none = codes(EAST, NORTH), codes(EAST, EAST), codes((-127, 0))
    scores = meetings(question(0.75, 0.25), [both, one, none])
    assert scores == pytest.approx([1.0, 0.75, -0.75], abs=1e-5)


def test_the_length_of_a_code_does_not_count() -> None:
    assert meetings(question(1, 0), [codes((3, 4))]) == pytest.approx(
        meetings(question(1, 0), [codes((60, 80))]), abs=1e-6
    )


def test_what_has_no_tokens_scores_nothing() -> None:
    empty = codes()
    assert meetings(question(1, 0), [empty, codes(EAST), empty]).tolist() == pytest.approx([0, 1, 0])
    assert meetings(question(1, 0), []).tolist() == []
    assert meetings(NO_TOKENS, [codes(EAST)]).tolist() == [0]


def test_a_stretch_is_met_by_its_own_tokens() -> None:
    asked = question(0.5, 0.5)
    similar = similarities(asked, codes(EAST, NORTH, EAST))
    assert best_inside(asked, similar, np.array([True, True, False])) == pytest.approx(1.0)
    assert best_inside(asked, similar, np.array([False, False, True])) == pytest.approx(0.5)
    assert best_inside(asked, similar, np.zeros(3, bool)) == 0.0

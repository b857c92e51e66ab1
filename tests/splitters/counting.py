"""A stand-in for the model's tokenizer: words of letters or digits, single East Asian signs, single marks."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[\u3040-\u9fff]|[^\W_]+|[^\w\s]")


def count_tokens(text: str) -> int:
    """How many words and signs a text has."""
    return len(_TOKEN.findall(text))

"""Words that carry no subject, question words included, as lower-case surface forms and lemmas."""

from __future__ import annotations

from importlib.resources import files


def _load() -> frozenset[str]:
    """The words of every language in `stopwords.txt`, a line each: `en: a about after …`."""
    lines = (files("kb.text") / "stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition(":")[2].split())


STOPWORDS = _load()

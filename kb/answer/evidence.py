"""A passage as a written sentence may cite it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage's text and language; `about` is what its document and headings are called and when it was issued."""

    text: str
    language: str
    about: str = ""

    @property
    def whole(self) -> str:
        return f"{self.about}\n{self.text}"

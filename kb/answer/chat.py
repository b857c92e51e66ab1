"""A model behind an OpenAI-compatible endpoint, asked one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass

from kb.config import Settings
from kb.errors import Fault, ServiceError
from kb.outside import host, post_json

PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Chat:
    """`url` as it was set, up to the host, to `/v1` or to the whole path; `name` is what readers are told."""

    url: str
    model: str
    key: str
    seconds: float

    @property
    def name(self) -> str:
        """`llama-3.3-70b (llm.example.org)`."""
        return f"{self.model} ({host(self.url)})" if self.model else host(self.url)

    def ask(self, rules: str, material: str) -> str:
        """The model's words; raises `ServiceError`."""
        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": material}],
            "temperature": 0,
            "stream": False,
        }
        reply = post_json(self._address(), body, self.key, self.seconds)
        try:
            words = reply["choices"][0]["message"]["content"]
        except (LookupError, TypeError) as error:
            raise ServiceError(Fault.MALFORMED, f"{host(self.url)} did not answer as {PATH} should") from error
        if not isinstance(words, str) or not words.strip():
            raise ServiceError(Fault.MALFORMED, f"{host(self.url)} answered with no words")
        return words

    def _address(self) -> str:
        if self.url.endswith(PATH):
            return self.url
        return self.url + PATH if self.url.endswith("/v1") else f"{self.url}/v1{PATH}"


def open_chat(settings: Settings) -> Chat | None:
    """The model of `KB_LLM_URL`; None where none is set, and then nothing is ever sent."""
    if not settings.llm_url:
        return None
    return Chat(settings.llm_url, settings.llm_model, settings.llm_key.get_secret_value(), settings.service_seconds)

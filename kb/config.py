"""Settings, from `KB_*` environment variables; an unknown one is refused, so that a typing error cannot hide."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kb.errors import UsageError

BUNDLED_MODEL = "multilingual-e5-small"


class Settings(BaseSettings):
    """All that can be set from outside."""

    model_config = SettingsConfigDict(env_prefix="KB_", frozen=True)

    home: Path = Field(Path("data"), description="Data folder: store, original files, indexes.")
    cache: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("recovery-kb")),
        description="Folder for the built model, shared by all data folders; safe to delete.",
    )
    model: str = Field(
        BUNDLED_MODEL, description="A sentence-transformers model: the bundled one, a path or a hub name."
    )
    reranker: str = Field("", description="A cross-encoder that judges the best passages; a path or a hub name.")
    threads: int = Field(0, ge=0, description="CPU threads for embedding; 0 takes all.")
    readers: int = Field(0, ge=0, description="Processes that read files; 0 takes one per core.")
    reader_seconds: float = Field(300.0, gt=0, description="Longest time one file may take to be read.")
    ocr: Literal["auto", "off"] = Field(
        "auto", description="Whether Tesseract reads scanned pages, if it is installed."
    )
    ocr_seconds: float = Field(120.0, gt=0, description="Longest time one page may take to be read by OCR.")
    reader_memory: int = Field(
        1024, ge=512, description="Most memory (MiB of address space) one reading process may take."
    )
    upload_megabytes: int = Field(200, gt=0, description="Largest upload accepted by the API.")
    llm_url: str = Field("", description="An OpenAI-compatible endpoint that writes answers; empty: nothing is sent.")
    llm_model: str = Field("", description="The model to ask for there.")
    llm_key: SecretStr = Field(SecretStr(""), description="Its key, if it wants one.")
    translate_url: str = Field("", description="A LibreTranslate service; empty: KB_LLM_URL translates, if it is set.")
    translate_key: SecretStr = Field(SecretStr(""), description="Its key, if it wants one.")
    service_seconds: float = Field(60.0, gt=0, description="Longest time to wait for such a service.")
    difficult_files: Path = Field(Path("../difficult"), description="Folder of folders of difficult files, for trying.")
    eval_data: Path = Field(Path("../shared/eval"), description="Folder of public evaluation sets, for measuring only.")

    @field_validator("llm_url", "translate_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValueError("not an address that begins with http:// or https://")
        return value.rstrip("/")


def load_settings(**overrides: object) -> Settings:
    """Read the environment; raises `UsageError` naming each wrong or unknown setting."""
    known = {f"KB_{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith("KB_") and name not in known)
    if unknown:
        raise UsageError(f"unknown setting {', '.join(unknown)}; known settings are {', '.join(sorted(known))}")
    try:
        return Settings(**{key: value for key, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"KB_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise UsageError(f"wrong setting: {faults}") from error


def model_name(settings: Settings) -> str:
    """The model as it is set, a path as a whole, so that it can be opened from everywhere."""
    path = Path(settings.model)
    return str(path.resolve()) if path.is_dir() else settings.model

"""What one file may take: the memory of the process that reads it, and the length of what is read."""

from __future__ import annotations

import gc
import resource
from pathlib import Path

from kb.config import Settings
from kb.embed import token_counter
from kb.errors import OversizedDocument
from kb.model import Reading

MAX_PAGES = 10_000
MAX_CHARACTERS = 20_000_000  # a shelf of fifty books
MAX_BLOCKS = 500_000
_MEBIBYTE = 1024 * 1024


def set_up_worker(settings: Settings) -> None:
    """What a process does before it reads its first file."""
    limit_memory(settings)
    spare_collector()


def limit_memory(settings: Settings) -> None:
    """Let this process take `KB_READER_MEMORY` of address space more; what goes beyond raises `MemoryError`.

    What counts the model's tokens is loaded first: it takes much address space whatever the file, a model of one's own
    gigabytes, and the limit is for what the file takes on top.
    """
    token_counter(settings)("")
    limit = settings.reader_memory * _MEBIBYTE + _address_space()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def spare_collector() -> None:
    """Leave what the libraries hold out of garbage collections, and collect less often: reading makes many objects."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _address_space() -> int:
    """Bytes of address space that this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    return pages * resource.getpagesize()


def check_length(reading: Reading) -> None:
    """Raises `OversizedDocument` for a reading that is longer than what the splitters and the store are made for."""
    characters = sum(len(block.text) for block in reading.blocks)
    for count, most, name in (
        (len(reading.pages), MAX_PAGES, "pages"),
        (len(reading.blocks), MAX_BLOCKS, "paragraphs"),
        (characters, MAX_CHARACTERS, "characters"),
    ):
        if count > most:
            raise OversizedDocument(f"the file holds {count:,} {name}, and {most:,} are the most; split it into parts")

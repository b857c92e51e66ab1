"""Uploads become jobs: queued on disk and in the store, taken in order by one thread, taken up again after a crash."""

from __future__ import annotations

import logging
import re
import shutil
import threading
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from kb.errors import HomeLocked, InvalidField, NotFound, RecoveryKBError

COLLECTION_PATTERN = r"[a-z0-9][a-z0-9\-]{0,63}"  # escaped for browsers, which read patterns as /…/v
NAME_BYTES = 200
Report = Mapping[str, object]
Ingest = Callable[[list[Path], str, Callable[[int, int], None]], Report]

log = logging.getLogger(__name__)


class JobState(StrEnum):
    """Where a job stands; `done` and `failed` are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One upload. Times are UTC; `report` is the object of `kb ingest --json`, None until the job has ended."""

    id: str
    state: JobState
    collection: str
    files: tuple[str, ...]
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    report: Report | None = None


class Jobs(Protocol):
    """The table of jobs; every method is one transaction and may be called from any thread."""

    def create(self, job_id: str, collection: str, files: Sequence[str], created: datetime) -> Job:
        """Add a queued job."""
        ...

    def get(self, job_id: str) -> Job:
        """Raises `NotFound`."""
        ...

    def list(self, limit: int = 20) -> Sequence[Job]:
        """The newest first."""
        ...

    def claim(self, started: datetime) -> Job | None:
        """Mark the oldest queued job as running and return it; None when nothing waits."""
        ...

    def finish(self, job_id: str, state: JobState, report: Report, finished: datetime) -> None: ...

    def requeue(self) -> int:
        """Put every running job back into the queue, as after a crash; returns how many there were."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Files finished so far, of how many."""

    done: int
    total: int


def safe_name(name: str) -> str:
    """A file name without folders, control characters or leading dots; letters of every script are kept."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(c for c in base if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, dot, suffix = printable.strip().lstrip(".").rpartition(".")
    stem, suffix = (stem, dot + suffix) if dot and len(suffix) < 16 else (stem + dot + suffix, "")  # noqa: PLR2004
    room = NAME_BYTES - len(suffix.encode())
    return stem.strip().encode()[:room].decode(errors="ignore") + suffix or "unnamed"


def distinct_names(names: Iterable[str]) -> list[str]:
    """Safe names in order; a name that is taken, whatever its case, gets a number: `a.pdf`, `a-2.pdf`."""
    taken: set[str] = set()
    result = []
    for name in map(safe_name, names):
        path, candidate, number = Path(name), name, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{path.stem}-{number}{path.suffix}"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def check_collection(name: str) -> str:
    """The name itself; raises `InvalidField` naming `collection` where it cannot be one."""
    if not re.fullmatch(COLLECTION_PATTERN, name):
        raise InvalidField(
            "collection",
            f"“{name}” cannot name a collection; use 1 to 64 of a–z, 0–9 and hyphens, beginning with a letter or digit",
        )
    return name


def utc_now() -> datetime:
    return datetime.now(UTC)


class JobRunner:
    """Takes queued jobs one after the other in a background thread and keeps their uploads while they wait.

    `uploads` holds one folder a job. `ingest` takes paths, collection and a progress callback (done, total) and
    returns the report. While another process writes, a job is tried again every `retry_seconds`.
    """

    def __init__(
        self,
        jobs: Jobs,
        uploads: Path,
        ingest: Ingest,
        clock: Callable[[], datetime] = utc_now,
        retry_seconds: float = 3.0,
    ) -> None:
        self._jobs, self._uploads, self._ingest, self._clock = jobs, uploads, ingest, clock
        self._retry_seconds = retry_seconds
        self._progress: dict[str, Progress] = {}
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def submit(self, collection: str, files: Sequence[tuple[str, BinaryIO]]) -> Job:
        """Keep the files and queue them; the job is visible only when every byte lies on disk."""
        check_collection(collection)
        if not files:
            raise InvalidField("files", "no file was sent; attach at least one as `files`")
        names = distinct_names(name for name, _ in files)
        job_id = uuid.uuid4().hex[:16]
        folder = self._uploads / job_id
        folder.mkdir(parents=True)
        try:
            for name, (_, stream) in zip(names, files, strict=True):
                with (folder / name).open("wb") as target:
                    shutil.copyfileobj(stream, target)
            job = self._jobs.create(job_id, collection, names, self._clock())
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._wake.set()
        return job

    def progress(self, job: Job) -> Progress:
        """How far a job is; a finished job has done all of its files."""
        if job.state in (JobState.DONE, JobState.FAILED):
            return Progress(len(job.files), len(job.files))
        return self._progress.get(job.id, Progress(0, len(job.files)))

    def start(self) -> None:
        """Take up what an earlier process left behind, then work in the background."""
        self._jobs.requeue()
        self._sweep()
        self._stop.clear()
        self._wake.set()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Ask the thread to end; a job that is still running then is taken up at the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                while not self._stop.is_set() and (job := self._jobs.claim(self._clock())) is not None:
                    self._work(job)
            except Exception:
                log.exception("the table of jobs cannot be used; trying again in %g s", self._retry_seconds)
                self._stop.wait(self._retry_seconds)
                self._wake.set()

    def _sweep(self) -> None:
        """Remove uploads that no job waits for: a crash came before the job was queued or after it had ended."""
        for folder in self._uploads.glob("*"):
            try:
                wanted = self._jobs.get(folder.name).state is JobState.QUEUED
            except NotFound:
                wanted = False
            if not wanted:
                shutil.rmtree(folder, ignore_errors=True)

    def _work(self, job: Job) -> None:
        try:
            report = self._until_free(job)
        except Exception as error:
            if self._stop.is_set():  # the data folder is being closed: not the job's fault, the next start takes it up
                log.info("job %s was interrupted", job.id)
                return
            log.exception("job %s failed", job.id)
            reason = str(error) if isinstance(error, RecoveryKBError) else "an internal error; the server's log has it"
            self._end(job, JobState.FAILED, failure(job.files, reason))
        else:
            if report is not None:
                self._end(job, JobState.DONE, with_names(report))

    def _until_free(self, job: Job) -> Report | None:
        """The report; None when asked to stop before the data folder was free."""
        folder = self._uploads / job.id
        while not self._stop.is_set():
            try:
                return self._ingest([folder / name for name in job.files], job.collection, self._teller(job.id))
            except HomeLocked:
                log.info("job %s waits: another process is writing", job.id)
                self._stop.wait(self._retry_seconds)
        return None

    def _teller(self, job_id: str) -> Callable[[int, int], None]:
        def tell(done: int, total: int) -> None:
            self._progress[job_id] = Progress(done, total)

        return tell

    def _end(self, job: Job, state: JobState, report: Report) -> None:
        self._jobs.finish(job.id, state, report, self._clock())
        self._progress.pop(job.id, None)
        shutil.rmtree(self._uploads / job.id, ignore_errors=True)


def failure(files: Sequence[str], reason: str) -> Report:
    """The report of a job that failed as a whole: every file, with the same reason."""
    failed = [{"path": name, "reason": reason} for name in files]
    return {"added": 0, "updated": 0, "unchanged": 0, "failed": failed, "passages": 0, "needs_ocr": 0, "seconds": 0.0}


def with_names(report: Report) -> Report:
    """The report with file names where it has paths, because the upload folder is nobody's business."""
    failed = report.get("failed")
    if not isinstance(failed, list):
        return report
    return {**report, "failed": [{**entry, "path": Path(str(entry["path"])).name} for entry in failed]}

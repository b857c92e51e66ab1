"""The table of upload jobs behind `kb.jobs.Jobs`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from kb.errors import NotFound
from kb.jobs import Job, JobState, Report
from kb.store.database import Database
from kb.store.rows import dumps


class JobTable:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, job_id: str, collection: str, files: Sequence[str], created: datetime) -> Job:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO jobs (id, state, collection, files, created) VALUES (?, ?, ?, ?, ?)",
                (job_id, JobState.QUEUED.value, collection, dumps(list(files)), created.isoformat()),
            )
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        row = self._database.connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no job {job_id}; the answer to an upload names its job")
        return _job(row)

    def list(self, limit: int = 20) -> Sequence[Job]:
        found = self._database.connection.execute("SELECT * FROM jobs ORDER BY created DESC, id LIMIT ?", (limit,))
        return [_job(row) for row in found]

    def claim(self, started: datetime) -> Job | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                "UPDATE jobs SET state = ?, started = ? WHERE id ="
                " (SELECT id FROM jobs WHERE state = ? ORDER BY created, id LIMIT 1) RETURNING *",
                (JobState.RUNNING.value, started.isoformat(), JobState.QUEUED.value),
            ).fetchone()
        return _job(row) if row else None

    def finish(self, job_id: str, state: JobState, report: Report, finished: datetime) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE jobs SET state = ?, report = ?, finished = ? WHERE id = ?",
                (state.value, dumps(report), finished.isoformat(), job_id),
            )

    def requeue(self) -> int:
        with self._database.transaction() as connection:
            return connection.execute(
                "UPDATE jobs SET state = ?, started = NULL WHERE state = ?",
                (JobState.QUEUED.value, JobState.RUNNING.value),
            ).rowcount


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        state=JobState(row["state"]),
        collection=row["collection"],
        files=tuple(json.loads(row["files"])),
        created=datetime.fromisoformat(row["created"]),
        started=datetime.fromisoformat(row["started"]) if row["started"] else None,
        finished=datetime.fromisoformat(row["finished"]) if row["finished"] else None,
        report=json.loads(row["report"]) if row["report"] else None,
    )

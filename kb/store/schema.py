"""The SQLite schema and its migrations; `PRAGMA user_version` is the number of migrations applied."""

from __future__ import annotations

import sqlite3

from kb.errors import HomeError

MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL,
        path TEXT NOT NULL,
        source_name TEXT NOT NULL,
        source_url TEXT,
        collection TEXT NOT NULL,
        type TEXT NOT NULL,
        language TEXT NOT NULL,
        title TEXT NOT NULL,
        date TEXT,
        format TEXT NOT NULL,
        warnings TEXT NOT NULL,
        passages INTEGER NOT NULL,
        ingested TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE locations (path TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE)
        WITHOUT ROWID;
    CREATE TABLE versions (path TEXT NOT NULL, document_id TEXT NOT NULL, ingested TEXT NOT NULL);
    CREATE TABLE pages (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        number INTEGER NOT NULL,
        label TEXT NOT NULL,
        width REAL NOT NULL,
        height REAL NOT NULL,
        characters INTEGER NOT NULL,
        status TEXT NOT NULL,
        PRIMARY KEY (document_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE blocks (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        page INTEGER,
        page_end INTEGER,
        level INTEGER NOT NULL,
        lines TEXT NOT NULL,
        cells TEXT NOT NULL,
        PRIMARY KEY (document_id, ordinal)
    ) WITHOUT ROWID;
    CREATE TABLE passages (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL,
        language TEXT NOT NULL,
        page INTEGER,
        page_end INTEGER,
        clause TEXT,
        heading TEXT NOT NULL,
        clauses TEXT NOT NULL,
        UNIQUE (document_id, ordinal)
    );
    CREATE TABLE vectors (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
        vector BLOB NOT NULL
    );
    CREATE TABLE failures (path TEXT PRIMARY KEY, reason TEXT NOT NULL, permanent INTEGER NOT NULL, at TEXT NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        collection TEXT NOT NULL,
        files TEXT NOT NULL,
        created TEXT NOT NULL,
        started TEXT,
        finished TEXT,
        report TEXT
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE pages ADD COLUMN script TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN confidence REAL;
    ALTER TABLE pages ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';

    CREATE TABLE facts (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        stage TEXT NOT NULL,
        PRIMARY KEY (document_id, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX facts_by_value ON facts (kind, value, document_id);
    CREATE TABLE corrections (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL,
        change TEXT NOT NULL,
        value TEXT NOT NULL,
        kind TEXT NOT NULL,
        stage TEXT NOT NULL,
        words TEXT NOT NULL,
        found TEXT NOT NULL,
        at TEXT NOT NULL
    );
    CREATE INDEX corrections_by_document ON corrections (document_id);

    CREATE TABLE clause_references (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        clause TEXT NOT NULL,
        PRIMARY KEY (document_id, start, end)
    ) WITHOUT ROWID;
    CREATE TABLE definitions (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        term TEXT NOT NULL,
        clause TEXT,
        PRIMARY KEY (document_id, start, end, term)
    ) WITHOUT ROWID;

    CREATE TABLE links (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        other_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        kind TEXT NOT NULL,
        score REAL NOT NULL,
        origin TEXT NOT NULL,
        PRIMARY KEY (document_id, other_id)
    ) WITHOUT ROWID;
    CREATE INDEX links_by_other ON links (other_id);
    CREATE TABLE link_decisions (
        document_id TEXT NOT NULL,
        other_id TEXT NOT NULL,
        kind TEXT,
        at TEXT NOT NULL,
        PRIMARY KEY (document_id, other_id)
    ) WITHOUT ROWID;
    CREATE TABLE twin_keys (document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE, key TEXT NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE fingerprints (
        document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        bag TEXT NOT NULL,
        shingles INTEGER NOT NULL,
        sketch BLOB NOT NULL,
        numbers TEXT NOT NULL,
        mean BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE alignments (
        key INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        other_key INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        score REAL NOT NULL,
        numbers TEXT NOT NULL,
        PRIMARY KEY (key, other_key)
    ) WITHOUT ROWID;
    CREATE INDEX alignments_by_other ON alignments (other_key);
    ALTER TABLE versions ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
    ALTER TABLE versions ADD COLUMN title TEXT NOT NULL DEFAULT '';
    ALTER TABLE versions ADD COLUMN source_name TEXT NOT NULL DEFAULT '';
    ALTER TABLE versions ADD COLUMN date TEXT;
    UPDATE versions SET (sha256, title, source_name, date) =
        (SELECT sha256, title, source_name, date FROM documents WHERE id = document_id)
        WHERE document_id IN (SELECT id FROM documents);
    CREATE INDEX versions_by_document ON versions (document_id);
    CREATE INDEX versions_by_path ON versions (path);

    CREATE INDEX pages_by_status ON pages (status, confidence);
    CREATE TABLE given (
        document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        title TEXT,
        language TEXT,
        date TEXT,
        url TEXT,
        type TEXT
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE tokens (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        tokens INTEGER NOT NULL,
        codes BLOB NOT NULL,
        places BLOB NOT NULL
    );
    ALTER TABLE passages ADD COLUMN lists_sources INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE feedback (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        query TEXT NOT NULL,
        language TEXT NOT NULL,
        document_id TEXT NOT NULL,
        words TEXT NOT NULL,
        page INTEGER,
        clause TEXT,
        verdict TEXT NOT NULL,
        rank INTEGER,
        at TEXT NOT NULL,
        UNIQUE (query, document_id, words)
    );
    CREATE INDEX feedback_by_document ON feedback (document_id);

    ALTER TABLE vectors RENAME TO vectors_before;
    CREATE TABLE vectors (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        vector BLOB NOT NULL
    );
    INSERT INTO vectors SELECT key, vector FROM vectors_before;
    DROP TABLE vectors_before;
    CREATE TABLE vectors_next (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        vector BLOB NOT NULL
    );
    CREATE TABLE vectors_previous (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        vector BLOB NOT NULL
    );
    CREATE TABLE tokens_next (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        tokens INTEGER NOT NULL,
        codes BLOB NOT NULL,
        places BLOB NOT NULL
    );
    CREATE TABLE tokens_previous (
        key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE ON UPDATE CASCADE,
        tokens INTEGER NOT NULL,
        codes BLOB NOT NULL,
        places BLOB NOT NULL
    );
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to this version's schema; raises `HomeError` if a newer version wrote it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise HomeError(
            f"the data folder was written by a newer recovery-kb (schema {version}, this one knows "
            f"{len(MIGRATIONS)}); install the newer version or name another folder with KB_HOME"
        )
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;")

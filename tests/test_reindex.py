"""Going over to another model and back, with the bundled model and a tiny one of random weights."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from embed.test_embed_transformer import make_model

from ingest.pipeline import ingest
from kb.base import KnowledgeBase
from kb.cli import main
from kb.config import Settings
from kb.errors import ModelMismatch, Reindexed, UsageError
from kb.evaluate import Evaluation, Row
from kb.model import Confidence
from kb.reindex import Gate, Report, reindex, rollback
from kb.store.database import Generation
from kb.store.generations import Generations
from kb.store.store import Store

FILES = {
    "pumps.md": "# Насоси\n\nЯпонія передала Миколаєву насоси для відновлення водопостачання.\n",
    "school.md": "# School\n\nThe school in Ishinomaki reopened on higher ground.\n",
    "rubble.md": "# がれき\n\n石巻市のがれきは二年で処理された。\n",
    "bridge.md": "# Bridge\n\nThe bridge over the Teteriv was rebuilt with a grant.\n",
    "clinic.md": "# Клініка\n\nПоліклініку в Ізюмі відремонтовано за кошти гранту.\n",
}
QUESTIONS = (  # words that only meaning leads to the document
    ("en", "equipment supplied to bring drinking water back to a city", "pumps.md", "насоси для відновлення"),
    ("ja", "高い土地に移って授業を再び始めた学び舎", "school.md", "reopened on higher ground"),
    ("uk", "за скільки часу прибрали уламки після цунамі", "rubble.md", "二年で処理"),
    ("ja", "川を渡る道の再建", "bridge.md", "rebuilt with a grant"),
    ("en", "repair of a doctor's office", "clinic.md", "відремонтовано за кошти"),
)
Rows = list[tuple[int, bytes]]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of another model, which knows nothing."""
    return str(make_model(tmp_path_factory.mktemp("models") / "tiny", {}, seed=3))


@pytest.fixture
def old(settings: Settings, tmp_path: Path) -> Settings:
    """The settings of a data folder with five passages by the bundled model."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    made = settings.model_copy(update={"home": tmp_path / "home"})
    add(made, folder)
    return made


@pytest.fixture
def new(old: Settings, other: str) -> Settings:
    """The same folder, another model set."""
    return old.model_copy(update={"model": other})


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    lines = [
        json.dumps(
            {
                "id": f"q{number}",
                "query": query,
                "language": language,
                "kind": "paraphrase",
                "split": "test",
                "judgements": [{"document": f"notes/{name}", "quote": quote, "grade": 2}],
            }
        )  # fmt: skip
        for number, (language, query, name, quote) in enumerate(QUESTIONS)
    ]
    folder = tmp_path / "golden"
    folder.mkdir()
    (folder / "notes.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def add(settings: Settings, *paths: Path) -> None:
    with closing(KnowledgeBase.open(settings)) as library:
        assert ingest(library, paths).failed == []


def rows(settings: Settings, table: str = "vectors") -> Rows:
    with closing(Store(settings.home)) as store:
        column = "vector" if table.startswith("vectors") else "codes"
        found = store.database.connection.execute(f"SELECT key, {column} FROM {table} ORDER BY key")
        return [(row[0], row[1]) for row in found]


def notes(settings: Settings) -> dict[str, str]:
    with closing(Store(settings.home)) as store:
        found = store.database.connection.execute("SELECT key, value FROM meta WHERE key LIKE '%o%'")
        return {row[0]: row[1] for row in found if row[0].startswith(("model", "tokens"))}


def found(settings: Settings, query: str = "насоси") -> list[str]:
    with closing(KnowledgeBase.open(settings)) as library:
        return [hit.source_name for hit in library.search(query).hits]


def test_another_model_is_refused_and_the_refusal_names_the_way(new: Settings) -> None:
    with pytest.raises(ModelMismatch, match="kb reindex"):
        KnowledgeBase.open(new)


def test_the_folder_goes_over_to_the_other_model_and_searches_with_it(old: Settings, new: Settings) -> None:
    before = rows(old)
    told: list[tuple[int, int]] = []
    report = reindex(new, progress=lambda done, total: told.append((done, total)))
    assert (report.swapped, report.passages, report.embedded, told[-1]) == (True, 5, 5, (5, 5))
    assert {len(vector) for _, vector in rows(new)} == {2 * 32}
    assert rows(new, "vectors_previous") == before
    with closing(KnowledgeBase.open(new)) as library:
        assert library.status().model == report.model
        assert library._indexes.dense.means.passages["uk"].shape == (32,)
        assert library._space is not None
        assert library.search("насоси").hits[0].source_name == "pumps.md"
    with pytest.raises(ModelMismatch):
        KnowledgeBase.open(old)


def test_rollback_brings_back_every_byte_and_a_second_one_goes_forward(old: Settings, new: Settings) -> None:
    before = rows(old), rows(old, "tokens"), {name: notes(old)[name] for name in ("model", "tokens")}
    reindex(new)
    after = rows(new)
    done = rollback(new)
    assert (done.embedded, done.model_name) == (0, old.model)
    assert (rows(old), rows(old, "tokens"), {name: notes(old)[name] for name in ("model", "tokens")}) == before
    assert found(old)[0] == "pumps.md"
    assert rollback(old).model_name == new.model
    assert rows(new) == after
    assert found(new)[0] == "pumps.md"


def test_rollback_embeds_what_came_since(old: Settings, new: Settings, tmp_path: Path) -> None:
    reindex(new)
    (tmp_path / "later.md").write_text("# Later\n\nA crane was lent to Kherson.\n", "utf-8")
    add(new, tmp_path / "later.md")
    assert rollback(new).embedded == 1
    assert [len(vector) for _, vector in rows(old)] == [2 * 384] * 6
    assert len(rows(old, "tokens")) == 6
    assert found(old, "crane")[0] == "later.md"


def test_rollback_says_which_model_it_needs(old: Settings, new: Settings, tmp_path: Path) -> None:
    reindex(new)
    reindex(old)  # the other model is the previous one now, and gone
    (tmp_path / "later.md").write_text("# Later\n\nA crane was lent to Kherson.\n", "utf-8")
    add(old, tmp_path / "later.md")
    with closing(Store(old.home)) as store:
        store.set_meta("model_name_previous", "/no/such/folder")
    before = rows(old)
    with pytest.raises(UsageError, match="set KB_MODEL to its path"):
        rollback(old)
    assert rows(old) == before


def test_nothing_to_go_back_to(old: Settings) -> None:
    with pytest.raises(UsageError, match="nothing to go back to"):
        rollback(old)


def test_a_killed_run_loses_nothing_and_goes_on(old: Settings, new: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.reindex.BATCH", 2)
    before = rows(old), notes(old)

    def kill(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(new, progress=kill)
    assert (rows(old), notes(old)["model"]) == (before[0], before[1]["model"])
    assert found(old)[0] == "pumps.md"
    assert reindex(new).embedded == 1
    assert found(new)[0] == "pumps.md"


def test_what_another_model_left_half_done_is_not_mixed_in(old: Settings, new: Settings, tmp_path: Path) -> None:
    def kill(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(new, progress=kill)
    third = old.model_copy(update={"model": str(make_model(tmp_path / "third", {}, seed=4))})
    assert reindex(third).embedded == 5
    assert rows(old, "vectors_next") == []


def test_a_worse_model_is_refused_and_everything_stays(old: Settings, new: Settings, golden: Path) -> None:
    before = rows(old), rows(old, "tokens"), notes(old)
    report = reindex(new, golden)
    assert not report.swapped
    assert report.old and report.new
    assert report.new.rows[0].ndcg < report.old.rows[0].ndcg - 0.01
    assert any("nDCG@10 falls" in fault for fault in report.refused)
    kept = {name: value for name, value in notes(old).items() if not name.endswith("_next")}
    assert (rows(old), rows(old, "tokens"), kept) == before
    assert found(old)[0] == "pumps.md"
    forced = reindex(new, golden, force=True)
    assert (forced.swapped, forced.embedded) == (True, 0)


def test_thresholds_decide_where_there_are_some(new: Settings, golden: Path) -> None:
    (golden / "thresholds.toml").write_text("ndcg = 1.01\n", "utf-8")
    assert reindex(new, golden).refused[0].startswith("ndcg is")
    (golden / "thresholds.toml").write_text("ndcg = 0.0\n", "utf-8")
    assert reindex(new, golden).swapped


def test_an_old_model_that_is_gone_can_be_no_measure() -> None:
    row = Row("all", 1, 0.9, 0.9, 0.9, 0.9, None, None)
    new = Evaluation((row,), 0.0, 0.0, None, 1.0, 1.0)
    assert "not at hand" in Gate([], {}).faults(None, new)[0]
    assert Gate([], {"ndcg": 0.8}).faults(None, new) == []


def test_a_folder_of_an_earlier_version_gets_its_tokens(old: Settings) -> None:
    tokens, vectors = rows(old, "tokens"), rows(old)
    with closing(Store(old.home)) as store, store.database.transaction() as connection:
        connection.execute("DELETE FROM tokens")
        connection.execute("DELETE FROM meta WHERE key IN ('tokens', 'model_name')")
    with closing(KnowledgeBase.open(old)) as library:
        assert library._space is None
    assert reindex(old).swapped
    assert rows(old, "tokens") == tokens
    assert [key for key, _ in rows(old)] == [key for key, _ in vectors]
    with closing(KnowledgeBase.open(old)) as library:
        assert library._space is not None
        assert library.search("насоси").hits[0].source_name == "pumps.md"


def test_the_same_index_is_not_made_twice(old: Settings) -> None:
    assert reindex(old) == Report(notes(old)["model"], 5, 0, swapped=False)
    assert reindex(old, force=True).embedded == 5


@pytest.fixture
def server(old: Settings) -> Iterator[KnowledgeBase]:
    """A process that has the folder open while it goes over to another model."""
    with closing(KnowledgeBase.open(old)) as library:
        assert library.search("насоси").hits
        yield library


def test_a_server_goes_on_from_memory_and_mixes_nothing(
    server: KnowledgeBase, new: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reindex(new)
    (tmp_path / "later.md").write_text("# Later\n\nA crane was lent to Kherson.\n", "utf-8")
    add(new, tmp_path / "later.md")
    with caplog.at_level(logging.WARNING, "kb.base"):
        for _ in range(2):
            page = server.search("насоси для води")
            assert page.hits[0].source_name == "pumps.md"
            assert page.confidence is not Confidence.LOW
            assert "later.md" not in {hit.source_name for hit in page.hits}
    assert caplog.text.count("restart this process") == 1


def test_a_server_takes_in_nothing_of_the_model_that_was_left(
    server: KnowledgeBase, new: Settings, tmp_path: Path
) -> None:
    reindex(new)
    (tmp_path / "later.md").write_text("# Later\n\nA crane was lent to Kherson.\n", "utf-8")
    with pytest.raises(Reindexed, match="restart"):
        ingest(server, [tmp_path / "later.md"])
    assert len(rows(new)) == 5


def test_corrections_take_the_previous_generation_along(old: Settings, new: Settings) -> None:
    """A corrected document's passages get new keys."""
    reindex(new)
    runner = CliRunner(env={"KB_MODEL": new.model, "KB_CACHE": str(new.cache), "KB_HOME": str(new.home)})
    with closing(Store(new.home)) as store:
        (document, *_) = store.database.connection.execute("SELECT document_id FROM passages").fetchone()
    assert runner.invoke(main, ["describe", document, "--title", "Інша назва"]).exit_code == 0
    keys = [key for key, _ in rows(new)]
    assert max(keys) > 5
    assert [key for key, _ in rows(new, "vectors_previous")] == keys
    assert rollback(new).embedded == 0


def test_commands(old: Settings, new: Settings, golden: Path) -> None:
    def run(settings: Settings, *arguments: str) -> tuple[int, str]:
        environment = {"KB_MODEL": settings.model, "KB_CACHE": str(old.cache), "KB_HOME": str(old.home)}
        done = CliRunner(env=environment).invoke(main, [*arguments])
        return done.exit_code, done.stdout

    code, said = run(new, "reindex", "--golden", str(golden), "--json")
    assert (code, json.loads(said)["swapped"]) == (1, False)
    code, said = run(new, "reindex", "--golden", str(golden))
    assert code == 1 and "not good enough" in said and "fairness gap" in said
    code, said = run(new, "reindex", "--force")
    assert code == 0 and "kb rollback goes back" in " ".join(said.split())
    code, said = run(new, "reindex")
    assert code == 0 and "Nothing to do" in said
    code, said = run(new, "rollback")
    assert code == 0 and f"KB_MODEL has to be {old.model}" in said
    code, said = run(old, "rollback", "--json")
    assert (code, json.loads(said)["model_name"]) == (0, new.model)


def test_an_unfinished_generation_cannot_be_used(old: Settings) -> None:
    with closing(Store(old.home)) as store:
        with pytest.raises(RuntimeError, match="5 passages"):
            Generations(store.database).advance()
        assert Generations(store.database).maker(Generation.NEXT) is None
    assert found(old)[0] == "pumps.md"

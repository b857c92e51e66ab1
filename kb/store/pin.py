"""What made the vectors and tokens in the store, and a guard against mixing them with those of another model."""

from __future__ import annotations

from kb.errors import Reindexed
from kb.store.database import Database


class Pin:
    """Notices when `kb reindex` or `kb rollback` has put other vectors in the place of those at hand.

    Reading checks afterwards and writing within its transaction, so that neither can miss a swap.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pinned: tuple[str | None, str | None] | None = None

    def held(self) -> tuple[str | None, str | None]:
        """The identities of the model and of the space of tokens, as the store has them now."""
        ending = self._database.generation
        found = self._database.connection.execute(
            "SELECT key, value FROM meta WHERE key IN (?, ?)", (f"model{ending}", f"tokens{ending}")
        )
        values = {row["key"]: str(row["value"]) for row in found}
        return values.get(f"model{ending}"), values.get(f"tokens{ending}")

    def set(self) -> None:
        """Hold on to what the store has now; before this, nothing is checked."""
        self._pinned = self.held()

    def check(self) -> None:
        """Raises `Reindexed` if the store has gone over to other vectors or tokens."""
        if self._pinned is not None and self.held() != self._pinned:
            raise Reindexed(
                "the data folder has gone over to another model or index (kb reindex, kb rollback); "
                "restart this process with the KB_MODEL that was chosen"
            )

"""Writes the update that ships: the mean of checkpoints, times a share, at the rank it was trained with.

python -m training.scale OUT.npz --share 0.8 CHECKPOINT.npz
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embed.adapter import Factors, read_adapter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--share", type=float, default=1.0)
    plan = parser.parse_args()
    updates = [read_adapter(path) for path in plan.checkpoints]
    arrays: dict[str, NDArray[np.float16]] = {}
    for name in updates[0]:
        pair = mean([update[name] for update in updates], plan.share)
        arrays |= {f"{name}.down": pair.down.astype(np.float16), f"{name}.up": pair.up.astype(np.float16)}
    np.savez(plan.out, **arrays)  # type: ignore[arg-type]


def mean(factors: list[Factors], share: float) -> Factors:
    """The best approximation, at the rank of the first, of `share` times the mean of the products."""
    rank = len(factors[0].down)
    product = share * np.mean([pair.up @ pair.down for pair in factors], axis=0)
    left, sizes, right = np.linalg.svd(product, full_matrices=False)
    roots = np.sqrt(sizes[:rank])
    return Factors(roots[:, None] * right[:rank], left[:, :rank] * roots)


if __name__ == "__main__":
    main()

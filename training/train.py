"""Trains the low-rank update in several single-threaded processes that share one pool of passages.

    torchrun --nproc-per-node 2 -m training.train DATA OUT --minutes 25

One thread a process: on a busy machine two threads that wait for each other at every product are several times slower.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from kb.embed.adapter import read_adapter
from kb.embed.bundled import bert_encoder
from kb.embed.weights import read_weights, weights_path
from training.batches import PASSAGE, QUERY, Source, Text
from training.lora import LowRank, add_low_rank, switched_off

CHUNK = 12
"""Texts of like length that go through the encoder together."""
TEMPERATURE = 0.05
MOMENTUM = 0.95
TELL, KEEP = 5, 5
"""Steps between two lines of progress; checkpoints of a run."""


@dataclass(frozen=True)
class Plan:
    """What the command line sets."""

    data: Path
    out: Path
    minutes: float
    rank: int
    rate: float
    groups: int
    anchors: int
    anchor_weight: float
    longest: int
    seed: int
    go_on: Path | None


def main() -> None:
    plan = _plan()
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    Trainer(plan).run()
    dist.destroy_process_group()


class Trainer:
    """Everything one process holds; parameters and means are equal in all processes after every step."""

    def __init__(self, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.encoder = bert_encoder(read_weights(weights_path())).to(torch.bfloat16)  # type: ignore[arg-type]
        self.layers = add_low_rank(self.encoder, plan.rank)
        if plan.go_on is not None:
            load(self.layers, plan.go_on)
        self.parameters = [it for layer in self.layers.values() for it in (layer.down, layer.up)]
        self.optimizer = torch.optim.AdamW(self.parameters, lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98))
        self.source = Source(plan.data, plan.seed, plan.longest)
        self.original = Means()
        self.current = Means()

    def run(self) -> None:
        self._first_means()
        started, saved = time.monotonic(), 0
        step, share = 0, 0.0
        while share < 1.0:
            step += 1
            losses = self._step(share, step)
            share = _agreed((time.monotonic() - started) / 60 / self.plan.minutes)
            if dist.get_rank() == 0 and step % TELL == 0:
                print(f"{step} {share:.3f} " + " ".join(f"{it:.4f}" for it in losses), flush=True)
            if dist.get_rank() == 0 and (int(share * KEEP) > saved or share >= 1.0):
                saved = int(share * KEEP)
                save(self.layers, self.plan.out / f"step-{step:04d}.npz")

    def _first_means(self) -> None:
        drawn = [
            (self.source.groups(3 * self.plan.groups), self.source.anchors(2 * self.plan.anchors)) for _ in range(3)
        ]
        with torch.no_grad():
            for texts in (texts for pair in drawn for texts in pair):
                with switched_off(self.layers):
                    self.original.update(self._embed(texts), texts)
                self.current.update(self._embed(texts), texts)

    def _step(self, share: float, step: int) -> list[float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate * min(1.0, step / 20) * max(0.05, 1.0 - share)
        strength = 0.5 + 0.5 * float(torch.rand(()))
        texts, pairs = self.source.groups(self.plan.groups), self.source.anchors(self.plan.anchors)
        with torch.no_grad(), switched_off(self.layers):
            teacher = self.original.centred(self._embed(pairs), pairs, 1.0)
        vectors, anchored = self._embed(texts), self._embed(pairs)
        contrast = contrastive(self.current.centred(vectors, texts, strength), texts)
        ranking, geometry = distilled(self.current.centred(anchored, pairs, 1.0), teacher, pairs)
        self.current.update(vectors.detach(), texts)
        self.current.update(anchored.detach(), pairs)
        self.optimizer.zero_grad()
        (contrast + self.plan.anchor_weight * (ranking + 20 * geometry)).backward()  # type: ignore[no-untyped-call]
        self._share_gradients()
        self.optimizer.step()
        return [float(it) for it in (contrast, ranking, geometry)]

    def _share_gradients(self) -> None:
        flat = torch.cat([it.grad.flatten() for it in self.parameters if it.grad is not None])
        dist.all_reduce(flat)
        start = 0
        for it in self.parameters:
            it.grad = flat[start : start + it.numel()].view_as(it)
            start += it.numel()
        nn.utils.clip_grad_norm_(self.parameters, 1.0)

    def _embed(self, texts: list[Text]) -> Tensor:
        """Unit vectors of all texts; this process computes its share, and only that share carries gradients."""
        world, rank = dist.get_world_size(), dist.get_rank()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i].ids))
        mine = order[rank::world]
        own = torch.cat(
            [self._encode([texts[i].ids for i in mine[at : at + CHUNK]]) for at in range(0, len(mine), CHUNK)]
        )
        most = len(order[::world])
        padded = F.pad(own.detach(), (0, 0, 0, most - len(own))).contiguous()
        parts = [torch.empty_like(padded) for _ in range(world)]
        dist.all_gather(parts, padded)
        parts[rank] = own
        places = [i for part in range(world) for i in order[part::world]]
        counted = [part[: len(order[at::world])] for at, part in enumerate(parts)]
        return torch.cat(counted)[torch.tensor(places).argsort()]

    def _encode(self, batch: list[list[int]]) -> Tensor:
        longest = max(map(len, batch))
        ids = torch.tensor([it + [1] * (longest - len(it)) for it in batch])
        mask = torch.tensor([[1] * len(it) + [0] * (longest - len(it)) for it in batch])
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        pooled = (hidden * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return F.normalize(pooled, dim=-1)


class Means:
    """The running mean vector of every language and role."""

    def __init__(self) -> None:
        self._means: dict[tuple[str, int], Tensor] = {}

    def update(self, vectors: Tensor, texts: list[Text]) -> None:
        for key in {(text.language, text.role) for text in texts}:
            rows = [i for i, text in enumerate(texts) if (text.language, text.role) == key]
            mean = vectors[rows].mean(dim=0)
            kept = MOMENTUM ** min(len(rows), 10) if key in self._means else 0.0
            self._means[key] = kept * self._means.get(key, mean) + (1 - kept) * mean

    def centred(self, vectors: Tensor, texts: list[Text], strength: float) -> Tensor:
        offsets = torch.stack([self._means.get((it.language, it.role), torch.zeros(vectors.shape[1])) for it in texts])
        return F.normalize(vectors - strength * offsets, dim=-1)


def contrastive(vectors: Tensor, texts: list[Text]) -> Tensor:
    """Each query must find its passage among the passages of all languages, and each passage its query.

    Other passages of the same subject are left out of the competition (van den Oord et al. 2018, arXiv:1807.03748).
    """
    roles = torch.tensor([text.role for text in texts])
    subjects = torch.tensor([text.subject for text in texts])
    queries, passages = roles == QUERY, roles == PASSAGE
    scores = vectors[queries] @ vectors[passages].T / TEMPERATURE
    right = subjects[queries][:, None] == subjects[passages][None, :]
    against = torch.logsumexp(scores.masked_fill(right, float("-inf")), dim=1, keepdim=True)
    forth = F.softplus(against - scores)[right].mean()
    back = F.cross_entropy(scores.T, right.T.float().argmax(dim=1))
    return forth + 0.5 * back


def distilled(student: Tensor, teacher: Tensor, texts: list[Text]) -> tuple[Tensor, Tensor]:
    """How far the student is from the teacher: ranking of passages (divergence) and all similarities (square)."""
    count = sum(text.role == QUERY for text in texts)
    ours, theirs = (it[:count] @ it[count:].T / TEMPERATURE for it in (student, teacher))
    ranking = F.kl_div(ours.log_softmax(dim=1), theirs.log_softmax(dim=1), reduction="batchmean", log_target=True)
    return ranking, F.mse_loss(student @ student.T, teacher @ teacher.T)


def save(layers: dict[str, LowRank], path: Path) -> None:
    """The factors as float16, by the layers' names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {
        f"{name}.{kind}": getattr(layer, kind).detach().half().numpy()
        for name, layer in layers.items()
        for kind in ("down", "up")
    }
    np.savez(path, **arrays)


def load(layers: dict[str, LowRank], path: Path) -> None:
    """Go on from saved factors."""
    with torch.no_grad():
        for name, pair in read_adapter(path).items():
            layers[name].down.copy_(torch.from_numpy(pair.down))
            layers[name].up.copy_(torch.from_numpy(pair.up))


def _agreed(share: float) -> float:
    """The slowest clock decides, or a process would wait for one that has stopped."""
    value = torch.tensor(share)
    dist.all_reduce(value, dist.ReduceOp.MAX)
    return float(value)


def _plan() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--groups", type=int, default=40)
    parser.add_argument("--anchors", type=int, default=16)
    parser.add_argument("--anchor-weight", type=float, default=1.0)
    parser.add_argument("--longest", type=int, default=112)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--go-on", type=Path, help="a checkpoint to go on from")
    return Plan(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()

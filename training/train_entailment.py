"""python -m training.train_entailment OUT: trains the entailment model from the records, on a CPU.

The first round learns from questions and sentences (does the passage answer, does it support), two
more from sentences alone, the last one from the pairs that the verifier's checks were tuned on, too.
Takes about an hour on two cores. The weights in use are of these stages run one by one, the second of them
ended after 600 of 946 steps.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from indexer.embedding import Embedder
from indexer.model_files import EMBEDDER, packaged_file
from indexer.sentence_embedder import SentenceEmbedder
from service.answering.verification.entailment import LONGEST, nearest_texts
from service.answering.verification.pair_encoder import PairEncoder
from service.evaluation.verdicts import TUNED, read_pairs
from training.factors import factored
from training.records import Example, make_examples, read_records

_RECORDS = Path(__file__).with_name("records")
_TASKS = ("question", "sentence")
_BATCH = 32
_ALIKE = 20 * _BATCH  # examples that are sorted by length together
_RATE, _FASTER = 8e-5, 10  # of the encoder; the new layers learn so many times faster
_WARM_UP = 0.06  # share of a run in which the rate rises
_RANK = 64
_SEED = 1
_TUNED = Path(__file__).parents[1] / "tests/evals/verifier.yaml"
_REPEATED, _RECALLED = 3, 2000  # times its pairs are seen, and examples of records with them


def train(
    examples: Sequence[Example],
    model: PairEncoder,
    tokenizer: PreTrainedTokenizerBase,
    *,
    rounds: int = 1,
    frozen: int = 0,
    peak: float = _RATE,
) -> None:
    """Runs over the examples so many times; the first `frozen` layers and the word vectors stay as they are."""
    model.train().requires_grad_(True)
    model.encoder.embeddings.requires_grad_(False)
    model.encoder.encoder.layer[:frozen].requires_grad_(False)
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in model.encoder.parameters() if p.requires_grad]},
            {"params": [*model.dense.parameters(), *model.head.parameters()]},
        ],
        weight_decay=0.01,
    )
    steps, step = rounds * math.ceil(len(examples) / _BATCH), 0
    for _ in range(rounds):
        for batch in _batches(examples):
            rate = peak * min(1, (step + 1) / (_WARM_UP * steps)) * max(0.02, 1 - step / steps)
            for group, faster in zip(optimiser.param_groups, (1, _FASTER), strict=True):
                group["lr"] = rate * faster
            loss = _loss(model, tokenizer, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            if step % 50 == 0:
                print(f"{step} of {steps}: loss {loss.item():.3f}", file=sys.stderr)


def _loss(
    model: PairEncoder, tokenizer: PreTrainedTokenizerBase, batch: Sequence[Example]
) -> torch.Tensor:
    said, texts = [example.said for example in batch], [example.text for example in batch]
    read = tokenizer(
        said, texts, truncation="only_second", max_length=LONGEST, padding=True, return_tensors="pt"
    )
    tasks = torch.tensor([_TASKS.index(example.task) for example in batch])
    odds = model(**read)[torch.arange(len(batch)), tasks]
    fits = torch.tensor([float(example.fits) for example in batch])
    return nn.functional.binary_cross_entropy_with_logits(odds, fits)


def _batches(examples: Sequence[Example]) -> Iterator[list[Example]]:
    """Every pair once, in an order of chance; those of a batch are of like length."""
    mixed = random.sample(examples, len(examples))
    found = [
        batch
        for part in _cut(mixed, _ALIKE)
        for batch in _cut(sorted(part, key=lambda p: len(p.said) + len(p.text)), _BATCH)
    ]
    random.shuffle(found)
    return iter(found)


def _cut(examples: Sequence[Example], size: int) -> Iterator[list[Example]]:
    return (list(examples[start : start + size]) for start in range(0, len(examples), size))


def _tuned(embedder: Embedder) -> list[Example]:
    """The pairs on which the checks of the verifier were tuned; those held out stay unseen."""
    found = []
    for pair in read_pairs(_TUNED):
        if pair.part == TUNED:
            cosines = embedder.embed_passages(pair.evidence) @ embedder.embed_question(
                pair.sentence
            )
            text = " ".join(
                pair.evidence[at] for at in nearest_texts(pair.evidence, cosines.tolist())
            )
            found.append(Example("sentence", pair.sentence, text, pair.supported))
    return found


def main(out: Path) -> None:
    """Trains, and writes what was changed."""
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    base = packaged_file(EMBEDDER, "model/model.safetensors").parent
    before = load_file(base / "model.safetensors")
    model = PairEncoder(json.loads((base / "config.json").read_bytes()), numbers=len(_TASKS))
    model.start_from(before)
    tokenizer = AutoTokenizer.from_pretrained(str(base), local_files_only=True)
    embedder = SentenceEmbedder()
    examples = make_examples(read_records(_RECORDS), embedder, random.Random(_SEED))  # noqa: S311
    train(examples, model, tokenizer, frozen=1)
    sentences = [one for one in examples if one.task == "sentence"]
    train(sentences, model, tokenizer, rounds=2)
    last = _REPEATED * _tuned(embedder) + random.sample(sentences, _RECALLED)
    train(last, model, tokenizer, peak=_RATE / 2)
    trained = model.state_dict()
    at = _TASKS.index("sentence")
    trained |= {name: trained[name][at : at + 1] for name in ("head.weight", "head.bias")}
    save_file(factored(trained, before, _RANK), out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

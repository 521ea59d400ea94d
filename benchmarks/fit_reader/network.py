"""The reader as it is trained: the base model's encoder under three heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import BertModel

from benchmarks.fit_reader.examples import UNKNOWN, Example
from rag.reader_input import padded

FROZEN = "embeddings.word_embeddings.weight"
"""What stays as in the base model, and is therefore not shipped: half of its weights."""

JUDGED = 0.5
"""The weight of answerable-or-not and of relevance beside the span."""


class Network(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """Token states of a question with a passage → span, answerable-or-not, relevance."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager", hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.encoder.get_parameter(FROZEN).requires_grad_(requires_grad=False)
        width = self.encoder.config.hidden_size
        self.span = nn.Linear(width, 2)
        self.pool = nn.Linear(width, width)
        self.judge = nn.Linear(width, 2)
        for layer in (self.span, self.pool, self.judge):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def drop(self, share: float) -> None:
        """Leave a share of the states out while training; nothing of the attention."""
        for name, module in self.named_modules():
            if isinstance(module, nn.Dropout) and not name.endswith("attention.self.dropout"):
                module.p = share

    def load(self, path: Path) -> None:
        """Take the weights of a file that `export` wrote."""
        known = self.state_dict()
        written = {(name if name in known else f"encoder.{name}"): value for name, value in load_file(path).items()}
        self.load_state_dict({**known, **written})

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of first and last tokens (pairs, tokens, 2), and of answerable and relevant (pairs, 2)."""
        states = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        return self.span(states), self.judge(torch.tanh(self.pool(states[:, 0])))

    def loss(self, batch: Sequence[Example]) -> Tensor:
        """Return the summed loss of a batch."""
        device = self.span.weight.device
        ids, types, mask, allowed = tensors(batch, device)
        spans, judged = self(ids, types, mask)
        lost = span_loss(spans.float(), allowed, batch)
        wanted = torch.tensor([float(bool(one.spans)) for one in batch], device=device)
        lost = lost + JUDGED * binary_cross_entropy_with_logits(judged[:, 0].float(), wanted, reduction="none")
        relevant = torch.tensor([float(one.relevant) for one in batch], device=device)
        known = relevant != UNKNOWN
        if known.any():
            judged_known = judged[:, 1].float()[known]
            lost = torch.cat(
                [lost, JUDGED * binary_cross_entropy_with_logits(judged_known, relevant[known], reduction="none")]
            )
        return lost.sum()


def tensors(batch: Sequence[Example], device: torch.device) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, token types, attention mask, and where an answer may begin or end; each (pairs, tokens)."""
    rows, lengths = padded([one.pair for one in batch])
    ids = torch.tensor(rows, device=device)
    place = torch.arange(ids.shape[1], device=device)[None, :]
    first = torch.tensor([one.pair.first for one in batch], device=device)[:, None]
    last = torch.tensor(lengths, device=device)[:, None] - 1
    types = ((place >= first) & (place <= last)).long()
    allowed = ((place >= first) & (place < last)) | (place == 0)
    return ids, types, (place <= last).long(), allowed


def span_loss(logits: Tensor, allowed: Tensor, batch: Sequence[Example]) -> Tensor:
    """Return -log of the probability of any labelled span, the first token standing for none; shape (pairs,).

    The sum over the labelled spans is the marginal likelihood of Clark & Gardner (2018), section 3.
    """
    scores = logits.masked_fill(~allowed[:, :, None], float("-inf")).log_softmax(dim=1)
    lost = []
    for row, one in enumerate(batch):
        starts, ends = zip(*(one.spans or ((0, 0),)), strict=True)
        lost.append(-(scores[row, list(starts), 0] + scores[row, list(ends), 1]).logsumexp(dim=0))
    return torch.stack(lost)

"""A BERT encoder in 8-bit integers for ONNX Runtime, made from a model's own weights in memory.

On processors without matrix units for bfloat16 this embeds about 1.6 times as fast as float32. Weights are
rounded per output channel, and each token's activations by their own largest value (symmetric rounding to
[-1, 1], as in Dettmers et al., LLM.int8(), 2022, section 3), so a text's vector does not depend on the texts
beside it in a batch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

CONTRIB = "com.microsoft"
LARGEST = 63
"""Weights in 7 bits: without VNNI the processor adds two products in 16 bits, which 8 bits would overflow."""

_GRAPH_OPSET, _IR = 17, 9


def can_quantize(folder: Path) -> bool:
    """Say whether the model in `folder` is a BERT encoder with absolute positions, GELU, and mean pooling."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    modes = [name for name, value in pooling.items() if name.startswith("pooling_mode") and value is True]
    modes += [pooling["pooling_mode"]] if isinstance(pooling.get("pooling_mode"), str) else []
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and modes in (["pooling_mode_mean_tokens"], ["mean"])
        and len(list(folder.glob("*.safetensors"))) == 1
        and (folder / "tokenizer.json").is_file()
    )


class Int8States:
    """Token ids to the states of the last layer; thread-safe as ONNX Runtime's sessions are."""

    def __init__(self, weights: Mapping[str, NDArray[Any]], config: Mapping[str, Any], *, pairs: bool = False) -> None:
        """Quantize an encoder; with `pairs`, its texts are of two parts, told apart by the type of their tokens."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # a batch a core is faster than a batch on all of them
        self._session: InferenceSession = onnxruntime.InferenceSession(
            _Graph(weights, config, pairs=pairs).model(),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # the fused operator takes four times as long as its parts
        )

    def states(self, batch: Sequence[Sequence[int]], seconds: Sequence[int] | None = None) -> NDArray[np.float32]:
        """Return one state a token, those of the padding too; shape (texts, tokens, width).

        Args:
            seconds: where the second part of each text begins, for an encoder of pairs.
        """
        lengths = np.array([len(ids) for ids in batch], dtype=np.int32)
        padded = np.zeros((len(batch), int(lengths.max())), dtype=np.int64)
        for row, ids in enumerate(batch):
            padded[row, : len(ids)] = ids
        places = np.arange(padded.shape[1], dtype=np.int64)
        given = {"ids": padded, "places": places, "lengths": lengths}
        if seconds is not None:
            given["types"] = (places[None, :] >= np.array(seconds)[:, None]).astype(np.int64)
        return np.asarray(self._session.run(None, given)[0], dtype=np.float32)


class Int8Encoder:
    """Token ids to mean-pooled unit vectors."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(next(folder.glob("*.safetensors")))
        self._states = Int8States({name.removeprefix("bert."): value for name, value in weights.items()}, config)

    def encode(self, batch: list[list[int]]) -> NDArray[np.float32]:
        """Return one unit vector a row for a batch of token ids; shape (len(batch), dimension)."""
        states = self._states.states(batch)
        lengths = np.array([len(ids) for ids in batch])
        states *= (np.arange(states.shape[1])[None, :] < lengths[:, None])[:, :, None]
        vectors = states.sum(axis=1)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


class _Graph:
    """The encoder, node by node."""

    def __init__(self, weights: Mapping[str, NDArray[Any]], config: Mapping[str, Any], *, pairs: bool) -> None:
        self._weights = weights
        self._pairs = pairs
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self) -> bytes:
        """Return the serialized model: ids (texts, tokens), places (tokens,), lengths (texts,) → states."""
        from onnx import TensorProto, helper

        states = self._embeddings()
        for number in range(self._layers):
            states = self._layer(states, f"encoder.layer.{number}.")
        inputs = [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"]),
            helper.make_tensor_value_info("places", TensorProto.INT64, ["tokens"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
        ]
        outputs = [helper.make_tensor_value_info(states, TensorProto.FLOAT, None)]
        if self._pairs:
            inputs.append(helper.make_tensor_value_info("types", TensorProto.INT64, ["texts", "tokens"]))
        graph = helper.make_graph(self._nodes, "encoder", inputs, outputs, self._constants)
        versions = [helper.make_opsetid("", _GRAPH_OPSET), helper.make_opsetid(CONTRIB, 1)]
        made = helper.make_model(graph, opset_imports=versions, ir_version=_IR)
        return bytes(made.SerializeToString())

    def _embeddings(self) -> str:
        words = self._weight("embeddings.word_embeddings.weight")
        places = self._weight("embeddings.position_embeddings.weight")
        types = self._weight("embeddings.token_type_embeddings.weight")
        if not self._pairs:
            # A single text is all of type 0, so its embedding is part of every position's.
            places = places + types[0]
        word = self._node("Gather", [self._constant("words", words), "ids"])
        place = self._node("Gather", [self._constant("place", places), "places"])
        known = self._node("Add", [word, place])
        if self._pairs:
            known = self._node("Add", [known, self._node("Gather", [self._constant("type", types), "types"])])
        scale, shift = self._norm("embeddings.LayerNorm")
        return self._node("LayerNormalization", [known, scale, shift], axis=-1, epsilon=self._epsilon)

    def _layer(self, states: str, layer: str) -> str:
        attention = layer + "attention."
        parts = [f"{attention}{name}" for name in ("query", "key", "value")]
        # One product for the three is faster than three.
        product = self._linear(states, *(f"{attention}self.{name}" for name in ("query", "key", "value")))
        self._split(product, parts)
        mixed = self._node("MultiHeadAttention", [*parts, "", "lengths"], domain=CONTRIB, num_heads=self._heads)
        states = self._add_norm(self._linear(mixed, attention + "output.dense"), states, attention + "output.LayerNorm")
        wide = self._node("Gelu", [self._linear(states, layer + "intermediate.dense")], domain=CONTRIB)
        return self._add_norm(self._linear(wide, layer + "output.dense"), states, layer + "output.LayerNorm")

    def _add_norm(self, states: str, residual: str, norm: str) -> str:
        whole = self._node("Add", [states, residual])
        return self._node("LayerNormalization", [whole, *self._norm(norm)], axis=-1, epsilon=self._epsilon)

    def _linear(self, states: str, *names: str) -> str:
        """A product in integers: each row of `states` over its largest value, rounded, multiplied, scaled back.

        Several layers of the same states come out side by side.
        """
        name = names[0]
        whole, largest = self._rounded_rows(states)
        weight = np.concatenate([self._weight(f"{one}.weight") for one in names]).T
        scale = np.maximum(np.abs(weight).max(axis=0), np.finfo(np.float32).tiny) / LARGEST
        rounded = np.clip(np.round(weight / scale), -LARGEST, LARGEST).astype(np.int8)
        one, zero = self._unit()
        product = self._node(
            "MatMulIntegerToFloat",
            [
                whole,
                self._constant(name, rounded),
                one,
                self._constant(name + ".scale", scale.astype(np.float32)),
                zero,
                self._constant(name + ".zero", np.zeros(len(scale), dtype=np.int8)),
            ],
            domain=CONTRIB,
        )
        bias = self._constant(name + ".bias", np.concatenate([self._weight(f"{one}.bias") for one in names]))
        return self._node("Add", [self._node("Mul", [product, largest]), bias])

    def _split(self, states: str, parts: list[str]) -> None:
        from onnx import helper

        width = len(self._weight("embeddings.LayerNorm.weight"))
        sizes = self._constant("sizes", np.array([width] * len(parts), dtype=np.int64))
        self._nodes.append(helper.make_node("Split", [states, sizes], parts, axis=-1))

    def _rounded_rows(self, states: str) -> tuple[str, str]:
        largest = self._node("ReduceMax", [self._node("Abs", [states])], axes=[-1], keepdims=1)
        return self._node("QuantizeLinear", [self._node("Div", [states, largest]), *self._unit()]), largest

    def _unit(self) -> tuple[str, str]:
        return self._constant("unit", np.float32(1 / 127)), self._constant("middle", np.uint8(128))

    def _norm(self, name: str) -> tuple[str, str]:
        return (
            self._constant(name + ".scale", self._weight(name + ".weight")),
            self._constant(name + ".shift", self._weight(name + ".bias")),
        )

    def _weight(self, name: str) -> NDArray[np.float32]:
        return self._weights[name].astype(np.float32)

    def _constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        if not any(known.name == name for known in self._constants):
            self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name))
        return name

    def _node(
        self, kind: str, inputs: list[str], *, out: str | None = None, domain: str = "", **attributes: Any
    ) -> str:
        from onnx import helper

        name = out or f"{kind}.{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name

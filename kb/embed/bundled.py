"""The default model, multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), made from installed packages alone."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from kb.embed.adapter import adapter_path, add_update, read_adapter
from kb.embed.tokens import MAX_TOKENS, PASSAGE_PROMPT, QUERY_PROMPT, build_tokenizer
from kb.embed.weights import Shape, Weights, read_weights, weights_path

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

_EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_MODULES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def bundled_model(adapted: bool = True) -> SentenceTransformer:
    """The model as a `SentenceTransformer` on the CPU, float32, with prompts `query` and `passage` (or `document`).

    Not `adapted`, it is the original, without the package's update.
    """
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer  # noqa: PLC0415

    weights = read_weights(weights_path())
    with tempfile.TemporaryDirectory() as folder:
        encoder = adapted_encoder(weights) if adapted else bert_encoder(weights)
        encoder.save_pretrained(folder)
        transformers_tokenizer(weights).save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=MAX_TOKENS)
    modules = [transformer, Pooling(weights.shape.hidden, "mean"), Normalize()]
    prompts = {"query": QUERY_PROMPT, "passage": PASSAGE_PROMPT, "document": PASSAGE_PROMPT}
    return SentenceTransformer(modules=modules, device="cpu", prompts=prompts, local_files_only=True)


def adapted_encoder(weights: Weights) -> BertModel:
    """The encoder in float32 with the package's low-rank update added to its weights, where it carries one."""
    encoder = bert_encoder(weights)
    path = adapter_path()
    if path is not None:
        add_update(encoder, read_adapter(path))
    return encoder


def bert_encoder(weights: Weights) -> BertModel:
    """The encoder in float32, its weights exactly those of the file."""
    from transformers import BertModel  # noqa: PLC0415

    encoder = BertModel(_config(weights.shape), add_pooling_layer=False)
    state = encoder.state_dict()
    named = {name: _tensor(weights, ours, state[name]) for name, ours in _names(weights.shape.layers).items()}
    encoder.load_state_dict(named, strict=True)
    encoder.eval()  # type: ignore[no-untyped-call]
    return encoder


def _config(shape: Shape) -> BertConfig:
    from transformers import BertConfig  # noqa: PLC0415

    return BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,  # as in XLM-R, whose vocabulary this is
    )


def _names(layers: int) -> dict[str, str]:
    """The name of every tensor in the file, by its name in `BertModel`."""
    names = {theirs: ours for ours, theirs in _EMBEDDING_TENSORS.items()}
    for layer in range(layers):
        for ours, module in _LAYER_MODULES.items():
            names[f"encoder.layer.{layer}.{module}.weight"] = f"l{layer}.{ours}.w"
            names[f"encoder.layer.{layer}.{module}.bias"] = f"l{layer}.{ours}.b"
    return names


def _tensor(weights: Weights, name: str, like: Tensor) -> Tensor:
    import torch  # noqa: PLC0415

    return torch.from_numpy(weights.floats(name).copy()).reshape(like.shape)


def transformers_tokenizer(weights: Weights) -> PreTrainedTokenizerFast:
    """The tokenizer in the dress that transformers expects."""
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415

    piece = [piece for piece, _score in weights.vocabulary.pieces]
    begin, end, pad = weights.vocabulary.begin, weights.vocabulary.end, weights.vocabulary.pad
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=build_tokenizer(weights.vocabulary),
        bos_token=piece[begin],
        cls_token=piece[begin],
        eos_token=piece[end],
        sep_token=piece[end],
        pad_token=piece[pad],
        unk_token=piece[weights.vocabulary.unknown],
        mask_token=piece[-1],
        model_max_length=MAX_TOKENS,
    )

"""The XLM-R tokenizer, built from the vocabulary inside the bundled weights, and the counter of its tokens."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from kb.embed.weights import Vocabulary, read_weights, weights_path

MAX_TOKENS = 512
"""Tokens the bundled model reads of one text, with prompt and special tokens; the rest is cut off."""

PASSAGE_PROMPT = "passage: "
QUERY_PROMPT = "query: "

# Words that are tokens by themselves, whatever stands beside them: no sign among them is made a space or joined to one
# by the normaliser, and `<`, with which special tokens begin, is not among them.
_PLAIN_WORD = r"[!-;=-~А-ЩЬЮЯа-щьюяІіЇїЄєҐґ’«»“”–—№]+"
_PLAIN_WORDS = re.compile(f"{_PLAIN_WORD}(?: {_PLAIN_WORD})*")

_WAVE, _STAND_IN = "～", "\U0010fffd"


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The tokenizer of XLM-R: equal ids to the published `tokenizer.json`, save for voiced half-width kana.

    Those are two characters (`ｶ` and `ﾞ`), which sentencepiece, on which the model was trained, composes as here;
    the published file's normaliser leaves them apart.
    """
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = _nmt_nfkc()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    begin, end = vocabulary.pieces[vocabulary.begin][0], vocabulary.pieces[vocabulary.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, vocabulary.begin), (end, vocabulary.end)],
    )
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False) for piece in _special_pieces(vocabulary)])
    return tokenizer


def _nmt_nfkc() -> normalizers.Normalizer:
    """Sentencepiece's `nmt_nfkc`, which unlike plain NFKC keeps the wide tilde of Japanese ranges."""
    return normalizers.Sequence(
        [
            normalizers.Replace(_WAVE, _STAND_IN),
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _WAVE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _special_pieces(vocabulary: Vocabulary) -> list[str]:
    ids = (vocabulary.begin, vocabulary.pad, vocabulary.end, vocabulary.unknown, len(vocabulary.pieces) - 1)
    return [vocabulary.pieces[i][0] for i in ids]


class BundledTokenCounter:
    """Counts the bundled model's tokens of a text, without special tokens; holds nothing that cannot be pickled.

    The tokenizer is made on first use (half a second), so that a reader process that needs none pays nothing.
    """

    def __call__(self, text: str) -> int:
        if _PLAIN_WORDS.fullmatch(text):
            return sum(map(_tokens_of_word, text.split(" ")))
        return _tokens_of(text)


def _tokens_of(text: str) -> int:
    return len(_shared_tokenizer().encode(text, add_special_tokens=False).ids)


@lru_cache(maxsize=100_000)
def _tokens_of_word(word: str) -> int:
    return _tokens_of(word)


@cache
def _shared_tokenizer() -> Tokenizer:
    return build_tokenizer(read_weights(weights_path()).vocabulary)

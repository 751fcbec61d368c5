"""Tiny models with random weights, built from their configuration: real code, no knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scoring.transformer_engine import transformers

TEXT_TOKENS = 256
LANGUAGES = ("en", "zh", "de")


def whisper_folder(folder: Path, *, word_times: bool = True, multilingual: bool = True) -> Path:
    """A speech recogniser that writes nonsense: two layers of sixteen numbers."""
    import torch

    library = transformers()
    alphabet = sorted(_bytes_to_unicode().values())
    special = ["<|endoftext|>", "<|startoftranscript|>"]
    special += [f"<|{code}|>" for code in LANGUAGES]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"]
    special += ["<|nospeech|>", "<|notimestamps|>"]
    times = [f"<|{i * 0.02:.2f}|>" for i in range(1501)]
    vocabulary = {text: number for number, text in enumerate(alphabet + special + times)}
    tokenizer = library.WhisperTokenizer(vocab={t: vocabulary[t] for t in alphabet}, merges=[])
    tokenizer.add_special_tokens({"additional_special_tokens": special[1:]})
    tokenizer.add_tokens(times)
    assert tokenizer.convert_tokens_to_ids("<|notimestamps|>") == vocabulary["<|notimestamps|>"]
    assert tokenizer.convert_tokens_to_ids("<|30.00|>") == vocabulary["<|30.00|>"]
    torch.manual_seed(5)
    end, start = vocabulary["<|endoftext|>"], vocabulary["<|startoftranscript|>"]
    configuration = library.WhisperConfig(
        vocab_size=len(vocabulary),
        d_model=16,
        encoder_layers=1,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        num_mel_bins=80,
        max_target_positions=64,
        init_std=0.5,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=start,
        begin_suppress_tokens=None,
    )
    model = library.WhisperForConditionalGeneration(configuration)
    chosen: dict[str, Any] = {
        "bos_token_id": end,
        "eos_token_id": end,
        "pad_token_id": end,
        "decoder_start_token_id": start,
        "no_timestamps_token_id": vocabulary["<|notimestamps|>"],
        "is_multilingual": multilingual,
        "max_initial_timestamp_index": 50,
        "prev_sot_token_id": vocabulary["<|startofprev|>"],
        "return_timestamps": False,
        "max_length": 24,
        "suppress_tokens": [],
        "begin_suppress_tokens": [end],
    }
    if multilingual:
        chosen["lang_to_id"] = {f"<|{code}|>": vocabulary[f"<|{code}|>"] for code in LANGUAGES}
        chosen["task_to_id"] = {t: vocabulary[f"<|{t}|>"] for t in ("translate", "transcribe")}
    if word_times:
        chosen["alignment_heads"] = [[1, 0], [1, 1]]
    model.generation_config = library.GenerationConfig(**chosen)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    library.WhisperFeatureExtractor(feature_size=80).save_pretrained(folder)
    return folder


def ctc_folder(folder: Path) -> Path:
    """A recogniser of letters by connectionist temporal classification, as random."""
    import json

    import torch

    library = transformers()
    torch.manual_seed(3)
    letters = ["<pad>", "<s>", "</s>", "<unk>", "|", *"abcdefghij"]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "vocab.json"
    path.write_text(json.dumps({c: i for i, c in enumerate(letters)}), encoding="utf-8")
    library.Wav2Vec2CTCTokenizer(str(path)).save_pretrained(folder)
    library.Wav2Vec2FeatureExtractor(return_attention_mask=True).save_pretrained(folder)
    configuration = library.Wav2Vec2Config(
        vocab_size=len(letters),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        conv_dim=(8, 8, 8),
        conv_kernel=(10, 8, 4),
        conv_stride=(8, 8, 5),
        num_feat_extract_layers=3,
        num_conv_pos_embeddings=16,
        num_conv_pos_embedding_groups=2,
        initializer_range=1.0,
        pad_token_id=0,
    )
    library.Wav2Vec2ForCTC(configuration).save_pretrained(folder)
    return folder


def bert_folder(folder: Path) -> Path:
    """A sentence encoder that knows nothing: one layer of sixteen numbers."""
    import torch

    library = transformers()
    torch.manual_seed(7)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "i", "led", "the", "launch", "a"]
    folder.mkdir(parents=True, exist_ok=True)
    library.BertTokenizer(vocab={w: i for i, w in enumerate(words)}).save_pretrained(folder)
    configuration = library.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    library.BertModel(configuration).save_pretrained(folder)
    return folder


def _bytes_to_unicode() -> dict[int, str]:
    """The printable stand-in of every byte, as byte-level vocabularies write them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {byte: chr(byte) for byte in plain}
    others = [byte for byte in range(256) if byte not in table]
    return table | {byte: chr(256 + number) for number, byte in enumerate(others)}

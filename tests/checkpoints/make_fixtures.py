#!/usr/bin/env python3
"""Writes tests/checkpoints/data: tiny random checkpoints of every family, with the logits Hugging Face's code gives.

usage: make_fixtures.py [FOLDER]        needs torch, transformers, safetensors (made with transformers 5.24, torch 2.15)

Each folder holds config.json and model.safetensors (bfloat16, so that it is small; both sides compute in float32) as
transformers saves them, and expected.safetensors: `tokens`, and `logits` after the places in `places`, from one pass
over all tokens without any cache. The vocabulary is that of bytes, so that they open without a tokeniser.
"""
import copy
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import (GPT2Config, GPT2LMHeadModel, GPTNeoXConfig, GPTNeoXForCausalLM, LlamaConfig,
                          LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM, RwkvConfig,
                          RwkvForCausalLM)

TOKENS = 40
PLACES = [0, 1, 2, 19, 39]
SHARED = dict(vocab_size=256, num_hidden_layers=2, max_position_embeddings=64)
ROWS = dict(hidden_size=24, intermediate_size=40, num_attention_heads=4, num_key_value_heads=2)


def families():
    """name -> (model, changes to config.json)"""
    yield "gpt2", GPT2LMHeadModel(GPT2Config(vocab_size=256, n_embd=24, n_head=4, n_layer=2, n_positions=64)), {}
    # Llama 3.1's scaling with a short training window, so that it touches every kind of pair; output not tied.
    llama3 = dict(rope_type="llama3", rope_theta=10000.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
                  original_max_position_embeddings=32)
    yield "llama", LlamaForCausalLM(LlamaConfig(**SHARED, **ROWS, rope_parameters=llama3)), {}
    # As older configurations say it, with every bias, tied, and heads whose size is not hidden / heads.
    linear = dict(rope_type="linear", rope_theta=500.0, factor=2.0)
    yield "llama_linear", LlamaForCausalLM(LlamaConfig(
        **SHARED, **ROWS, head_dim=8, rope_parameters=linear, attention_bias=True, mlp_bias=True,
        tie_word_embeddings=True)), dict(rope_theta=500.0, rope_scaling=dict(type="linear", factor=2.0),
                                         rope_parameters=None)
    yield "qwen2", Qwen2ForCausalLM(Qwen2Config(**SHARED, **ROWS, tie_word_embeddings=True)), {}
    yield "qwen3", Qwen3ForCausalLM(Qwen3Config(**SHARED, **ROWS, head_dim=8)), {}
    yield "gpt_neox", GPTNeoXForCausalLM(GPTNeoXConfig(
        **SHARED, hidden_size=24, intermediate_size=40, num_attention_heads=3, rotary_pct=0.5)), {}
    yield "rwkv", RwkvForCausalLM(RwkvConfig(
        vocab_size=256, num_hidden_layers=3, hidden_size=24, attention_hidden_size=16, intermediate_size=40,
        context_length=64, rescale_every=2)), {}


def randomise(model):
    """Everything far enough from zero and from one that a mistake anywhere shows in the logits."""
    for name, parameter in model.named_parameters():
        if "time_decay" in name or "time_first" in name:
            parameter.data.uniform_(-2.0, 1.0)
        elif "time_mix" in name:
            parameter.data.uniform_(0.0, 1.0)
        elif parameter.dim() == 1 and name.endswith("weight"):
            parameter.data.normal_(1.0, 0.2)
        else:
            parameter.data.normal_(0.0, 0.25)
        parameter.data.copy_(parameter.data.bfloat16().float())


@torch.no_grad()
def make(folder, model, changes):
    randomise(model)
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    # A copy: the rotary speeds, which are no weights, would not come back whole.
    copy.deepcopy(model).bfloat16().save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    config = json.loads((folder / "config.json").read_text())
    config.update(changes)
    config = {key: value for key, value in config.items() if value is not None}
    (folder / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")

    tokens = torch.randint(0, 256, (1, TOKENS))
    logits = model(input_ids=tokens, use_cache=False).logits[0]
    save_file({"tokens": tokens[0], "places": torch.tensor(PLACES), "logits": logits[PLACES].float().contiguous()},
              folder / "expected.safetensors")
    print(f"{folder.name}: logits {logits.min():.2f} to {logits.max():.2f}, "
          f"{sum(file.stat().st_size for file in folder.iterdir())} bytes")


def main():
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data"
    for seed, (name, model, changes) in enumerate(families()):
        torch.manual_seed(seed)
        make(target / name, model, changes)


if __name__ == "__main__":
    main()

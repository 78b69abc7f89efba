#!/usr/bin/env python3
"""Writes a language model as a TorchScript file that `llmzip --predictor torch:FILE.pt` runs.

usage: export_torchscript.py FOLDER FILE.pt [--window N]      a Hugging Face folder; needs torch and transformers
       export_torchscript.py --bytes FILE.pt [--seed N]       a small recurrent model of bytes, untrained: an example

A model of tokens needs its tokeniser beside it: FILE.tokenizer.json or FILE.tokenizer.model (and, for its beginning,
FILE.tokenizer_config.json) are copied from FOLDER.

Every module, also one written by you, must offer (src/checkpoints/torch_script.h):

  forward(tokens: int64 [lanes, 1], state) -> (logits: float [lanes, alphabet], state)
  initial_state(lanes: int) -> state       of any type, on the device of the module's parameters
  alphabet: int                            256 for bytes
  window: int                              optional: tokens it can see at most; 0 or none: no limit
  beginning: int                           optional: what it is fed before the first token; -1 or none: nothing

Lanes must be independent of each other. A module is run without TorchScript's optimiser, whose later runs differ from its
first. TorchScript is a program: only run files from people whose programs you would run.

Most folders need no export: llmzip reads GPT-2, GPT-NeoX, Llama, Mistral, Qwen and RWKV-4 itself. This one is for other
architectures. It traces one step over a fixed window, with no cache: each step computes the whole window again, which
is slow and simple. Write a module with a cache of your own for speed.
"""
import argparse
import shutil
import sys
from pathlib import Path
from typing import Tuple

import torch


class ByteModel(torch.nn.Module):
    """A gated recurrent network over bytes."""
    alphabet: torch.jit.Final[int]
    beginning: torch.jit.Final[int]

    def __init__(self, width: int = 64):
        super().__init__()
        self.alphabet = 256
        self.beginning = 10
        self.width = width
        self.embedding = torch.nn.Embedding(256, width)
        self.cell = torch.nn.GRUCell(width, width)
        self.output = torch.nn.Linear(width, 256)

    def forward(self, tokens: torch.Tensor, state: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        state = self.cell(self.embedding(tokens[:, 0]), state)
        return self.output(state), state

    @torch.jit.export
    def initial_state(self, lanes: int) -> torch.Tensor:
        return torch.zeros([lanes, self.width], dtype=self.output.weight.dtype, device=self.output.weight.device)


class LogitsOnly(torch.nn.Module):
    """[lanes, window] tokens -> [lanes, window, alphabet] logits, for tracing."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens):
        return self.model(input_ids=tokens, use_cache=False).logits


class Windowed(torch.nn.Module):
    """A traced model over a window of fixed size: the state is the tokens so far, and how many."""
    alphabet: torch.jit.Final[int]
    window: torch.jit.Final[int]
    beginning: torch.jit.Final[int]

    def __init__(self, traced, alphabet: int, window: int, beginning: int):
        super().__init__()
        self.traced = traced
        self.alphabet = alphabet
        self.window = window
        self.beginning = beginning
        self.register_buffer("place", torch.zeros(1, dtype=torch.int64))  # knows the device

    def forward(self, tokens: torch.Tensor,
                state: Tuple[torch.Tensor, int]) -> Tuple[torch.Tensor, Tuple[torch.Tensor, int]]:
        seen, count = state
        seen = seen.clone()
        seen[:, count] = tokens[:, 0]
        return self.traced(seen)[:, count], (seen, count + 1)

    @torch.jit.export
    def initial_state(self, lanes: int) -> Tuple[torch.Tensor, int]:
        return torch.zeros([lanes, self.window], dtype=torch.int64, device=self.place.device), 0


def export_folder(folder, target, window):
    from transformers import AutoModelForCausalLM
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
    config = model.config
    longest = getattr(config, "max_position_embeddings", None) or 2048
    window = min(window or 256, longest)
    beginning = config.bos_token_id if config.bos_token_id is not None else config.eos_token_id
    beginning = beginning[0] if isinstance(beginning, list) else beginning
    beginning = -1 if beginning is None or beginning >= config.vocab_size else beginning
    example = torch.zeros([2, window], dtype=torch.int64)
    traced = torch.jit.trace(LogitsOnly(model), example, check_inputs=[(torch.ones([3, window], dtype=torch.int64),)])
    torch.jit.script(Windowed(traced, config.vocab_size, window, beginning)).save(str(target))
    for name in ("tokenizer.json", "tokenizer.model", "tokenizer_config.json"):
        if (Path(folder) / name).exists():
            shutil.copyfile(Path(folder) / name, target.with_name(f"{target.stem}.{name}"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="a Hugging Face folder")
    parser.add_argument("target", type=Path, metavar="FILE.pt")
    parser.add_argument("--bytes", action="store_true", help="export the example of a byte model instead")
    parser.add_argument("--window", type=int, help="tokens in view (256)")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.bytes == (arguments.folder is not None):
        parser.error("give a folder, or --bytes")
    with torch.no_grad():
        if arguments.bytes:
            torch.manual_seed(arguments.seed)
            torch.jit.script(ByteModel().eval()).save(str(arguments.target))
        else:
            export_folder(arguments.folder, arguments.target, arguments.window)
    print(f"{arguments.target}: {arguments.target.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Trains a small language model of a text's tokens and saves it as a Hugging Face folder, which llmzip's torch: opens.

usage: train_tokens.py --tokens FILE.npz --alphabet N --trunk PARAMETERS --out FOLDER [--tokenizer FILE] [OPTIONS]

The network is llama.py's, as wide as gives --trunk parameters without the embedding. FILE.npz holds the tokens of
a text's chunks: `ids` of all chunks, `ends` of each among them, and `sizes`, the bytes of each (vocabularies.py). Each
chunk is a text of its own, as llmzip eval codes chunks: token --beginning, then the chunk's, and the beginning again
after each --context tokens. Adam takes a step for every --batch chunks, in an order that depends on --seed alone; its
rate rises over the first 20th of the steps and then falls to 0.

Every --save-seconds FOLDER.state is written, from which a run that was stopped continues with the same numbers. FOLDER is
written at the end; its training.json says what was done. --calibrate SECONDS only prints how many bytes of text a
second it trains on; on a CPU, a second of CPU time. Needs Debian's python3-torch and python3-numpy.
"""
import argparse
import json
import math
import shutil
import sys
import time
from pathlib import Path

try:
    import numpy
    import torch
    from torch import nn
    from torch.nn import functional

    from cells import machine
    from llama import Network, Shape
except ImportError as error:
    sys.exit(f"train_tokens.py: {error.name} is missing: install Debian's python3-torch and run with /usr/bin/python3")

NO_TARGET = -100


class Batches:
    """The chunks of a text as pairs of tensors, ids and what follows each, for as many steps as asked for."""

    def __init__(self, arguments):
        with numpy.load(arguments.tokens) as file:
            self.ids, self.ends, self.sizes = file["ids"], file["ends"], file["sizes"]
        if len(self.ends) == 0 or int(self.ids.max()) >= arguments.alphabet:
            raise ValueError(f"{arguments.tokens}: no tokens, or some that are not within the alphabet")
        self.arguments = arguments
        chunk_bytes = int(self.sizes.sum()) / len(self.sizes)
        wanted = round(arguments.bytes / chunk_bytes) if arguments.bytes else len(self.ends)
        self.steps = max(1, wanted // arguments.batch)
        drawn = numpy.random.RandomState(arguments.seed)
        passes = -(-self.steps * arguments.batch // len(self.ends))
        self.order = numpy.concatenate([drawn.permutation(len(self.ends)) for _ in range(passes)])

    def chunks(self, step):
        return self.order[step * self.arguments.batch : (step + 1) * self.arguments.batch]

    def byte_count(self, step):
        return int(self.sizes[self.chunks(step)].sum())

    def tensors(self, step):
        context = self.arguments.context
        texts = []
        for chunk in self.chunks(step):
            ids = self.ids[self.ends[chunk - 1] if chunk else 0 : self.ends[chunk]].astype(numpy.int64)
            texts += [ids[at : at + context] for at in range(0, len(ids), context)]
        longest = max(map(len, texts))
        inputs = numpy.full((len(texts), longest), self.arguments.beginning, numpy.int64)
        targets = numpy.full((len(texts), longest), NO_TARGET, numpy.int64)
        for row, text in enumerate(texts):
            inputs[row, 1 : len(text)] = text[:-1]
            targets[row, : len(text)] = text
        return torch.from_numpy(inputs).to(self.arguments.device), torch.from_numpy(targets).to(self.arguments.device)


class Training:
    """A network on its way: `step` steps done, in `seconds` of the CPU, or on a GPU of the clock."""

    def __init__(self, arguments):
        torch.manual_seed(arguments.seed)
        self.arguments = arguments
        self.clock = time.process_time if arguments.device == "cpu" else time.monotonic
        self.batches = Batches(arguments)
        self.network = Network(Shape(arguments.trunk), arguments.alphabet, arguments.context).to(arguments.device)
        self.adam = torch.optim.Adam(self.network.parameters(), arguments.rate, betas=(0.9, 0.99))
        self.state_path = Path(f"{arguments.out}.state")
        self.step, self.seconds, self.tokens, self.bytes, self.recent = 0, 0.0, 0, 0, None

    def rate(self):
        """The learning rate of the next step."""
        steps = self.batches.steps
        rising = max(1, steps // 20)
        return self.arguments.rate * min((self.step + 1) / rising, (steps - self.step) / max(1, steps - rising))

    def take_step(self):
        begun = self.clock()
        inputs, targets = self.batches.tensors(self.step)
        for group in self.adam.param_groups:
            group["lr"] = self.rate()
        loss = functional.cross_entropy(self.network(inputs).flatten(0, 1), targets.flatten(), ignore_index=NO_TARGET)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.adam.step()
        count, size = int((targets != NO_TARGET).sum()), self.batches.byte_count(self.step)
        bits = loss.item() * count / math.log(2) / size
        self.recent = bits if self.recent is None else 0.95 * self.recent + 0.05 * bits
        self.tokens, self.bytes, self.step = self.tokens + count, self.bytes + size, self.step + 1
        self.seconds += self.clock() - begun

    def save(self):
        unfinished = Path(f"{self.state_path}.part")
        torch.save({"network": self.network.state_dict(), "adam": self.adam.state_dict(),
                    "counts": (self.step, self.seconds, self.tokens, self.bytes, self.recent)}, unfinished)
        unfinished.replace(self.state_path)

    def restore(self):
        if self.state_path.is_file():
            state = torch.load(self.state_path, map_location=self.arguments.device)
            self.network.load_state_dict(state["network"])
            self.adam.load_state_dict(state["adam"])
            self.step, self.seconds, self.tokens, self.bytes, self.recent = state["counts"]

    def run(self):
        self.restore()
        begun_at, begun = self.step, time.monotonic()
        saved = shown = begun
        while self.step < self.batches.steps:
            self.take_step()
            now = time.monotonic()
            if now - saved >= self.arguments.save_seconds:
                self.save()
                saved = now
            if sys.stderr.isatty() and now - shown >= 0.5:
                self.show((now - begun) / (self.step - begun_at))
                shown = now
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)

    def show(self, step_seconds):
        """One line that stays where it is."""
        left = round(step_seconds * (self.batches.steps - self.step))
        rate = self.bytes / self.step / step_seconds / 1000
        print(f"\r{self.arguments.out.name}: step {self.step} of {self.batches.steps}, {self.recent:.3f} bits a byte, "
              f"{rate:.1f} kB/s, {left // 60}:{left % 60:02} left\033[K", end="", file=sys.stderr, flush=True)

    def calibrate(self, seconds):
        """Bytes of text a second; the first step, which makes room, is not counted."""
        self.take_step()
        self.seconds, self.bytes = 0.0, 0
        while self.seconds < seconds:
            self.step %= self.batches.steps
            self.take_step()
        return self.bytes / self.seconds


def write_folder(training):
    """The checkpoint and training.json, whole or not at all."""
    arguments, shape = training.arguments, training.network.shape
    folder = Path(f"{arguments.out}.part")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    training.network.write(folder, arguments.beginning)
    record = {"steps": training.step, "bytes": training.bytes, "tokens": training.tokens,
              "seconds": round(training.seconds, 1), "bits_per_byte": training.recent, "trunk": shape.trunk,
              "embedding": arguments.alphabet * shape.width, "width": shape.width, "inner": shape.inner,
              "torch": torch.__version__, "device": arguments.device, "threads": torch.get_num_threads(),
              "machine": machine(), "when": time.strftime("%Y-%m-%d")}
    (folder / "training.json").write_text(json.dumps(record, indent=1) + "\n")
    if arguments.tokenizer:
        shutil.copyfile(arguments.tokenizer, folder / "tokenizer.model")
    folder.replace(arguments.out)
    training.state_path.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--alphabet", type=int, required=True, help="how many tokens there are")
    parser.add_argument("--trunk", type=int, required=True, help="parameters without the embedding, roughly")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, help="SentencePiece's; none: the tokens are bytes")
    parser.add_argument("--beginning", type=int, default=0, help="the token that begins a text [0]")
    parser.add_argument("--bytes", type=int, help="of text, again from its start where it ends [once]")
    parser.add_argument("--batch", type=int, default=1, help="chunks a step [1]")
    parser.add_argument("--context", type=int, default=2048, help="tokens [2048]")
    parser.add_argument("--rate", type=float, default=0.004, help="of Adam, at its highest [0.004]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-seconds", type=float, default=120)
    parser.add_argument("--calibrate", type=float, metavar="SECONDS")
    arguments = parser.parse_args()
    try:
        torch.zeros(1, device=arguments.device)
    except (AssertionError, RuntimeError) as error:
        sys.exit(f"train_tokens.py: --device {arguments.device}: {str(error).splitlines()[0]}")
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(arguments.device == "cpu")
    try:
        training = Training(arguments)
        if arguments.calibrate:
            print(json.dumps({"bytes_per_second": training.calibrate(arguments.calibrate)}))
            return
        training.run()
        write_folder(training)
    except (OSError, ValueError, RuntimeError) as error:
        sys.exit(f"train_tokens.py: {str(error).splitlines()[0]}")


if __name__ == "__main__":
    main()

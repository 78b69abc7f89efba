"""Language models of Hugging Face's transformers as predictors of bytes; the worked example of a predictor in Python.

    import transformers, llmzip, llmzip.hf
    model = transformers.AutoModelForCausalLM.from_pretrained("HuggingFaceTB/SmolLM2-135M")
    tokeniser = transformers.AutoTokenizer.from_pretrained("HuggingFaceTB/SmolLM2-135M")
    llmzip.hf.register("smol", model, tokeniser)
    archive = llmzip.compress(text, predictor="smol", lanes=1)

It is for studies: floats make such archives decode only where the same model gives the same numbers, on this machine with
these libraries, and a model is run once or twice for each token. `llmzip import` makes of the same model one that decodes
everywhere, many times as fast.

A model predicts tokens; what is coded are bytes. The bytes since the last finished token begin some tokens, each with its
probability. The next byte either goes on within one of them, or begins a new token, if what stands is a token itself:

    P(byte) = (mass of tokens that begin with standing + byte  +  P(standing is the token) x P'(byte)) / mass(standing)

with P' after that token. When the byte has come, the likelier of the two is taken for what happened.
"""
import numpy

from . import _research


class _Lane:
    def __init__(self, model):
        self.context = [model.begin] if model.begin is not None else []
        self.standing = b""
        self.tokens = None  # probability of each token here
        self.fresh = None  # the next bytes' distribution if the standing bytes are a token, and that token's tokens


class CausalLM:
    """A predictor over `model` and `tokenizer`, for `llmzip.register_predictor`: make(lanes) is `lambda lanes:
    CausalLM(model, tokenizer, lanes)`.

    model      called as model(input_ids) with an int64 tensor of the shape (1, n), returns an object whose `logits` have
               the shape (1, n, vocabulary)
    tokenizer  has `get_vocab()`, `convert_ids_to_tokens`, and bos_token_id; its tokens are bytes in GPT-2's alphabet, or
               text with U+2581 for spaces and <0xNN> for single bytes
    context    tokens that the model sees, at most
    """

    def __init__(self, model, tokenizer, lanes=1, *, context=512):
        self.model = model
        self.begin = tokenizer.bos_token_id
        self.most = context
        self.names = token_bytes(tokenizer)
        self.order = sorted((name, token) for token, name in enumerate(self.names) if name)
        self.sorted_names = [name for name, _ in self.order]
        self.sorted_tokens = numpy.array([token for _, token in self.order])
        self.by_name = {name: token for name, token in reversed(self.order)}
        self.lanes = [_Lane(self) for _ in range(lanes)]

    def predict(self, lanes):
        """The next byte's probabilities: (lanes, 256)."""
        return numpy.stack([self._bytes_of(lane) for lane in self.lanes[:lanes]])

    def update(self, symbols):
        for lane, symbol in zip(self.lanes, symbols):
            self._append(lane, int(symbol))

    def _tokens_after(self, context):
        import torch  # as late as a model is there
        ids = torch.tensor([context[-self.most:] or [0]], dtype=torch.int64)
        with torch.no_grad():
            logits = self.model(ids).logits[0, -1].double()
        # In the order of names, so that those with a common beginning are neighbours.
        return torch.softmax(logits, -1).numpy()[self.sorted_tokens]

    def _range_of(self, start):
        """The tokens, in the order of names, that begin with these bytes."""
        import bisect
        low = bisect.bisect_left(self.sorted_names, start)
        high = bisect.bisect_left(self.sorted_names, start + b"\xff" * 64)
        return low, high

    def _within(self, tokens, standing):
        """The mass of tokens that go on with each byte after the standing ones."""
        low, high = self._range_of(standing)
        mass = numpy.zeros(256)
        length = len(standing)
        next_bytes = [name[length] if len(name) > length else -1 for name in self.sorted_names[low:high]]
        for byte, probability in zip(next_bytes, tokens[low:high]):
            if byte >= 0:
                mass[byte] += probability
        return mass

    def _bytes_of(self, lane):
        if lane.tokens is None:
            lane.tokens = self._tokens_after(lane.context)
        within = self._within(lane.tokens, lane.standing)
        lane.fresh = None
        token = self.by_name.get(lane.standing)
        mass = within.sum()
        if token is not None:
            ends = float(lane.tokens[self._range_of(lane.standing)[0]])  # the shortest name is the first
            tokens = self._tokens_after([*lane.context, token])
            after = self._within(tokens, b"")
            total = after.sum()
            lane.fresh = (token, tokens, ends * after / total if total > 0 else after)
            mass += ends
            within = within + lane.fresh[2]
        return within / mass + 1e-9 if mass > 0 else numpy.full(256, 1 / 256)

    def _append(self, lane, byte):
        within = self._within(lane.tokens, lane.standing)
        if lane.fresh is not None and lane.fresh[2][byte] >= within[byte]:
            lane.context.append(lane.fresh[0])
            lane.tokens, lane.standing = lane.fresh[1], bytes([byte])
        elif within[byte] > 0:
            lane.standing += bytes([byte])
        else:  # no token goes on so: what stands is given up
            lane.standing, lane.tokens = bytes([byte]), None
        if not self._range_of(lane.standing)[0] < self._range_of(lane.standing)[1]:
            lane.standing = b""  # a byte that no token begins with


def token_bytes(tokenizer):
    """The bytes of each token, empty for special ones."""
    special = set(getattr(tokenizer, "all_special_ids", []) or [])
    vocabulary = tokenizer.get_vocab()
    names = [b""] * (max(vocabulary.values()) + 1)
    alphabet = _byte_alphabet()
    byte_level = any("\u0120" in text for text in vocabulary)
    for text, token in vocabulary.items():
        if token in special:
            continue
        if byte_level:
            names[token] = bytes(alphabet[c] for c in text) if all(c in alphabet for c in text) else b""
        elif len(text) == 6 and text.startswith("<0x") and text.endswith(">"):
            names[token] = bytes([int(text[3:5], 16)])
        else:
            names[token] = text.replace("\u2581", " ").encode()
    return names


def _byte_alphabet():
    """GPT-2's characters for bytes: printable ones for themselves, the others from U+0100 on."""
    own = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in own]
    return {chr(byte): byte for byte in own} | {chr(256 + i): byte for i, byte in enumerate(others)}


def register(name, model, tokenizer, *, context=512, memory_bytes=1 << 30):
    """Registers the model as a predictor of that name."""
    import torch
    _research.register_predictor(name, lambda lanes: CausalLM(model, tokenizer, lanes, context=context),
                                 memory_bytes=memory_bytes, environment=f"torch {torch.__version__}")

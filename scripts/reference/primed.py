"""`primed(P,text:NAME)` of src/predictors/primed/spec.md."""

import lzma

from . import contexts, mixing, safetensors
from .hashing import hash_nibble
from .match_model import MatchModel
from .spec import UnknownSpec

PHRASE_CONTEXTS_OF_MAXIMUM = (2, 4, 5, 7, 8, 13, 14)  # from 1


def text_of(model, argument):
    """(the bytes to be read of a text's model file, whether they are phrases)"""
    _, *options = argument.split(";")
    phrases = options[-1:] == ["phrases"]
    options = options[: len(options) - phrases]
    _, config, tensors = safetensors.read(model)
    text = tensors["text"].tobytes()
    if config["packing"] == "lzma":
        text = lzma.decompress(text, lzma.FORMAT_XZ)
    if config["architecture"] != "text" or len(text) != config["bytes"]:
        raise UnknownSpec(argument)
    if options:
        if len(options) != 1 or not options[0].startswith("last="):
            raise UnknownSpec(argument)
        text = text[-int(options[0][len("last="):]):]
    return text, phrases


def read(model, text, phrases):
    """Lets a Mixing read."""
    lane, wanted = model.lanes[0], set(range(model.strength.contexts))
    if phrases and model.strength.is_maximum:
        wanted = {i - 1 for i in PHRASE_CONTEXTS_OF_MAXIMUM}
    for byte in text:
        hashes = lane.hashes
        if not phrases:
            learn_order1_and_matches(model, lane, byte)
        if not model.strength.is_maximum:
            lane.hashes = contexts.hash_standard_early(lane, model.store, byte & 254)
        model.append(lane, byte, remember if phrases else MatchModel.after_byte)
        model.hash_contexts(lane, byte & 1)
        for i in sorted(wanted):
            learn_context(model, i, hashes[i], byte, phrases)
    end = lane.next
    for number, each in enumerate(model.lanes):
        each.next = end + number
        model.start_byte(each)


def remember(match, follower, history, written, _store):
    match.remember(follower, history, written)


def bits_of(byte):
    return [byte >> place & 1 for place in range(7, -1, -1)]


def learn_order1_and_matches(model, lane, byte):
    partial = 1
    for number, bit in enumerate(bits_of(byte)):
        model.order1.learn(lane.history.last(1) << 8 | partial, bit)
        for match, follower in zip(model.matches, lane.followers):
            match.predict(follower, partial, number)
            match.learn(follower, bit)
        partial = partial * 2 + bit


def learn_context(model, i, first_hash, byte, phrases):
    table, bits = model.table, bits_of(byte)
    slot = table.find(first_hash)
    if not phrases and i >= model.strength.first_run and table.run_counts[slot]:
        learn_run(model, i, slot, bits)
    table.count_run(slot, byte)
    learn_half(model, i, slot, bits[:4], phrases)
    second = hash_nibble(first_hash, 8 | byte >> 5) ^ (byte & 16)
    learn_half(model, i, table.find(second), bits[4:], phrases)


def learn_run(model, i, slot, bits):
    """Up to and with the first bit that is not as the run has it."""
    begin = i * 128 + mixing.RUN_CLASS[model.table.run_counts[slot]] * 8
    for number, (bit, expected) in enumerate(zip(bits, bits_of(model.table.run_bytes[slot]))):
        model.run_map.learn(begin + number, mixing.MOST if bit == expected else 0)
        if bit != expected:
            return


def learn_half(model, i, slot, bits, phrases):
    states, node = model.table.states, 1
    for bit in bits:
        at = 16 * slot + node
        if not phrases:
            model.history_map.learn(i * 256 + states[at], mixing.MOST if bit else 0)
        states[at] = mixing.NEXT[bit][states[at]]
        node = node * 2 + bit

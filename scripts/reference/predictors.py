"""The predictors this decoder knows, by spec.

A predictor has `symbols_per_byte`, 1 or 8, and `k`. `predict(active)` gives, for each of the first `active` lanes, the
distribution of its next symbol: a list of 256 frequencies that sum to 2^k or, of bits, that of a one.
`learn(symbols)` tells it what came in these lanes. What makes use of segments has `begin_segment(lane, kind,
parameters, offset)`: one begins with the lane's next byte, `offset` bytes of it being before that lane. One that codes
lanes in an order of its own has `decode_lanes` instead (arithmetic.py).
"""

from . import cm_fast, order, picture_fast
from .spec import UnknownSpec


class Uniform:
    """docs/FORMAT.md section 6."""

    symbols_per_byte = 1
    k = 16

    def predict(self, active):
        return [[256] * 256] * active

    def learn(self, symbols):
        pass


def make(spec, lanes, raw_size, models):
    """`models`: bytes of model files by the spec that names them, `net:NAME` or `text:NAME`."""
    name, argument, parts = spec.name, spec.argument, spec.parts
    if name == "uniform":
        return Uniform()
    if name in ("order0", "order1", "order2", "order3"):
        return order.Order(int(name[-1]), lanes, raw_size)
    if name == "cm" and argument == "fast":
        return cm_fast.CmFast(lanes, raw_size)
    if name == "picture" and argument == "fast":
        return picture_fast.PictureFast(lanes, raw_size)
    return make_large(spec, lanes, raw_size, models)


def make_large(spec, lanes, raw_size, models):
    """The predictors that need NumPy; what needs none stays usable without."""
    from . import mixing, net, primed, sound

    name, argument, parts = spec.name, spec.argument, spec.parts
    if name == "cm" and argument in mixing.STRENGTHS:
        return mixing.Mixing(mixing.STRENGTHS[argument], lanes, raw_size)
    if name == "sound" and argument in sound.STRENGTHS:
        return sound.Sound(argument)
    if name == "net" and not parts:
        return net.Net(models[str(spec)], lanes)
    if name == "mix" and len(parts) == 2 and parts[0].name == "cm" and parts[0].argument in mixing.STRENGTHS:
        outside = make(parts[1], lanes, raw_size, models)
        return mixing.Mixing(mixing.STRENGTHS[parts[0].argument], lanes, raw_size, outside)
    if name == "primed" and len(parts) == 2 and parts[1].name == "text":
        text, phrases = primed.text_of(models[str(parts[1])], parts[1].argument)
        predictor = make(parts[0], lanes, raw_size + len(text), models)
        primed.read(predictor, text, phrases)
        return predictor
    raise UnknownSpec(str(spec))

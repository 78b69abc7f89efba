"""The predictors this decoder knows, by spec.

A predictor has `symbols_per_byte` and `code_step(active, decoder)`: decodes one symbol for each of the first
`active` lanes under the distributions before the step, then learns them all in lane order.
"""

from . import cm_fast, order


class UnknownSpec(Exception):
    """A spec this decoder does not know."""


class Uniform:
    """docs/FORMAT.md section 6.1."""

    symbols_per_byte = 1

    def code_step(self, active, decoder):
        return [decoder.decode_symbol([256] * 256, 16) for _ in range(active)]


def make(spec, lanes, raw_size):
    if spec == "uniform":
        return Uniform()
    if spec in ("order0", "order1", "order2", "order3"):
        return order.Order(int(spec[-1]), lanes, raw_size)
    if spec == "cm:fast":
        return cm_fast.CmFast(lanes, raw_size)
    raise UnknownSpec(spec)

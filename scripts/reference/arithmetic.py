"""What the payload of a block or stream means: docs/FORMAT.md section 5."""

from . import predictors, range_decoder
from .reader import BadFrame
from .spec import parse


def lane_cut(raw_size, lanes):
    """The (offset, size) of each lane in the stream."""
    short, long_lanes = divmod(raw_size, lanes)
    offset, cut = 0, []
    for lane in range(lanes):
        size = short + (lane < long_lanes)
        cut.append((offset, size))
        offset += size
    return cut


def lane_starts(cut, segments):
    """What begins where: {byte step: [(lane, kind, parameters, bytes of the segment before the lane's part)]}"""
    starts, begin = {}, 0
    for kind, size, parameters in segments:
        for lane, (offset, lane_size) in enumerate(cut):
            first = max(begin, offset)
            if first < min(begin + size, offset + lane_size):
                starts.setdefault(first - offset, []).append((lane, kind, parameters, first - begin))
        begin += size
    return starts


def lane_segments(cut, segments):
    """For each lane its segments: (begin in the lane, kind, parameters, bytes before the lane's part, bytes there)"""
    told, begin = [[] for _ in cut], 0
    for kind, size, parameters in segments:
        for lane, (offset, lane_size) in enumerate(cut):
            first, end = max(begin, offset), min(begin + size, offset + lane_size)
            if first < end:
                told[lane].append((first - offset, kind, parameters, first - begin, end - first))
        begin += size
    return told


def decode(payload, raw_size, spec, lanes, models, segments=()):
    """The raw bytes: symbols in the order (byte step, part of the byte, lane). `segments`: (kind, size, parameters)."""
    if spec.name == "store":
        if len(payload) != raw_size:
            raise BadFrame("another size than the store's")
        return payload
    if spec.name == "arithmetic":
        spec = parse(spec.argument)
    cut = lane_cut(raw_size, lanes)
    predictor = predictors.make(spec, lanes, raw_size, models)
    decoder = range_decoder.RangeDecoder(payload)
    if hasattr(predictor, "decode_lanes"):
        told = lane_segments(cut, segments)
        lanes_of = [(size, told[lane]) for lane, (_, size) in enumerate(cut)]
        return b"".join(predictor.decode_lanes(decoder, lanes_of))
    per_byte, k = predictor.symbols_per_byte, predictor.k
    decode_symbol = decoder.decode_bit if per_byte == 8 else decoder.decode_symbol
    starts = lane_starts(cut, segments) if hasattr(predictor, "begin_segment") else {}
    raw = bytearray(raw_size)
    for step in range(cut[0][1]):
        active = sum(1 for _, size in cut if size > step)
        for start in starts.get(step, ()):
            predictor.begin_segment(*start)
        values = [0] * active
        for _ in range(per_byte):
            symbols = [decode_symbol(distribution, k) for distribution in predictor.predict(active)]
            predictor.learn(symbols)
            values = [value << (8 // per_byte) | symbol for value, symbol in zip(values, symbols)]
        for (offset, _), value in zip(cut, values):
            raw[offset + step] = value
    return bytes(raw)

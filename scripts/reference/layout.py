"""The layout of segmented blocks and the piece checks: docs/FORMAT.md sections 3.1 and 3.3."""

from collections import namedtuple

from . import arithmetic, filters, kinds, xxh3
from .reader import BadFrame, Reader, Unsupported

Stream = namedtuple("Stream", "plan lanes coded_size size checks")
Class = namedtuple("Class", "kind filter stream has_parameters has_filtered_sizes")
Segment = namedtuple("Segment", "kind stream continues size parameters filter filter_parameters filtered_size")
PIECE = 65536
LEAST_WITH_PIECES = 8192


def read_plan(reader):
    """(plan number, lanes)"""
    plan, says_lanes = divmod(reader.varint(), 2)
    return plan, reader.varint(2, 65535) if says_lanes else 1


def piece_size(stream):
    """None: no pieces."""
    if stream.coded_size < LEAST_WITH_PIECES:
        return None
    size = PIECE
    while -(-stream.size // size) > stream.coded_size // LEAST_WITH_PIECES:
        size *= 2
    return size


def with_checks(reader, stream):
    size = piece_size(stream)
    return stream._replace(checks=[] if size is None else [reader.u32() for _ in range(-(-stream.size // size))])


def check_pieces(stream, content):
    size = piece_size(stream)
    for number, check in enumerate(stream.checks):
        if xxh3.check32(content[number * size : (number + 1) * size]) != check:
            raise BadFrame(f"piece {number} does not match its check")


def decode_stream(stream, coded, plans, segments=()):
    """`segments`: those of the stream."""
    told = [(segment.kind, segment.filtered_size, segment.parameters) for segment in segments if segment.filtered_size]
    content = arithmetic.decode(coded, stream.size, plans.find(stream.plan), stream.lanes, plans.models, told)
    check_pieces(stream, content)
    return content


def read_class(reader):
    kind, number, stream = reader.varint(0, 255), reader.varint(0, 255), reader.varint(0, 15)
    fields = reader.varint()
    if fields > 3:
        raise Unsupported("fields of segments")
    return Class(kind, number, stream, bool(fields & 1), bool(fields & 2))


def read_segment(reader, classes):
    number, continues = divmod(reader.varint(), 2)
    if number >= len(classes):
        raise BadFrame("a segment of no class")
    of = classes[number]
    size = reader.varint(1, 1 << 40)
    parameters = reader.take(reader.varint(0, 1 << 18)) if of.has_parameters else b""
    filter_parameters = reader.take(reader.varint(0, 1 << 18)) if of.filter else b""
    filtered_size = reader.varint(0, 1 << 40) if of.has_filtered_sizes else size
    return Segment(of.kind, of.stream, bool(continues), size, parameters, of.filter, filter_parameters,
                   filtered_size)


def read(data, raw_size, coded_size):
    """(streams, segments)"""
    reader = Reader(data)
    classes = [read_class(reader) for _ in range(reader.varint(1, 64))]
    coded = []
    for _ in range(reader.varint(1, 16)):
        plan, lanes = read_plan(reader)
        coded.append((plan, lanes, reader.varint()))
    segments = [read_segment(reader, classes) for _ in range(reader.varint(1, 65536))]
    if sum(segment.size for segment in segments) != raw_size or sum(size for _, _, size in coded) != coded_size:
        raise BadFrame("sizes that do not add up")
    if any(of.stream >= len(coded) for of in classes) or any(s.continues for s in segments[1:]):
        raise BadFrame("bad layout")
    sizes = [sum(s.filtered_size for s in segments if s.stream == number) for number in range(len(coded))]
    if 0 in sizes:
        raise BadFrame("a stream of no bytes")
    streams = [with_checks(reader, Stream(*of, size, None)) for of, size in zip(coded, sizes)]
    if reader.left:
        raise BadFrame("bytes behind the layout")
    return streams, segments


def check(segments):
    """What asks for more than the layout itself: kinds and filters, which a newer encoder may know more of."""
    for segment in segments:
        kinds.check_parameters(segment.kind, segment.parameters)
        filters.check(segment)


def join(segments, streams):
    """The block's bytes, of its decoded streams."""
    at, raw = [0] * len(streams), []
    for segment in segments:
        begin = at[segment.stream]
        at[segment.stream] += segment.filtered_size
        filtered = streams[segment.stream][begin : begin + segment.filtered_size]
        raw.append(filters.inverse(segment, filtered))
        if len(raw[-1]) != segment.size:
            raise BadFrame("a filter gives another size")
    return b"".join(raw)

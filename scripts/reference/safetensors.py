"""Model files: safetensors with llmzip's metadata, read with nothing but struct, json and NumPy."""

import json
import struct

import numpy as np

DTYPES = {"U8": "u1", "I8": "<i1", "F32": "<f4", "U32": "<u4"}


def read(data):
    """(metadata, config with its architecture, tensors by name) of a model file's bytes."""
    (header_size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + header_size])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        raw = data[8 + header_size + begin : 8 + header_size + end]
        tensors[name] = np.frombuffer(raw, dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    config = json.loads(metadata["config"])
    config["architecture"] = metadata["architecture"]
    return metadata, config, tensors

"""Model files by digest: docs/FORMAT.md section 2.3."""

import hashlib
from pathlib import Path


class MissingModel(Exception):
    """None of the folders has a file of this digest."""


class Models:
    def __init__(self, folders):
        self.files = [path for folder in folders for path in sorted(Path(folder).glob("*.safetensors"))]
        self.digests = {}

    def find(self, digest):
        """The bytes of the file whose SHA-256 begins with `digest`."""
        for path in self.files:
            if path not in self.digests:
                self.digests[path] = hashlib.sha256(path.read_bytes()).digest()
            if self.digests[path].startswith(digest):
                return path.read_bytes()
        raise MissingModel(digest.hex())

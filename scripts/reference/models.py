"""Model files by digest: docs/FORMAT.md section 2.3."""

import hashlib
from pathlib import Path

from .reader import BadFrame


class MissingModel(Exception):
    """None of the folders has a file of this digest."""


class Models:
    def __init__(self, folders):
        self.files = [path for folder in folders for path in sorted(Path(folder).glob("*.safetensors"))]
        self.digests = {}
        self.carried = {}

    def add(self, content, digest):
        """A model that an archive carries."""
        if hashlib.sha256(content).digest() != digest:
            raise BadFrame("carries another model than it says")
        self.carried[digest] = content

    def named(self, names, digests):
        """The bytes of the files of these digests, or beginnings of digests, by the names that stand for them."""
        files = [self.find(digest) for digest in digests]
        if len(names) != len(files):
            raise BadFrame("other models than the specs name")
        return dict(zip(names, files))

    def find(self, digest):
        for whole, content in self.carried.items():
            if whole.startswith(digest):
                return content
        for path in self.files:
            if path not in self.digests:
                self.digests[path] = hashlib.sha256(path.read_bytes()).digest()
        found = {self.digests[path]: path for path in self.files if self.digests[path].startswith(digest)}
        if len(found) != 1:
            raise MissingModel(digest.hex())
        return next(iter(found.values())).read_bytes()

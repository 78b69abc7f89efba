"""Specs: docs/FORMAT.md section 2.1, and the models they name, section 2.3."""

from dataclasses import dataclass


class UnknownSpec(Exception):
    """A spec that is damaged, or that this decoder does not know."""


@dataclass(frozen=True)
class Spec:
    name: str
    argument: str = ""
    parts: tuple = ()

    def __str__(self):
        if self.parts:
            return f"{self.name}({','.join(map(str, self.parts))})"
        return f"{self.name}:{self.argument}" if self.argument else self.name

    def models(self):
        """The distinct parts that name a model, `net:NAME` or `text:NAME`, from left to right."""
        if self.name in ("arithmetic", "codelength"):
            return parse(self.argument).models()
        if self.name in ("net", "text"):
            return [str(self)]
        return list(dict.fromkeys(model for part in self.parts for model in part.models()))


def parse(text):
    """The spec that is all of `text`."""
    spec, rest = take(text)
    if rest:
        raise UnknownSpec(text)
    return spec


def take(text):
    """(spec, what comes behind it)"""
    end = next((i for i, c in enumerate(text) if not (c.islower() or c.isdigit() or c in "-_")), len(text))
    name, rest = text[:end], text[end:]
    if not name or not name[0].islower():
        raise UnknownSpec(text)
    if rest.startswith(":"):
        depth = 0
        for i, c in enumerate(rest + ","):
            if depth == 0 and c in "),":
                return Spec(name, rest[1:i]), rest[i:]
            depth += (c == "(") - (c == ")")
        raise UnknownSpec(text)
    if not rest.startswith("("):
        return Spec(name), rest
    parts = []
    while True:
        part, rest = take(rest[1:])
        parts.append(part)
        if rest.startswith(")"):
            return Spec(name, "", tuple(parts)), rest[1:]
        if not rest.startswith(","):
            raise UnknownSpec(text)

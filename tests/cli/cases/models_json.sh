#!/bin/sh
# models --json says the same, whatever a model file says about itself.
mkdir a
make-random-model "$(printf 'esc\033[31m')" 1 >a/first.safetensors
printf 'no model' >a/second.safetensors
llmzip models -q --models-dir a --json | python3 -c '
import hashlib, json, sys
first, second = json.load(sys.stdin)["models"][:2]
assert first["sha256"] == hashlib.sha256(open("a/first.safetensors", "rb").read()).hexdigest()
print(first["name"] == "esc\033[31m", first["place"], first["architecture"], first["layers"], first["licence"], first["bits_per_byte"])
print(second["place"], "problem" in second)'
llmzip models -q --models-dir a | grep -c '\\x1b\[31m'

#!/bin/sh
# --json is valid and says the same.
make-text 3000 >a && llmzip --block-size 1000 --predictor order2 a && cp a.llz "$(printf 'latin\351.llz')"
llmzip -l --json a.llz | python3 -m json.tool >/dev/null && llmzip -l --json ./latin* | python3 -m json.tool >/dev/null
llmzip list --json a.llz missing >out; echo $?
python3 -c '
import json
file, = json.load(open("out"))["files"]
frame, = file["frames"]
print(file["name"], file["original_bytes"], frame["predictor"], [b["original_bytes"] for b in frame["blocks"]])
assert file["compressed_bytes"] == frame["compressed_bytes"] == len(open("a.llz", "rb").read())'

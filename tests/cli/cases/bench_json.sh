#!/bin/sh
# bench --json: real size, ideal size and overhead agree with the archive.
make-text 30000 >a && llmzip -c --predictor order1 a >x
llmzip bench --json --runs 2 --predictor order1 --codec zstd:3 a >out && python3 -c '
import json, os
order1, zstd = json.load(open("out"))["results"]
assert order1["compressed_bytes"] == os.path.getsize("x")
assert 0 < order1["overhead_percent"] < 1, order1
assert abs(order1["ideal_bytes"] - order1["compressed_bytes"]) < 150
assert zstd["ideal_bytes"] is None and zstd["overhead_percent"] is None
print(order1["spec"], order1["original_bytes"], zstd["coding"])'

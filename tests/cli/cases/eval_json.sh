#!/bin/sh
# eval --json: chunks, both ways of counting, and code lengths by position.
make-text 9000 >a
llmzip eval --json --positions 4 --seven-bits shift --codec gzip --predictor order2 --predictor net a >out
llmzip eval --json --chunk 0 --predictor order2 a >whole
llmzip bench --json --predictor order2 a >bench
python3 -c '
import json
gzip, order2, net = json.load(open("out"))["results"]
assert order2["chunks"] == 5 and order2["chunk_bytes"] == 2048 and order2["original_bytes"] == 9000
assert order2["dropped_bits"] == 9000 and gzip["header_bytes"] > 15 and order2["header_bytes"] == 0
assert abs(order2["rate"] - order2["coded_bytes"] / 9000 - 1 / 8) < 1e-9
assert abs(order2["paper_rate"] - order2["coded_bytes"] / 9000 * 8 / 7) < 1e-9
assert 0 < order2["coded_bytes"] - order2["ideal_bytes"] < 20, order2
assert gzip["ideal_bytes"] is None and gzip["position_bits"] == []
assert len(order2["position_bits"]) == 4 and order2["position_bits"][0] > order2["position_bits"][1]
assert order2["model_bytes"] == 0 and net["model_bytes"] > net["model_parameters"] > 1000000
whole, = json.load(open("whole"))["results"]
bench, = json.load(open("bench"))["results"]
assert abs(whole["ideal_bytes"] - bench["ideal_bytes"]) < 0.01
print("as they should be")'

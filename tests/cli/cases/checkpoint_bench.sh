#!/bin/sh
# bench shows ideal and real for checkpoints, and what is coded beside the tokens; generate draws whole tokens.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
make-toy-checkpoint m/toy tokens && make-text 6000 >a
llmzip bench --json --models-dir m --predictor torch:toy --predictor 'torch:toy;symbols=ascii7' --top-k 50 --level 1 a >out && python3 -c '
import json
plain, halved, level = json.load(open("out"))["results"]
print(plain["spec"], halved["spec"], level["spec"])
for result in (plain, halved):
    assert result["ideal_bytes"] < result["compressed_bytes"] < result["ideal_bytes"] + 250, result
print(plain["side_bytes"], 300 < halved["side_bytes"] < 750, "side_bytes" in level)'
head -c 2000 a >prefix
llmzip generate --models-dir m --predictor torch:toy --prefix prefix --bytes 300 --temperature 1 --seed 3 >one
llmzip generate --models-dir m --predictor torch:toy --prefix prefix --bytes 300 --temperature 1 --seed 3 | cmp - one
llmzip generate --models-dir m --predictor torch:toy --prefix prefix --bytes 300 --temperature 1 --seed 4 | cmp -s - one || echo other
wc -c <one

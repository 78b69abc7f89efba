#!/bin/sh
# --no-verify gives the same archive; the last of both wins.
make-text 3000 >a
llmzip -c --predictor order2 a >x
llmzip -c --no-verify --predictor order2 a | cmp - x
llmzip -c --no-verify --verify --predictor order2 a | cmp - x

#!/bin/sh
# -o names the output, before or after the file; '-' is standard output.
make-text 1000 >a
llmzip --predictor order2 -o x a && llmzip a --predictor order2 -o y && cmp x y
llmzip -o - --predictor order2 a | cmp - x
llmzip --predictor order2 a -o /dev/stdout | cmp - x
llmzip --output=z --predictor order2 a && cmp x z
llmzip -oz2 --predictor order2 a && cmp x z2

#!/bin/sh
# eval: a row a coding and chunk size; chunks know nothing of each other, and threads change nothing.
make-text 10000 >a
llmzip eval --chunk 2000 --chunk 0 --codec store --predictor order1 a
llmzip eval -T1 --chunk 2000 --predictor order1 a >one
llmzip eval -T4 --chunk 2000 --predictor order1 a >four
cmp one four

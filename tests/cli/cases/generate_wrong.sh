#!/bin/sh
# Wrong temperature, predictor, prefix.
llmzip generate --predictor order1 --temperature -1
llmzip generate --predictor order1 --temperature warm
llmzip generate --predictor gzip
llmzip generate --predictor order1 --prefix missing

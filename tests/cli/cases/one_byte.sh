#!/bin/sh
# One byte grows by at most 64.
printf x >a
llmzip --predictor order2 a && [ "$(wc -c <a.llz)" -le 65 ] && llmzip -dc a.llz && echo

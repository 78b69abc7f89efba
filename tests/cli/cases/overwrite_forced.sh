#!/bin/sh
# -f overwrites.
make-text 100 >a && cp a original && echo old >a.llz
llmzip -f --predictor order2 a && echo old >a && llmzip -df a.llz && cmp a original && ls -1A

#!/bin/sh
# FILE.llz -> FILE; the archive stays.
make-text 5000 >a && cp a original
llmzip --predictor order2 a && rm a
llmzip -d a.llz && ls -1A && cmp a original

#!/bin/sh
# Of -z -d -t -l the last one counts.
make-text 1000 >a
llmzip -d -z --predictor order2 a && ls -1A
llmzip -z -d -c a.llz | cmp - a
llmzip -d -t a.llz && llmzip -t -l a.llz | tail -n 1

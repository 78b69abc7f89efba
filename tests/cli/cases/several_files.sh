#!/bin/sh
# Several files at once, both ways.
for n in 1 2 3; do make-text ${n}00 >$n; done
llmzip --predictor order2 1 2 3 && rm 1 2 3 && llmzip -d ./*.llz && wc -c 1 2 3

#!/bin/sh
# The thread count never changes a byte.
make-text 50000 >a
llmzip -c --block-size 4K --predictor order2 -T1 a >1
for t in 0 2 3 8; do llmzip -c --block-size 4K --predictor order2 -T$t a | cmp - 1; llmzip -dc -T $t 1 | cmp - a; done

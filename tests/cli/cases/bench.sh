#!/bin/sh
# bench: one row a coding, in the order given.
make-text 3000 >a && make-text 1000 >b
llmzip bench --predictor order2 -1 --codec gzip --level 2 a b

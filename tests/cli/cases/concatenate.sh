#!/bin/sh
# -c with several files; concatenated archives decode as one.
make-text 100 >a && make-text 200 >b && cat a b >ab
llmzip -c --predictor order2 a b | llmzip -d | cmp - ab
llmzip -c --predictor order2 a >x && llmzip -c --codec gzip b >>x && llmzip -dc x | cmp - ab && llmzip -t x && llmzip -l x

#!/bin/sh
# The seed decides everything; the prefix steers; a codec can be asked too.
make-text 3000 >a
llmzip generate --predictor order2 --prefix a --bytes 200 --seed 1 >1 && wc -c <1
llmzip generate --predictor order2 --prefix a --bytes 200 --seed 1 | cmp - 1
llmzip generate --predictor order2 --prefix a --bytes 200 --seed 2 | cmp -s - 1 || echo other
llmzip generate --predictor order2 --prefix - --bytes 200 --seed 1 <a | cmp - 1
llmzip generate --predictor order2 --prefix a --bytes 40 --temperature 0 && echo
llmzip generate --predictor codelength:gzip --bytes 5 --seed 3 | wc -c
llmzip generate --bytes 10 | wc -c
llmzip generate --predictor uniform --bytes 0 | wc -c

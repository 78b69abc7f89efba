#!/bin/sh
# Nothing is deleted after a failure, nor with -c, nor by -t.
make-text 5000 >a && llmzip --predictor order2 a && head -c 500 a.llz >b.llz
llmzip -d --rm b.llz
llmzip -t --rm a.llz
llmzip -dc --rm a.llz | cmp - a
echo old >c.llz && make-text 10 >c && llmzip --rm --predictor order2 c
ls -1A

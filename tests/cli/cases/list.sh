#!/bin/sh
# The table, the details, and a total over several.
make-text 3000 >a && make-text 100 >b && : >e
llmzip --block-size 1000 --predictor order2 a && llmzip --codec gzip b && llmzip --predictor order2 e
llmzip -l a.llz b.llz e.llz
llmzip -lv a.llz

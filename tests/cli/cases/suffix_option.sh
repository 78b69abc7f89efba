#!/bin/sh
# --suffix both ways; nonsense is refused.
make-text 100 >a
llmzip --predictor order2 --suffix .z a && ls -1A
rm a && llmzip -d --suffix .z a.z && ls -1A
llmzip --suffix '' a
llmzip --suffix a/b a

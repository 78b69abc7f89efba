#!/bin/sh
# -d cannot guess a name: the message says how.
make-text 100 >a && llmzip --predictor order2 a && mv a.llz b.xyz
llmzip -d b.xyz
echo $?
llmzip -dc b.xyz | cmp - a
llmzip -d b.xyz -o c && cmp a c
llmzip -d --suffix .xyz b.xyz && cmp a b

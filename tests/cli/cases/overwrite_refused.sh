#!/bin/sh
# An existing file is never overwritten without -f, neither way.
make-text 100 >a && echo old >a.llz
llmzip --predictor order2 a; echo $?
cat a.llz
llmzip --predictor order2 a -o x && llmzip -d x -o a; echo $?

#!/bin/sh
# Compressing an archive again is skipped with a warning, unless -f.
make-text 100 >a.llz
llmzip --predictor order2 a.llz
echo $?
llmzip --predictor order2 -f a.llz && ls -1A

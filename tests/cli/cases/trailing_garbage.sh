#!/bin/sh
# Bytes after the archive are an error, or with --ignore-trailing a warning.
make-text 300 >a && llmzip --predictor order2 a && echo garbage >>a.llz
llmzip -t a.llz; echo $?
llmzip -dc --ignore-trailing a.llz >b; echo $?
cmp a b
llmzip -t --ignore-trailing a.llz; echo $?
# Not only where everything is decoded.
llmzip -l a.llz; echo $?
llmzip -l --ignore-trailing a.llz | tail -1 | tr -s ' '; llmzip -l --ignore-trailing a.llz >/dev/null; echo $?
llmzip -dc --offset 10 --length 5 a.llz >c; echo $?
llmzip -dc --offset 10 --length 5 --ignore-trailing a.llz >c; echo $?
head -c 15 a | tail -c 5 | cmp - c

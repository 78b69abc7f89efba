#!/bin/sh
# Bytes after the archive are an error, or with --ignore-trailing a warning.
make-text 300 >a && llmzip --predictor order2 a && echo garbage >>a.llz
llmzip -t a.llz; echo $?
llmzip -dc --ignore-trailing a.llz >b; echo $?
cmp a b
llmzip -t --ignore-trailing a.llz; echo $?

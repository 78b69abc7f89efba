#!/bin/sh
# FILE -> FILE.llz; the source stays.
make-text 5000 >a
llmzip --predictor order2 a && ls -1A
llmzip -dc a.llz | cmp - a

#!/bin/sh
# After -- everything is a file.
make-text 100 >-9
llmzip --predictor order2 -- -9 && ls -1A
llmzip -dc -- -9.llz | cmp - ./-9

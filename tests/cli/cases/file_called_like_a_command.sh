#!/bin/sh
# Only the first word can be a command.
make-text 100 >list
llmzip --predictor order2 ./list && rm list.llz
llmzip --predictor order2 list && rm list.llz
llmzip -- list 2>&1 | cat; rm list.llz
llmzip compress --predictor order2 list && ls -1A

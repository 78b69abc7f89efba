#!/bin/sh
# --rm deletes the source after success only; -k after it keeps it.
make-text 100 >a && cp a original
llmzip --rm --predictor order2 a && ls -1A
llmzip -d --rm a.llz && ls -1A
llmzip --rm -k --predictor order2 a && ls -1A

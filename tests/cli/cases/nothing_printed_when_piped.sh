#!/bin/sh
# Without -v and a terminal success is silent.
make-text 1000 >a
llmzip --predictor order2 a && llmzip -t a.llz && llmzip -df a.llz

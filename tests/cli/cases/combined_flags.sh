#!/bin/sh
# Short flags stand together as people type them.
make-text 1000 >a
llmzip -9kf --codec gzip a && llmzip -dkf a.llz && llmzip -tq a.llz && llmzip -dc a.llz | cmp - a
llmzip -kfT2 --predictor order2 a && llmzip -dcT1 a.llz | cmp - a

#!/bin/sh
# No option at all: the default predictor, found again through the header.
make-text 3000 >a
llmzip a && mv a original && llmzip -d a.llz && cmp a original
llmzip -l --json a.llz | grep -m1 '"predictor"'

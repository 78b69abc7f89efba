#!/bin/sh
# Lanes are stored in the archive.
make-text 3000 >a
llmzip --lanes 4 --predictor order1 a && llmzip -dc a.llz | cmp - a && llmzip -l --json a.llz | grep -m1 '"lanes"'

#!/bin/sh
# Standard input to a named file, and back.
make-text 1000 >a
llmzip --predictor order2 -o x <a && llmzip -d -o y <x && cmp a y && stat -c %a x y

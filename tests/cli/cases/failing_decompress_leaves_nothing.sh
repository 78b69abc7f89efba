#!/bin/sh
# A failing -d makes no file.
make-text 5000 >a && llmzip -c --predictor order2 a | head -c 500 >b.llz
llmzip -d b.llz; echo $?
ls -1A

#!/bin/sh
# Progress on a terminal only, erased at the end; --progress forces it, --no-progress forbids it.
make-text 300000 >a
run-in-terminal llmzip --block-size 50K --predictor order1 a | grep -c '%  .* of '
llmzip -t a.llz
llmzip -t --progress a.llz 2>err && [ -s err ] && echo shown
llmzip -t --progress --no-progress a.llz
run-in-terminal llmzip -t --no-progress a.llz

#!/bin/sh
# --max-output stops a decompression, by a message that names the flag.
make-text 3000 >a && llmzip --predictor order2 a && rm a
llmzip -d --max-output 1K a.llz; echo $?
llmzip -t --max-output 1K a.llz; echo $?
ls -1A
llmzip -d --max-output 3000 a.llz && llmzip -t --max-output 1K --no-limits a.llz; echo $?

#!/bin/sh
# --max-work, which compressing names and list -v explains.
head -c 700 /dev/zero >a
llmzip --predictor codelength:gzip a; echo $?
llmzip -dc a.llz; echo $?
llmzip -t a.llz; echo $?
llmzip -dc --max-work 60 a.llz | cmp - a
llmzip -dc --no-limits a.llz | cmp - a
llmzip -lv a.llz | grep -c "Time to decode  *about [0-9.]* s of one core"

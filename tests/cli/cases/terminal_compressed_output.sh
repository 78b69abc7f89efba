#!/bin/sh
# Compressed data is not written to a terminal, unless -f.
make-text 100 >a
run-in-terminal llmzip --codec store -c a; echo $?
run-in-terminal --pipe-in a llmzip --codec store; echo $?
run-in-terminal llmzip --codec store -fc a | wc -c | grep -qv '^0$' && echo written

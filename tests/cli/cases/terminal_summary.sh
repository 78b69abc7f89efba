#!/bin/sh
# On a terminal one line sums a file up, without -v; -q silences it.
make-text 1000 >a
run-in-terminal llmzip --no-progress --codec store a
run-in-terminal llmzip -q -f --codec store a

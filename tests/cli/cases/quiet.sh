#!/bin/sh
# -q drops warnings, -qq errors; the exit status stays.
mkdir d && make-text 10 >a
llmzip -q --codec store d; echo $?
llmzip -q missing; echo $?
llmzip -qq missing; echo $?
llmzip -q -q missing d; echo $?

#!/bin/sh
# Nothing waits for typing: no arguments on a terminal is a mistake that says what to do.
run-in-terminal llmzip; echo $?
run-in-terminal llmzip -d; echo $?
run-in-terminal --pipe-out out llmzip; echo $?
run-in-terminal llmzip -l; echo $?
run-in-terminal llmzip -t -; echo $?

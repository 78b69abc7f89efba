#!/bin/sh
# Decompressed text may go to a terminal.
printf 'hello\n' >a && llmzip --codec store a
run-in-terminal llmzip -qdc a.llz

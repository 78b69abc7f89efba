#!/bin/sh
# -v: one line a file, on standard error.
make-text 1000 >a
llmzip -v --codec store a && llmzip -tv a.llz && llmzip -dv a.llz -o b && llmzip -dvc a.llz >c
llmzip -v --codec store <a >x && llmzip -dv <x >c
llmzip -v --codec store --rm a -o y

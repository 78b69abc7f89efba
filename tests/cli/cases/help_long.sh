#!/bin/sh
# --help, -H and `help` are the same.
llmzip --help
llmzip --help >a
llmzip -H | cmp - a
llmzip help | cmp - a

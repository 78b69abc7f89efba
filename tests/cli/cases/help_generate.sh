#!/bin/sh
# Every option of generate, within 80 columns.
llmzip generate --help
llmzip generate --help >a
llmzip help generate | cmp - a
llmzip generate -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

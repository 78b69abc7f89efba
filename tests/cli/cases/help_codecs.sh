#!/bin/sh
# Every option of codecs, within 80 columns.
llmzip codecs --help
llmzip codecs --help >a
llmzip help codecs | cmp - a
llmzip codecs -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

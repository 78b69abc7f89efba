#!/bin/sh
# Every option of decompress, within 80 columns.
llmzip decompress --help
llmzip decompress --help >a
llmzip help decompress | cmp - a
llmzip decompress -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

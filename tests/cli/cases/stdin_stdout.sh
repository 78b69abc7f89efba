#!/bin/sh
# Without files: from standard input to standard output, like gzip.
make-text 3000 >a
llmzip -1 <a | llmzip -d | cmp - a
llmzip -1 - <a | llmzip -d - | cmp - a
cat a | llmzip -1 | cat | llmzip -d | cmp - a

#!/bin/sh
# Long runs of zeros come back as holes; --no-sparse writes them.
truncate -s 8M a && printf end >>a
llmzip --codec zstd:1 a && mv a original && llmzip -d a.llz && cmp a original && [ "$(du -k a | cut -f1)" -le 64 ] || exit
llmzip -d --no-sparse -f a.llz && cmp a original && [ "$(du -k a | cut -f1)" -ge 8192 ]

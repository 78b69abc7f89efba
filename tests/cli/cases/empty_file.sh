#!/bin/sh
# Nothing compresses to a little and comes back as nothing.
: >a
llmzip --predictor order2 a && llmzip -t a.llz && llmzip -dc a.llz | wc -c && rm a && llmzip -d a.llz && wc -c a
llmzip --predictor order2 </dev/null | llmzip -d | wc -c

#!/bin/sh
# A link is skipped with a warning; -f or -c follows it.
make-text 100 >a && ln -s a link && ln -s nowhere dangling
llmzip --predictor order2 link; echo $?
llmzip -c --predictor order2 link | llmzip -d | cmp - a
llmzip -f --predictor order2 link && llmzip -dc link.llz | cmp - a && [ -L link ]
llmzip -f dangling; echo $?

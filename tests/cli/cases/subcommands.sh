#!/bin/sh
# compress, test, list and decompress do what -z -t -l -d do.
make-text 1000 >a
llmzip compress --predictor order2 a && llmzip -c --predictor order2 a | cmp - a.llz
llmzip test a.llz && llmzip list a.llz && llmzip -l a.llz
rm a && llmzip decompress a.llz && llmzip -dc a.llz | cmp - a
llmzip decompress -c a.llz | cmp - a
llmzip compress --predictor order2 <a | llmzip decompress | cmp - a

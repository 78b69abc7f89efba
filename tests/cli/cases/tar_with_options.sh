#!/bin/sh
# tar passes options along.
mkdir d && make-text 1000 >d/a && cp -r d original
tar -I 'llmzip -1 -T2' -cf d.tar.llz d && rm -r d && tar -I llmzip -xf d.tar.llz && diff -r d original
llmzip -l --json d.tar.llz | grep -m1 '"predictor"'

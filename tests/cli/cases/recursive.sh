#!/bin/sh
# -r goes down into folders, in order, and follows no links.
mkdir -p d/e && make-text 10 >d/b && make-text 10 >d/a && make-text 10 >d/e/c && ln -s ../d d/e/loop
llmzip -r --predictor order2 d && find d | sort
find d -name '*.llz' -o -type f -print | xargs rm
llmzip -dr d && find d -type f ! -name '*.llz' | sort
llmzip -qtr d
llmzip -qlr d | tail -n 1

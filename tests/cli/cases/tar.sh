#!/bin/sh
# tar -I llmzip, both ways.
mkdir -p d/e && make-text 1000 >d/a && make-text 500 >d/e/b && cp -r d original
tar -I llmzip -cf d.tar.llz d && rm -r d && tar -I llmzip -xf d.tar.llz && diff -r d original && tar -I llmzip -tf d.tar.llz | sort

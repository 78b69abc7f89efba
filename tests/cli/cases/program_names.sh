#!/bin/sh
# Called unllmzip it decompresses, called llzcat to standard output.
make-text 1000 >a && llmzip --codec gzip a
ln -s "$(command -v llmzip)" unllmzip; ln -s unllmzip llzcat
./llzcat a.llz | cmp - a
mv a original; ./unllmzip a.llz && cmp a original
./unllmzip -t a.llz; echo $?
ls -1A

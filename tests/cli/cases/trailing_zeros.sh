#!/bin/sh
# Zero bytes behind an archive, as tar's blocks end, are no damage, and no reason to keep what --rm is to delete.
make-text 3000 >a && llmzip --block-size 1000 --predictor order2 a && head -c 10240 /dev/zero >>a.llz
llmzip -t a.llz; echo $?
llmzip -l a.llz | tail -1
llmzip -dc --offset 1500 --length 7 a.llz; echo
llmzip -dc --recover a.llz | cmp - a
mv a original; llmzip -d --rm a.llz; echo $?; cmp a original; ls -1A

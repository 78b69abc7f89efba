#!/bin/sh
# Every level round-trips, and can be asked for in three ways. What the highest read first is megabytes: a few here.
make-text 17000 >a
head -c 2000 a >small
make-text 3000 >text
mkdir m && llmzip train -q --arch text --data text --name primer -o m/primer.safetensors || exit
for n in 1 2 3 4 5 6 7 8 9; do
  llmzip --models-dir m --no-verify -$n -c a >$n.llz && llmzip --models-dir m -dc $n.llz | cmp - a || exit
  llmzip -$n -c small >small.$n.llz
  llmzip -c --level $n small | cmp - small.$n.llz
  llmzip -c --level=$n small | cmp - small.$n.llz
done
# Of a small file reading would be the most of the work.
llmzip list --json small.9.llz | grep -m1 -o '"predictor": "[a-z]*'
llmzip list --json --models-dir m 9.llz | grep -m1 -o '"predictor": "[a-z]*'

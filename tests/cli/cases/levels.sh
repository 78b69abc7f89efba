#!/bin/sh
# Every level round-trips, and can be asked for in three ways. What the highest read first is megabytes: a few here.
make-text 2000 >a
make-text 3000 >text
mkdir m && llmzip train -q --arch text --data text --name primer -o m/primer.safetensors || exit
for n in 1 2 3 4 5 6 7 8 9; do
  llmzip --models-dir m -$n -c a >$n.llz && llmzip --models-dir m -dc $n.llz | cmp - a || exit
  llmzip --models-dir m -c --level $n a | cmp - $n.llz
  llmzip --models-dir m -c --level=$n a | cmp - $n.llz
done

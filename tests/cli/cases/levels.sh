#!/bin/sh
# Every level round-trips; -1 and -9 are in the archive's spec.
make-text 2000 >a
for n in 1 2 3 4 5 6 7 8 9; do
  llmzip -$n -c a >$n.llz && llmzip -dc $n.llz | cmp - a || exit
  llmzip -c --level $n a | cmp - $n.llz
  llmzip -c --level=$n a | cmp - $n.llz
done

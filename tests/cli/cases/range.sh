#!/bin/sh
# --offset and --length give exactly that part.
make-text 10000 >a && llmzip --block-size 1000 --predictor order2 a
for part in '0 1' '999 2' '0 10000' '5000 5000' '9999 1' '2500 0'; do
  offset=${part% *} length=${part#* }
  tail -c +$((offset + 1)) a | head -c "$length" >want
  llmzip -dc --offset "$offset" --length "$length" a.llz | cmp - want
done
llmzip -dc --offset 9000 a.llz >got && tail -c 1000 a | cmp - got
llmzip -dc --length 2K a.llz | wc -c
llmzip -dc --offset 20000 a.llz; echo $?
llmzip -dc --offset 10000 --length 0 a.llz; echo $?
llmzip -d --offset 1 --length 3 a.llz -o part && wc -c <part

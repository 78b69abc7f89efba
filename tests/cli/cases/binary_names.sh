#!/bin/sh
# Spaces, newlines, brackets, backslashes and non-UTF-8 in names.
for name in 'a b' 'new
line' '[a,b]' '-' 'back\\slash' "$(printf 'latin\351')" '*'; do
  make-text 100 >"./$name"
  llmzip --predictor order2 "./$name" && mv "./$name" original && llmzip -d "./$name.llz" && cmp "./$name" original && rm "./$name" "./$name.llz"
done
llmzip '[missing]'
llmzip 'no
such'
ls -1A

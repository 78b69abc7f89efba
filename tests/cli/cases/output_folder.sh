#!/bin/sh
# -o DIR/ takes the results of several files under their own names; a folder that is in a result's way is an error.
make-text 10 >a && make-text 20 >'b c' && make-text 30 >-d && mkdir out sub sub/e
llmzip -1 -o out/ a 'b c' -- -d; echo "both: $?"
rm -f a 'b c' ./-d && llmzip -d -o . out/*.llz && wc -c a 'b c' ./-d
# A folder without the slash is one too.
llmzip -1 -f -o out a; echo "no slash: $?"
# Two of the same name: the first keeps it, forced or not.
make-text 40 >sub/a && make-text 50 >sub/e/a
for force in -f -k; do
  rm -f out/*
  llmzip -1 $force -o out/ a sub/a; echo "same name: $?"
  llmzip -dc out/a.llz | wc -c
done
# Folders are gone down into, and a second run does nothing.
rm -f out/* && rm sub/e/a && make-text 60 >sub/e/f
llmzip -1 -r -o out/ sub; llmzip -1 -v -r -o out/ sub; echo "again: $?"
ls -1A out
# No folder, several files for one name, no name, a folder in the way.
llmzip -1 -o missing/ a; echo $?
llmzip -1 -o missing a 'b c'; echo $?
llmzip -1 -o out/ <a; echo $?
mkdir out/'b c.llz' && llmzip -1 -f -o out/ 'b c'; echo $?
mkdir a.llz && llmzip -1 -f a; echo $?
llmzip -1 -o missing/x a; echo $?
llmzip -d --length 1 -o out/ out/a.llz; echo $?

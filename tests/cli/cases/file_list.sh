#!/bin/sh
# --filelist names further files, one a line; a missing one does not stop the others.
make-text 10 >a && make-text 10 >'b c' && make-text 10 >d && printf 'b c\n\nmissing\nd' >names
llmzip --predictor order2 --filelist names a; echo "exit $?"
ls
find . -name '*.llz' | llmzip -qd -f --filelist -; echo "exit $?"
llmzip -o out --filelist names; echo "exit $?"
rm -f -- *.llz; printf 'a\0b c\0new\nline\0' >names && make-text 10 >'new
line'
llmzip --codec gzip --filelist names; echo "exit $?"
ls
# --files0-from wants a NUL behind each name.
rm -f -- *.llz; llmzip --codec gzip --files0-from names; echo "exit $?"; ls ./*.llz
rm -f -- *.llz; find . -name 'b*' -print0 | llmzip --codec gzip --files0-from - a; echo "exit $?"; ls ./*.llz
printf 'a' >names; llmzip --codec gzip -f --files0-from names; echo "exit $?"
printf 'a\nd\n' >names; llmzip --codec gzip -f --files0-from names; echo "exit $?"
: >names; llmzip --codec gzip --files0-from names </dev/null; echo "exit $?"
llmzip --codec gzip --files0-from - --filelist - </dev/null; echo "exit $?"

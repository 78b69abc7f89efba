#!/bin/sh
# explain: where its page goes, what it refuses, and that archives are explained, too.
make-text 5000 >notes
llmzip explain -1 notes
test -s notes.html || exit 1
head -c 15 notes.html && echo
llmzip explain -1 notes
echo "again: $?"
llmzip explain -1 -f -v notes -o page.html 2>&1 | sed 's/in page.html/to its page/'
llmzip explain -1 -c notes | cmp - page.html
llmzip explain -1 -o - notes | cmp - page.html
llmzip -1 notes
llmzip explain notes.llz -o archive.html
grep -c 'Where the bits go in this archive' archive.html
ln -s notes link
llmzip explain -1 link && test -s link.html && echo "a link is followed"
llmzip explain -1 notes -o notes
echo "onto itself: $?"
llmzip explain -1
echo "nothing: $?"
llmzip explain -1 notes page.html
echo "two: $?"
llmzip explain -1 .
echo "a folder: $?"
llmzip explain -1 - <notes
echo "a pipe: $?"
llmzip explain -1 missing
echo "missing: $?"
llmzip explain --limit 65M notes
echo "too much: $?"
llmzip explain --limit 0 notes
echo "too little: $?"
llmzip explain -1 notes -o missing/page.html
echo "no folder: $?"
printf 'damaged' | dd of=notes.llz bs=1 seek=60 conv=notrunc 2>/dev/null
llmzip explain -f notes.llz -o archive.html
echo "damaged: $?"

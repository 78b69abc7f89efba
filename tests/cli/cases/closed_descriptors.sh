#!/bin/sh
# With standard streams closed no file takes their number: what was made is right, or an error and nothing is lost.
make-text 300000 >original
llmzip -q --codec gzip -o good.llz original && cp good.llz trailing.llz && echo garbage >>trailing.llz
restore() { rm -f a a.llz b; cp original a; }
same() { cmp "$1" original && echo "$1 is right"; }

restore; llmzip -1 --rm -vv a <&- 2>&-; echo $?
llmzip -dc a.llz >b; same b; [ -e a ] || echo 'source deleted'
restore; rm -f d; cp good.llz d.llz; llmzip -d --progress d.llz <&- 2>&-; echo $?; same d
restore; echo old >a.llz; llmzip -1 -f --progress a >&- 2>&-; echo $?; llmzip -dc a.llz >b; same b
restore; rm -f t; cp trailing.llz t.llz; llmzip -d --ignore-trailing t.llz <&- 2>&-; echo $?; same t
restore; (exec 1>&- 2>&-; llmzip -1 -vv --rm a); echo $?; llmzip -dc a.llz >b; same b

# They stay unusable.
llmzip -dc good.llz >&-; echo $?
llmzip -c --codec gzip <&- >b; echo $?
llmzip -l good.llz >&- 2>&-; echo $?

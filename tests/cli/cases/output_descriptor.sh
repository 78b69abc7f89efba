#!/bin/sh
# -o with a name of a descriptor writes to it, at its position; a link to one is never replaced by a file.
[ -d /proc/self/fd ] || { echo 'no /proc'; exit 77; }
make-text 1000 >a
decodes() { tail -c +7 out | llmzip -d | cmp - a && rm out; }
(echo first; llmzip --codec store -o /dev/fd/3 a 3>&1) >out; echo $?; decodes
ln -s /proc/self/fd/3 link; ln -s link longer
(echo first; llmzip -f --codec store -o longer a 3>&1) >out; echo $?; decodes
[ -L link ] && [ -L longer ] && echo 'still links'
(echo first; llmzip --codec store -o /dev/stderr a) 2>err >out; echo $?; llmzip -dc err | cmp - a
llmzip --codec store -o /dev/fd/9 a; echo $?
ls -1A

#!/bin/sh
# A full device is an error, however late it shows.
[ -e /dev/full ] || { echo 'no /dev/full'; exit 77; }
make-text 100 >a && llmzip --codec store a
llmzip --codec store -c a >/dev/full; echo $?
llmzip -dc a.llz >/dev/full; echo $?
llmzip -l a.llz >/dev/full; echo $?
llmzip -h >/dev/full; echo $?
llmzip generate --predictor uniform >/dev/full; echo $?

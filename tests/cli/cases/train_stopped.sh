#!/bin/sh
# A signal ends training with a checkpoint, and what goes on from there makes the model that an undisturbed run makes.
[ -e "$(dirname "$(command -v llmzip)")/llmzip_train.so" ] || exit 77
make-text 60000 >text
set -- --arch hybrid-tiny --data text --steps 300 --segment 256 --sequences 4 -T 1 --full-precision --name same
llmzip train -q "$@" -o undisturbed.safetensors
: >said
# The progress line says when it has begun. (No SIGINT: who runs in a script's background ignores it.)
llmzip train --progress "$@" --checkpoint state -o stopped.safetensors 2>said &
until grep -q bits/byte said; do sleep 0.01; done
kill -TERM $!
wait $!
echo $?
tr '\r' '\n' <said | tail -n 1 | sed 's/^.*\[K//'
[ -e state ] && [ ! -e stopped.safetensors ] || exit
llmzip train -q "$@" --checkpoint state --resume -o stopped.safetensors
# Without what the models say of themselves.
tail -c 10000 undisturbed.safetensors >undisturbed
tail -c 10000 stopped.safetensors >stopped
cmp undisturbed stopped

#!/bin/sh
# An archive that carries its model needs nothing else; the levels' own models are part of the program.
mkdir m
make-text 3000 >a && make-random-model wordy 1 language >m/wordy.safetensors
llmzip -5 --models-dir m --model wordy --embed-model a && llmzip -d -c a.llz | cmp - a
llmzip -t a.llz && llmzip -d -c --offset 100 --length 50 a.llz | cmp - "$(tail -c 2900 a | head -c 50 >part && echo part)"
llmzip list -v a.llz | grep -e Frame -e Carries -e '  Predictor   ' -e 'that the archive carries'
llmzip list --json a.llz | grep -e carries_model -e '"original_bytes": 3000'
cat a.llz a.llz | llmzip -d | wc -c
llmzip -5 --embed-model -o b.llz a && llmzip list --json b.llz | grep -c '"carries_model"'
llmzip --predictor 'mix(cm,net:m/wordy.safetensors)' --embed-model -o c.llz a && llmzip -d -c c.llz | cmp - a

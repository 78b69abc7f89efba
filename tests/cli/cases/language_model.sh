#!/bin/sh
# A language model of tokens from a folder: at levels with --model, by its spec, in eval and generate; and refused where
# it cannot be used.
mkdir m
make-text 4000 >a && make-random-model wordy 1 language >m/wordy.safetensors
llmzip models --models-dir m | grep -o 'wordy .*language [0-9x]*'
for level in 4 5 9; do
  llmzip "-$level" --models-dir m --model wordy -f a && llmzip -dc --models-dir m a.llz | cmp - a
done
llmzip list a.llz --models-dir m -v | grep '  Predictor   '
llmzip -t a.llz; echo $?
for option in --level=3 --predictor=cm --codec=store; do
  llmzip "$option" --models-dir m --model wordy -f a; echo $?
done
llmzip --models-dir m --model nobody -f a; echo $?
llmzip --predictor 'net:m/wordy.safetensors;context=sliding:100/20' -f a && llmzip -dc --models-dir m a.llz | cmp - a
llmzip --predictor 'net:m/wordy.safetensors;context=reset:5000' -f a; echo $?
llmzip --predictor 'net:text-small;context=reset:50' -f a; echo $?
llmzip --predictor 'mix(cm,net:m/wordy.safetensors;begin=none)' -f a && llmzip -dc --models-dir m a.llz | cmp - a
llmzip list a.llz --models-dir m -v | grep '  Predictor   '
llmzip --predictor 'net:text-small;begin=none' -f a; echo $?
llmzip eval --models-dir m --predictor net:wordy --chunk 1000 --json a | grep -o '"model_parameters": [0-9]*'
llmzip generate --models-dir m --predictor net:wordy --prefix a --bytes 100 | wc -c
llmzip train --models-dir m --data a --init wordy -o b.safetensors; echo $?
ls

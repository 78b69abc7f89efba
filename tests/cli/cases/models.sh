#!/bin/sh
# Models are found in --models-dir, LLMZIP_MODELS and the user's folder, in that order; what is no model is a warning.
mkdir -p a b "$HOME/.local/share/llmzip/models" c
make-random-model first 1 >a/first.safetensors
make-random-model second 2 >b/second.safetensors
make-random-model third 3 >"$HOME/.local/share/llmzip/models/third.safetensors"
LLMZIP_MODELS="/nowhere:$PWD/b:" && export LLMZIP_MODELS
short() { awk '{print $1, $2, $3, $4, $NF}' | sed "s|$HOME|~|"; } # widths depend on what is embedded
llmzip models --models-dir a | grep -v embedded | short
llmzip models -v | head -n 9 | sed "s|$HOME|~|"
mkdir -p "$HOME/data/llmzip/models" && mv "$HOME/.local/share/llmzip/models/third.safetensors" "$HOME/data/llmzip/models/"
XDG_DATA_HOME=$HOME/data llmzip models | grep third | short
printf 'no model' >c/broken.safetensors && printf 'not looked at' >c/other
llmzip models --models-dir c --models-dir a >listed; echo $?
grep -c first listed

#!/bin/sh
# What cannot be evaluated is said in one line each; other files and codings go on.
echo text >a
llmzip eval a
llmzip eval --predictor order0 --seven-bits low a
llmzip eval --predictor order0 --chunk x a
llmzip eval --predictor order0 --positions -1 a
llmzip eval --predictor order0 missing
llmzip eval --predictor net:nothing --predictor uniform a 2>err
echo $?
sed 's/;.*//' err | head -1

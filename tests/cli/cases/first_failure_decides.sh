#!/bin/sh
# A damaged archive among good and missing ones: the first failure gives the exit status.
make-text 300 >a && llmzip --codec gzip a && head -c 50 a.llz >b.llz
llmzip -t a.llz b.llz missing.llz; echo $?
llmzip -t a.llz missing.llz b.llz; echo $?

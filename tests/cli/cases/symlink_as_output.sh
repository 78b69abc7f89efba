#!/bin/sh
# An output name that is a link is replaced under -f; what it pointed to is untouched.
make-text 100 >a && echo target >t && ln -s t a.llz
llmzip --codec store a; echo $?
llmzip -f --codec store a && cat t && [ ! -L a.llz ] && llmzip -dc a.llz | cmp - a

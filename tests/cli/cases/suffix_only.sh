#!/bin/sh
# A file called just .llz has no name to go back to.
make-text 100 >a && llmzip --codec store a -o .llz
llmzip -d .llz

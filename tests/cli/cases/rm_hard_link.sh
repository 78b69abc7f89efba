#!/bin/sh
# A source with other hard links is skipped under --rm, unless -f.
make-text 100 >a && ln a b
llmzip --codec store --rm a; echo $?
ls -1A
llmzip --codec store --rm -f a && ls -1A
llmzip --codec store b && ls -1A

#!/bin/sh
# What cannot be trained is said in one line, before anything is opened.
make-text 3000 >a
llmzip train -o m
llmzip train --data a -o m
llmzip train --arch hybrid-tiny --init a --data a -o m
llmzip train --arch ';window=512' --data a -o m
llmzip train --arch huge --data a -o m
llmzip train --arch hybrid-tiny --data a --weights 1,2 -o m
llmzip train --arch hybrid-tiny --data a --weights x -o m
llmzip train --arch hybrid-tiny --data a --minutes 0 -o m
llmzip train --arch hybrid-tiny --data a --minutes 1 --steps 1 -o m
llmzip train --arch hybrid-tiny --data a --segment 5 -o m
llmzip train --arch hybrid-tiny --data a --resume -o m
llmzip train --arch hybrid-tiny --data a
llmzip train --arch hybrid-tiny --data a --device gpu -o m
llmzip train --arch hybrid-tiny --data a --device cuda:x -o m
llmzip train --arch hybrid-tiny --data a -o a
mkdir d
llmzip train --arch hybrid-tiny --data a -o missing/m
llmzip train --arch text --data a -o missing/m
llmzip train --arch text --data a -f -o d
ls -1A

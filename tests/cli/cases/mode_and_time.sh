#!/bin/sh
# Mode and modification time survive both ways; set-user-id does not.
make-text 100 >a && chmod 0640 a && touch -d '2001-02-03 04:05:06.789 UTC' a
llmzip --predictor order2 a && stat -c '%a %Y' a.llz && rm a && llmzip -d a.llz && stat -c '%a %y' a
make-text 10 >s && chmod 4755 s && llmzip --predictor order2 s && stat -c %a s.llz

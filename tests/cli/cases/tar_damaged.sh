#!/bin/sh
# tar notices a damaged archive.
mkdir d && make-text 30000 >d/a && tar -I 'llmzip --codec gzip' -cf d.tar.llz d
head -c 3000 d.tar.llz >e.tar.llz
tar -I llmzip -xf e.tar.llz 2>/dev/null; [ $? -ne 0 ] && echo noticed

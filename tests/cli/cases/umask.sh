#!/bin/sh
# Without a source file the umask decides.
umask 027
make-text 100 | llmzip --codec store -o x && stat -c %a x

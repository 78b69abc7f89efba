#!/bin/sh
# Root keeps the owner.
[ "$(id -u)" = 0 ] || { echo 'not root'; exit 77; }
make-text 100 >a && chown 12345:23456 a && chmod 0664 a
llmzip --codec store a && stat -c '%u %g %a' a.llz

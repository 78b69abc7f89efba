#!/bin/sh
# A folder that can be written in but not read cannot be synced: known before the work, and no matter with --no-sync.
make-text 1000 >a && mkdir -m 0333 drop
without-root-rights llmzip --codec store a -o drop/a.llz; echo $?
without-root-rights llmzip --codec store --no-sync a -o drop/b.llz; echo $?
chmod 755 drop; ls -A drop

#!/bin/sh
# Files that the kernel makes up announce 4096 bytes, or none, and give others.
file=/sys/kernel/mm/transparent_hugepage/enabled
[ -r $file ] || { echo "no $file"; exit 77; }
llmzip -c $file >a.llz; echo $?
llmzip -dc a.llz | cmp - $file
llmzip -c <$file | llmzip -d | cmp - $file
llmzip -c /proc/version | llmzip -d | cmp - /proc/version

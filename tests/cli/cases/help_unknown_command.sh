#!/bin/sh
# No such command.
llmzip help frobnicate

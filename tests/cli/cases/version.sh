#!/bin/sh
# -V, --version and `version`: one line for programs.
llmzip -V
llmzip --version
llmzip version

#!/bin/sh
# An option whose value is missing.
llmzip a --block-size

#!/bin/sh
# Standard input can be read once.
llmzip - - </dev/null

#!/bin/sh
# Nothing to do is no error.
mkdir d
llmzip -r d

#!/bin/sh
# A TorchScript file is a program: whoever compresses with it has named it, an archive runs it only with --allow-scripts.
# The sandbox would keep it from leaving its trace.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
mkdir m && echo 'a program' >m/toy.pt && make-text 300 >a
ran() { [ -e m/toy.pt.ran ] && echo ran; rm -f m/toy.pt.ran; }
llmzip --predictor torch:m/toy.pt a; echo $?; ran
for way in -t '-dc' '-l' '-dc --recover' '-dc --offset 5' 'test' 'decompress -c'; do
  # shellcheck disable=SC2086  # one or two words
  llmzip $way --no-sandbox --models-dir m a.llz >out; echo "$way $?"; ran
done
(unset LLMZIP_CHECKPOINTS; llmzip -t --no-sandbox --models-dir m a.llz; echo $?)
llmzip -dc --no-sandbox --models-dir m --allow-scripts a.llz | cmp - a && ran
llmzip bench --models-dir m --predictor torch:m/toy.pt a >out; echo $?; ran

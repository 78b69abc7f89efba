// CodeLengthBits: the ideal code length of data under a predictor's distributions, without the coder's loss.
//
// Only measures: floating point lives here and nowhere near the coder.
#ifndef LLMZIP_EVAL_CODE_LENGTH_H_
#define LLMZIP_EVAL_CODE_LENGTH_H_

#include "codecs/tokens/token_codec.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"

namespace llmzip {

/// The ideal code length of `raw`, the sum of -log2 of the probability of each of its symbols, in bits. Walks the
/// bytes as the arithmetic codec does, lanes included; `predictor` must be fresh. Fails as it does.
StatusOr<double> CodeLengthBits(Predictor& predictor, ByteView raw);

/// The same for the tokens of `raw` only, without what the codec codes besides (TokenCodec::SideBytes).
StatusOr<double> TokenCodeLengthBits(const TokenCodec& codec, ByteView raw);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_CODE_LENGTH_H_

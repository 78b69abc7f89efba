// TokenCodec: makes a codec of a predictor of tokens, or of bytes, with the range coder. It codes any bytes, whatever
// the tokeniser's vocabulary.
//
//   [2 * tokens + e: varint]         only with a tokeniser; e = 1 if there are escaped bytes
//   range coder over, in this order:
//     if there are bytes but no tokens (the tokeniser failed): every byte with adaptive order-0 probabilities
//     if e = 1: for each token, in text order, whether it is an escaped byte, and that byte
//     all other tokens with the predictor's distributions, in the order of WalkItems; with a tolerance, as
//       TolerantEncoder does
//     with `ascii7`: the low bit of each byte
//
// The tokens are cut into lanes as the arithmetic codec cuts bytes (LaneCut). In place of an escaped byte the predictor
// gets the tokeniser's beginning token, or token 0. With `ascii7` bytes lose their lowest bit before they become
// tokens, so that a model of text sees ASCII in any file; these bits are coded as well.
// Thread safety: each call makes its own predictor, so calls are independent.
#ifndef LLMZIP_CODECS_TOKENS_TOKEN_CODEC_H_
#define LLMZIP_CODECS_TOKENS_TOKEN_CODEC_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "codecs/tokens/tokenise.h"
#include "codecs/tokens/tolerance_grid.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "symbols/tokeniser.h"

namespace llmzip {

class TokenCodec final : public Codec {
 public:
  struct Parts {
    /// Makes a fresh predictor of `lanes` lanes, whose alphabet holds the tokeniser's vocabulary, or 256 bytes.
    std::function<StatusOr<std::unique_ptr<Predictor>>(unsigned lanes)> make_predictor;
    const Tokeniser* tokeniser = nullptr;  ///< null: bytes are tokens. Must live as long as make_predictor
    std::string environment;               ///< that of the predictors
    unsigned lanes = 1;
    bool ascii7 = false;
    std::shared_ptr<const ToleranceGrid> tolerance;  ///< null: no tolerance
  };

  explicit TokenCodec(Parts parts);

  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size, const Context& context) const override;
  [[nodiscard]] std::string environment() const override { return parts_.environment; }

  /// The tokens of `raw` as the predictor would get them, for measuring.
  [[nodiscard]] Tokenised TokensOf(ByteView raw) const;

  /// The coded size, in bytes, of everything but the predicted tokens.
  [[nodiscard]] std::uint64_t SideBytes(ByteView raw) const;

  /// The token that the predictor gets in place of an escaped byte; and whether a token is an escaped byte.
  [[nodiscard]] Symbol substitute() const;
  [[nodiscard]] bool IsEscaped(Symbol token) const;

  /// A new predictor, as each call makes one.
  [[nodiscard]] StatusOr<std::unique_ptr<Predictor>> NewPredictor() const {
    return parts_.make_predictor(parts_.lanes);
  }

 private:
  class Encoder;
  class Decoder;
  Parts parts_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_TOKEN_CODEC_H_

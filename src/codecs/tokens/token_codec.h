// TokenCodec: a predictor of tokens, or of bytes, through the range coder. Any bytes, whatever the tokeniser can say.
//
//   [2 * tokens + e: varint]         only with a tokeniser; e: whether there are escapes
//   range coder over, in this order:
//     no tokens, though there are bytes:   every byte under adaptive order-0 counts: the tokeniser gave up
//     if e:    for each token, in text order, whether it is an escaped byte, and that byte
//     every other token under the predictor's distribution, in the order of WalkItems; with a tolerance, as
//       TolerantEncoder does
//     `ascii7`: the low bit of each byte
//
// The tokens are cut into lanes as the arithmetic codec cuts bytes (LaneCut). In the place of an escaped byte the
// predictor is told the tokeniser's beginning token, or token 0. With `ascii7` bytes lose their lowest bit before
// they become tokens, so that a model of text sees ASCII in any file; those bits are coded too.
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
    const Tokeniser* tokeniser = nullptr;  ///< null: bytes. Lives as long as make_predictor
    std::string environment;               ///< of the predictors
    unsigned lanes = 1;
    bool ascii7 = false;
    std::shared_ptr<const ToleranceGrid> tolerance;  ///< null: distributions are coded as they are
  };

  explicit TokenCodec(Parts parts);

  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size, const Context& context) const override;
  [[nodiscard]] std::string environment() const override { return parts_.environment; }

  /// What the predictor would be told of `raw`, for those who measure it.
  [[nodiscard]] Tokenised TokensOf(ByteView raw) const;

  /// The bytes that everything but the tokens would take.
  [[nodiscard]] std::uint64_t SideBytes(ByteView raw) const;

  /// What the predictor is told in the place of an escaped byte, and whether a token is one.
  [[nodiscard]] Symbol substitute() const;
  [[nodiscard]] bool IsEscaped(Symbol token) const;

  /// A predictor as each call makes it.
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

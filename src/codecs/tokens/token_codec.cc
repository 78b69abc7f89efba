#include "codecs/tokens/token_codec.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "base/varint.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "codecs/tokens/side_information.h"
#include "codecs/tokens/tolerant_coder.h"

namespace llmzip {
namespace {

// All bytes without their lowest bits.
Bytes HighBitsOf(ByteView raw) {
  Bytes high(raw.size());
  std::ranges::transform(raw, high.begin(), [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte >> 1U); });
  return high;
}

}  // namespace

// Encodes one block.
class TokenCodec::Encoder {
 public:
  Encoder(const TokenCodec& codec, ByteView raw, const Context& context)
      : codec_(codec), raw_(raw), context_(context), tokenised_(codec.TokensOf(raw)) {
    if (codec.parts_.tokeniser == nullptr) return;
    vocabulary_ = codec.parts_.tokeniser->vocabulary_size();
    AppendVarint(2 * std::uint64_t{tokenised_.tokens.size()} + (tokenised_.escapes ? 1 : 0), &coded_);
  }

  // Code everything but the predicted tokens: escapes before them, low bits after them.
  void EncodeEscapes(RangeEncoder& encoder) const {
    EscapedBytes model;
    if (tokenised_.tokens.empty()) {
      const bool halved = codec_.parts_.ascii7;
      for (const std::uint8_t byte : raw_) model.EncodeByte(halved ? byte >> 1U : byte, encoder);
    } else if (tokenised_.escapes) {
      for (const Symbol token : tokenised_.tokens) {
        const bool escaped = token >= vocabulary_;
        model.Encode(escaped ? std::optional(static_cast<std::uint8_t>(token - vocabulary_)) : std::nullopt, encoder);
      }
    }
  }

  void EncodeLowBits(RangeEncoder& encoder) const {
    if (!codec_.parts_.ascii7) return;
    LowBits model;
    for (const std::uint8_t byte : raw_) model.Encode(byte, encoder);
  }

  StatusOr<Bytes> All() {
    RangeEncoder encoder(&coded_);
    EncodeEscapes(encoder);
    if (!tokenised_.tokens.empty()) LLMZIP_RETURN_IF_ERROR(EncodeTokens(encoder));
    EncodeLowBits(encoder);
    encoder.Finish();
    return std::move(coded_);
  }

 private:
  Status EncodeTokens(RangeEncoder& encoder) {
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor, codec_.NewPredictor());
    assert(predictor->alphabet_size() >= vocabulary_);
    const unsigned k = predictor->frequency_bits();
    std::optional<TolerantEncoder> tolerant;
    if (codec_.parts_.tolerance) tolerant.emplace(*codec_.parts_.tolerance, k, encoder);
    std::uint64_t bytes = 0;  // bytes since the last report to the context's work
    std::uint8_t escaped = 0;
    const auto visit = [&](std::size_t position, unsigned /*part*/, FrequencyRow row) {
      const Symbol token = tokenised_.tokens[position];
      bytes += codec_.parts_.tokeniser == nullptr ? 1 : MeaningOf(*codec_.parts_.tokeniser, token, &escaped).size();
      if (tokenised_.escapes && token >= vocabulary_) return codec_.substitute();
      if (tolerant) {
        tolerant->Encode(row, token);
      } else {
        EncodeUnder(row, token, k, encoder);
      }
      return token;
    };
    const auto look = [&](std::size_t /*step*/, unsigned /*active*/) {
      return Advance(context_, std::exchange(bytes, 0));
    };
    LLMZIP_RETURN_IF_ERROR(WalkItems(*predictor, tokenised_.tokens.size(), 1, visit, look));
    if (tolerant) tolerant->Finish();
    return Status::Ok();
  }

  const TokenCodec& codec_;
  ByteView raw_;
  const Context& context_;
  Tokenised tokenised_;
  std::uint32_t vocabulary_ = 256;
  Bytes coded_;
};

// Decodes one block. Whatever the coded bytes are, it ends with exactly raw_size bytes or kCorrupt.
class TokenCodec::Decoder {
 public:
  Decoder(const TokenCodec& codec, std::size_t raw_size, const Context& context)
      : codec_(codec), raw_size_(raw_size), context_(context) {}

  StatusOr<Bytes> All(ByteView coded) {
    std::uint64_t count = raw_size_;
    if (codec_.parts_.tokeniser != nullptr) {
      vocabulary_ = codec_.parts_.tokeniser->vocabulary_size();
      const auto head = TakeVarint(&coded);
      if (!head || *head / 2 > raw_size_) return Status::Corrupt("a block has no sound number of tokens");
      count = *head / 2;
      escapes_ = *head % 2 != 0;
    }
    RangeDecoder decoder(coded);
    raw_.reserve(raw_size_);
    if (count == 0) {
      EscapedBytes model;
      for (std::size_t i = 0; i < raw_size_; ++i) raw_.push_back(model.DecodeByte(decoder));
    } else {
      tokens_.resize(static_cast<std::size_t>(count));
      DecodeEscapes(decoder);
      LLMZIP_RETURN_IF_ERROR(DecodeTokens(decoder));
      LLMZIP_RETURN_IF_ERROR(Join());
    }
    if (codec_.parts_.ascii7) {
      LowBits model;
      for (std::uint8_t& byte : raw_) {
        if (byte > 0x7F) return WrongTokens();
        byte = model.Decode(byte, decoder);
      }
    }
    return std::move(raw_);
  }

 private:
  static Status WrongTokens() { return Status::Corrupt("a block's tokens do not say as many bytes as it has"); }

  void DecodeEscapes(RangeDecoder& decoder) {
    if (!escapes_) return;
    EscapedBytes model;
    for (Symbol& token : tokens_) {
      const auto byte = model.Decode(decoder);
      token = byte ? vocabulary_ + *byte : 0;
    }
  }

  Status DecodeTokens(RangeDecoder& decoder) {
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor, codec_.NewPredictor());
    assert(predictor->alphabet_size() >= vocabulary_);
    const unsigned k = predictor->frequency_bits();
    std::optional<TolerantDecoder> tolerant;
    if (codec_.parts_.tolerance) tolerant.emplace(*codec_.parts_.tolerance, k, decoder);
    std::uint64_t bytes = 0;
    std::uint64_t all_bytes = 0;
    bool wrong = false;
    std::uint8_t escaped = 0;
    const auto visit = [&](std::size_t position, unsigned /*part*/, FrequencyRow row) {
      Symbol& token = tokens_[position];
      const bool coded = !escapes_ || token < vocabulary_;
      if (coded) token = tolerant ? tolerant->Decode(row) : DecodeUnder(row, k, decoder);
      const Tokeniser* const tokeniser = codec_.parts_.tokeniser;
      // The predictor's alphabet may be larger than the vocabulary. Ids beyond the vocabulary have no meaning, and must
      // not be taken for escaped bytes.
      const bool says = !coded || token < vocabulary_;
      const std::size_t size = !says ? 0 : tokeniser == nullptr ? 1 : MeaningOf(*tokeniser, token, &escaped).size();
      wrong = wrong || size == 0;
      bytes += size;
      return coded ? token : codec_.substitute();
    };
    const auto look = [&](std::size_t /*step*/, unsigned /*active*/) {
      all_bytes += bytes;
      if (wrong || all_bytes > raw_size_) return WrongTokens();
      return Advance(context_, std::exchange(bytes, 0));
    };
    LLMZIP_RETURN_IF_ERROR(WalkItems(*predictor, tokens_.size(), 1, visit, look));
    return wrong ? WrongTokens() : Status::Ok();
  }

  Status Join() {
    if (codec_.parts_.tokeniser == nullptr) {
      std::ranges::transform(tokens_, std::back_inserter(raw_),
                             [](Symbol token) { return static_cast<std::uint8_t>(token); });
      return Status::Ok();
    }
    std::uint8_t escaped = 0;
    for (const Symbol token : tokens_) {
      const ByteView meaning = MeaningOf(*codec_.parts_.tokeniser, token, &escaped);
      if (meaning.size() > raw_size_ - raw_.size()) return WrongTokens();
      raw_.insert(raw_.end(), meaning.begin(), meaning.end());
    }
    return raw_.size() == raw_size_ ? Status::Ok() : WrongTokens();
  }

  const TokenCodec& codec_;
  const std::size_t raw_size_;
  const Context& context_;
  std::uint32_t vocabulary_ = 256;
  bool escapes_ = false;
  std::vector<Symbol> tokens_;
  Bytes raw_;
};

TokenCodec::TokenCodec(Parts parts) : parts_(std::move(parts)) { assert(parts_.lanes >= 1); }

Tokenised TokenCodec::TokensOf(ByteView raw) const {
  return parts_.ascii7 ? Tokenise(parts_.tokeniser, HighBitsOf(raw)) : Tokenise(parts_.tokeniser, raw);
}

Symbol TokenCodec::substitute() const {
  return parts_.tokeniser == nullptr ? 0 : parts_.tokeniser->beginning().value_or(0);
}

bool TokenCodec::IsEscaped(Symbol token) const {
  return parts_.tokeniser != nullptr && token >= parts_.tokeniser->vocabulary_size();
}

StatusOr<Bytes> TokenCodec::Compress(ByteView raw, const Context& context) const {
  return Encoder(*this, raw, context).All();
}

std::uint64_t TokenCodec::SideBytes(ByteView raw) const {
  const Context context;
  const Encoder block(*this, raw, context);
  Bytes coded;
  RangeEncoder encoder(&coded);
  block.EncodeEscapes(encoder);
  block.EncodeLowBits(encoder);
  encoder.Finish();
  return coded.size();
}

StatusOr<Bytes> TokenCodec::Decompress(ByteView coded, std::size_t raw_size, const Context& context) const {
  return Decoder(*this, raw_size, context).All(coded);
}

}  // namespace llmzip

// Codec: bytes -> bytes, and back, exactly.
//
// One of the two interfaces the whole project is written against (the other is Predictor). A codec is
// stateless: each call stands alone, which is what makes blocks independent of each other.
// Thread safety: const methods may be called from many threads at once.
#ifndef LLMZIP_CODEC_H_
#define LLMZIP_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "llmzip/context.h"
#include "llmzip/export.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

class LLMZIP_EXPORT Codec {
 public:
  Codec() = default;
  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;
  virtual ~Codec() = default;

  /// Any bytes, none included, become bytes that Decompress turns back. May be larger than `raw`. `context`, here and
  /// below, changes no byte; a codec whose work is over in an instant may ignore it.
  [[nodiscard]] virtual StatusOr<Bytes> Compress(ByteView raw, const Context& context) const = 0;

  /// `raw_size` is the exact size of the original, kept by the caller (the frame). Input is untrusted:
  /// whatever it holds, the call ends with raw_size bytes or kCorrupt, in time and memory bounded by
  /// raw_size and coded.size(). Wrong input may decode to wrong bytes: checksums are the frame's.
  [[nodiscard]] virtual StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size,
                                                   const Context& context) const = 0;

  /// The same for bytes of which it is known what they are: `segments` cover the original bytes in order, with no gap
  /// and none empty, and are the same for encoder and decoder. For codecs over predictors that make use of it; others
  /// ignore them.
  [[nodiscard]] virtual StatusOr<Bytes> CompressSegments(ByteView raw, std::span<const SegmentView> /*segments*/,
                                                         const Context& context) const {
    return Compress(raw, context);
  }
  [[nodiscard]] virtual StatusOr<Bytes> DecompressSegments(ByteView coded, std::size_t raw_size,
                                                           std::span<const SegmentView> /*segments*/,
                                                           const Context& context) const {
    return Decompress(coded, raw_size, context);
  }

  /// As Predictor::environment().
  [[nodiscard]] virtual std::string environment() const { return {}; }
};

}  // namespace llmzip

#endif  // LLMZIP_CODEC_H_

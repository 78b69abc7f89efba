// Codec: bytes -> bytes, and back, exactly.
//
// One of the two interfaces that all of llmzip is built on (the other is Predictor). A codec is stateless: no call
// depends on an earlier one, so blocks can be coded and decoded independently of each other.
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

  /// Compresses `raw`, which may be empty, to bytes from which Decompress restores it. The result may be larger than
  /// `raw`. `context`, here and below, never changes the result; a codec that is always fast may ignore it.
  [[nodiscard]] virtual StatusOr<Bytes> Compress(ByteView raw, const Context& context) const = 0;

  /// `raw_size` is the exact size of the original; the caller (the frame) stores it. `coded` is untrusted: whatever it
  /// holds, the call returns raw_size bytes or kCorrupt, in time and memory bounded by raw_size and coded.size().
  /// Damaged input may decode to wrong bytes without an error: the frame's checks and digests detect that.
  [[nodiscard]] virtual StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size,
                                                   const Context& context) const = 0;

  /// Compress and Decompress for bytes whose kinds of content are known: `segments` cover the original bytes in order,
  /// without gaps, each at least one byte, and are the same for encoder and decoder. Codecs over predictors pass them
  /// on; all others ignore them, as these defaults do.
  [[nodiscard]] virtual StatusOr<Bytes> CompressSegments(ByteView raw, std::span<const SegmentView> /*segments*/,
                                                         const Context& context) const {
    return Compress(raw, context);
  }
  [[nodiscard]] virtual StatusOr<Bytes> DecompressSegments(ByteView coded, std::size_t raw_size,
                                                           std::span<const SegmentView> /*segments*/,
                                                           const Context& context) const {
    return Decompress(coded, raw_size, context);
  }

  /// What must be the same for a decoder, as Predictor::environment().
  [[nodiscard]] virtual std::string environment() const { return {}; }
};

}  // namespace llmzip

#endif  // LLMZIP_CODEC_H_

// LibraryCodec: a codec that another library implements, at one of its levels.
//
// It contains what all such codecs share: empty input gives empty output, and running out of memory gives a Status.
// `Format` is a struct of static members that call the library:
//   kName                           the first word of its messages
//   kMinLevel, kMaxLevel, kDefaultLevel
//   MemoryBytes(level, raw_size)    an upper bound on what one call holds beside its input and output
//   Library()                       name and version of the library whose encoder determines the sizes
//   Encode(raw, level, work)        the coded bytes; `raw` is not empty. Looks several times a second whether `work`,
//                                   which may be null, was stopped; zstd's library gives no opportunity to
//   Decode(coded, raw)              decodes to `raw`; false unless `coded` decodes to exactly raw.size() bytes
// Encode and Decode may throw what the standard library throws, but not through the library's own frames, and without
// leaking the library's resources. Thread safety: all may be called from many threads at once.
#ifndef LLMZIP_CODECS_LIBRARY_CODEC_H_
#define LLMZIP_CODECS_LIBRARY_CODEC_H_

#include <cstddef>
#include <span>
#include <string>

#include "base/caught.h"
#include "llmzip/codec.h"

namespace llmzip {

/// For Format::Encode.
inline bool IsStopped(const Work* work) { return work != nullptr && work->stopped(); }
inline Status StoppedInLibrary() { return Status::Cancelled("coding was stopped within a block"); }

template <typename Format>
class LibraryCodec final : public Codec, public Format {
 public:
  explicit LibraryCodec(int level) : level_(level) {}

  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override {
    if (raw.empty()) return Bytes();
    return Guarded([&]() -> StatusOr<Bytes> { return Format::Encode(raw, level_, context.work); });
  }

  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size,
                                           const Context& /*context*/) const override {
    if (raw_size == 0 && coded.empty()) return Bytes();
    return Guarded([&]() -> StatusOr<Bytes> {
      Bytes raw(raw_size);
      LLMZIP_ASSIGN_OR_RETURN(const bool sound, Format::Decode(coded, raw));
      if (!sound) return Status::Corrupt(std::string(Format::kName) + ": the coded bytes are damaged");
      return raw;
    });
  }

 private:
  int level_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_LIBRARY_CODEC_H_

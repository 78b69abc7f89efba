// Claims of samples: what the header of a sound file says about them, checked before it becomes a claim.
// Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_HEADERS_SAMPLE_CLAIM_H_
#define LLMZIP_CONTENT_HEADERS_SAMPLE_CLAIM_H_

#include <cstdint>

#include "content/claim.h"
#include "content/headers/header_reader.h"

namespace llmzip {

/// As headers say it, unchecked.
struct SampleFormat {
  std::uint32_t channels = 0;
  std::uint32_t bits = 0;   ///< that a sample has
  std::uint32_t frame = 0;  ///< bytes of a frame, 0 if not said; believed only where it makes samples wider than `bits`
  std::uint32_t rate = 0;
  bool big_endian = false;
  bool is_unsigned = false;
  bool is_float = false;
};

/// A size that says nothing about where samples end.
inline constexpr std::uint64_t kToTheEnd = Claims::kFarthest;

/// Claims `size` bytes at `offset` of the reader's file as sound; floats as records. Where the samples clearly have the
/// other byte order or sign, they are claimed as what they are. No claim if the format cannot be.
void ClaimSamples(const SampleFormat& format, const HeaderReader& reader, std::uint64_t offset, std::uint64_t size,
                  Claims* claims);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_SAMPLE_CLAIM_H_

// Frames made part by part, right or wrong, for tests of what decoders must refuse.
#ifndef LLMZIP_TESTS_SUPPORT_FORGE_H_
#define LLMZIP_TESTS_SUPPORT_FORGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "frame/block_header.h"
#include "frame/index.h"
#include "llmzip/codec.h"

namespace llmzip::testing {

/// A header field by field, any value allowed, its check right.
struct ForgedHeader {
  std::uint8_t version = 1;
  std::uint8_t flags = 0;
  std::string spec = "store";
  std::uint64_t lanes = 1;
  std::uint64_t block_size = 100;
  Bytes optional_fields;  ///< what follows the block size

  [[nodiscard]] Bytes ToBytes() const;
};

/// The check a header ends with.
std::uint32_t CheckOf(ByteView header);

/// `bytes` from kind to payload, and the right check for their place.
Bytes Sealed(ByteView bytes, const BlockPlace& place);

/// A block with a right check; header fields need not fit the payload.
Bytes ForgedBlock(const BlockHeader& header, ByteView payload, const BlockPlace& place);

/// A right stored block.
Bytes StoredBlock(ByteView raw, const BlockPlace& place);

/// End marker, `index` and footer, with a right check.
Bytes ForgedTrailer(ByteView index);

/// An index of any numbers.
Bytes ForgedIndex(std::uint64_t blocks, std::uint64_t header_size, const std::vector<IndexEntry>& entries,
                  ByteView content_digest = {});

/// All of `parts`, one after the other.
Bytes Joined(const std::vector<Bytes>& parts);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_FORGE_H_

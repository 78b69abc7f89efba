// Frames made part by part, right or wrong, for tests of what decoders must refuse. What is called Old is of format 1,
// which only tests still write.
#ifndef LLMZIP_TESTS_SUPPORT_FORGE_H_
#define LLMZIP_TESTS_SUPPORT_FORGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "frame/block.h"
#include "frame/index.h"
#include "llmzip/codec.h"

namespace llmzip::testing {

/// A header field by field, any value allowed, its check right. With `lone` in the flags, the header of a lone frame,
/// without block size and check.
struct ForgedHeader {
  std::uint8_t version = 2;
  std::uint8_t flags = 0;
  std::uint64_t table = 0;
  std::vector<std::string> specs = {"store"};  ///< used if table is 0
  Bytes optional_fields;                       ///< models and environment
  std::uint64_t block_size = 100;

  [[nodiscard]] Bytes ToBytes() const;
};

/// The header of a frame of version 1.
struct OldHeader {
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

/// `bytes` with their right check for their place behind them: a head, or a whole block of either version.
Bytes Sealed(ByteView bytes, const BlockPlace& place);

/// A block with right checks; fields of its head need not fit the payload.
Bytes ForgedBlock(const BlockHead& head, ByteView payload, const BlockPlace& place);

/// A right stored block.
Bytes StoredBlock(ByteView raw, const BlockPlace& place);

/// The head of a stored block of these bytes.
BlockHead StoredHeadOf(ByteView raw, std::uint64_t number);

/// The head of a plain block: plan 0, one lane, piece checks of zeros as many as there must be.
BlockHead PlainHeadOf(std::uint64_t raw_size, std::uint64_t payload_size, std::uint64_t number);

/// Header, body and payload of a lone frame, and its right checks.
Bytes ForgedLone(const ForgedHeader& header, const BlockHead& head, ByteView payload);

/// A block of version 1: kind, raw size, payload size unless stored, digest, payload, check.
Bytes OldBlock(std::uint8_t kind, std::uint64_t raw_size, std::uint64_t payload_size, const Digest128& digest,
               ByteView payload, const BlockPlace& place);
Bytes OldStoredBlock(ByteView raw, const BlockPlace& place);

/// End marker, `index` and footer, with a right check.
Bytes ForgedTrailer(ByteView index);

/// An index of any numbers.
Bytes ForgedIndex(std::uint64_t blocks, std::uint64_t header_size, const std::vector<IndexEntry>& entries,
                  ByteView content_digest = {});

/// All of `parts`, one after the other.
Bytes Joined(const std::vector<Bytes>& parts);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_FORGE_H_

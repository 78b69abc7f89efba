// Pieces: a stream's bytes in equal parts with a check each, by which recovery tells how much before damage is right.
//
// A stream has at most one piece for each full kPieceCodedSize coded bytes, so that checks cost at most 0.05 %; shorter
// streams have none. A piece has 64 KiB, doubled until there are few enough pieces.
// Pure functions; thread-safe.
#ifndef LLMZIP_FRAME_PIECES_H_
#define LLMZIP_FRAME_PIECES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "frame/field_reader.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

inline constexpr std::uint64_t kLeastPieceSize = std::uint64_t{64} << 10;
inline constexpr std::uint64_t kPieceCodedSize = 8192;

struct Pieces {
  std::uint64_t size = 0;   ///< bytes of each but the last
  std::uint64_t count = 0;  ///< 0: a stream without piece checks
};

/// The pieces of a stream of `size` bytes that is coded in `coded_size` bytes.
Pieces PiecesOf(std::uint64_t size, std::uint64_t coded_size);

/// The checks of all pieces of a stream.
std::vector<std::uint32_t> PieceChecks(ByteView stream, std::uint64_t coded_size);

/// The number of bytes at the beginning of `stream` that the checks prove right: whole pieces up to the first mismatch.
std::uint64_t ProvenBytes(ByteView stream, std::uint64_t coded_size, const std::vector<std::uint32_t>& checks);

void AppendChecks(const std::vector<std::uint32_t>& checks, Bytes* out);

/// Reads the checks of a stream of these sizes.
Status TakeChecks(FieldReader& reader, std::uint64_t size, std::uint64_t coded_size,
                  std::vector<std::uint32_t>* checks);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_PIECES_H_

// Pieces: a stream's bytes in equal parts, each with a check of its own, by which recovery tells what precedes damage.
//
// Streams of fewer than kPieceCodedSize coded bytes have none, and others no more than one for so many coded bytes, so
// that checks never cost more than 0.05 %. A piece is 64 KiB, or as often doubled as that takes.
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

/// How a stream of `size` bytes is cut that is coded in `coded_size`.
Pieces PiecesOf(std::uint64_t size, std::uint64_t coded_size);

/// The checks of all pieces of a stream.
std::vector<std::uint32_t> PieceChecks(ByteView stream, std::uint64_t coded_size);

/// How many of `stream`'s first bytes are proven right by the checks: whole pieces up to the first that does not match.
std::uint64_t ProvenBytes(ByteView stream, std::uint64_t coded_size, const std::vector<std::uint32_t>& checks);

void AppendChecks(const std::vector<std::uint32_t>& checks, Bytes* out);

/// The checks of a stream of these sizes.
Status TakeChecks(FieldReader& reader, std::uint64_t size, std::uint64_t coded_size,
                  std::vector<std::uint32_t>* checks);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_PIECES_H_

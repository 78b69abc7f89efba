#include "engine/padding.h"

#include <algorithm>

#include "llmzip/codec.h"

namespace llmzip {
namespace {

bool AllZero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

StatusOr<bool> EndsInPadding(BufferedSource& source) {
  while (true) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, source.Peek(BufferedSource::kMaxPeek));
    if (bytes.empty()) return true;
    if (!AllZero(bytes)) return false;
    source.Skip(bytes.size());
  }
}

StatusOr<bool> IsPadding(RandomAccessSource& source, std::uint64_t offset) {
  Bytes piece;
  for (std::uint64_t size = 16; offset < source.size(); size = BufferedSource::kMaxPeek) {
    piece.resize(static_cast<std::size_t>(std::min(size, source.size() - offset)));
    LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, piece));
    if (!AllZero(piece)) return false;
    offset += piece.size();
  }
  return true;
}

}  // namespace llmzip

#include "engine/resync.h"

#include <algorithm>

#include "base/little_endian.h"
#include "frame/block_header.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kBlocksCutOut = 4096;

// Raw sizes a block of the frame can have: full, or what is left over at the end.
bool IsPlausible(const BlockHeader& block, const FrameHeader& frame) {
  if (block.kind == BlockKind::kEnd) return false;
  return block.raw_size == frame.block_size ||
         (frame.content_size && block.raw_size == *frame.content_size % frame.block_size);
}

// How many numbers from the least on a block can have: every block lost before it took some bytes, raw and on disk.
// Bytes may be missing, too, so a few thousand blocks more may have been there than now have room.
std::uint64_t PossibleNumbers(const FrameHeader& frame, std::uint64_t distance, std::uint64_t raw_before,
                              std::uint64_t raw_size) {
  const std::uint64_t content_size = frame.content_size.value_or(UINT64_MAX);
  const std::uint64_t left = content_size - std::min(content_size, raw_before);
  if (left < raw_size) return 0;
  return 1 + std::min(kBlocksCutOut + distance / kMinBlockSizeOnDisk, (left - raw_size) / frame.block_size);
}

}  // namespace

StatusOr<std::optional<FoundFrame>> FindFrame(SourceWindow& window, std::uint64_t from) {
  for (std::uint64_t offset = from; offset < window.end(); ++offset) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView magic, window.At(offset, kFrameMagic.size()));
    if (!StartsFrame(magic)) continue;
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, kMaxHeaderSize));
    auto parsed = ParseHeader(bytes);
    if (parsed.ok()) return std::optional<FoundFrame>({offset, *std::move(parsed)});
  }
  return std::optional<FoundFrame>();
}

StatusOr<std::optional<FoundBlock>> FindBlock(SourceWindow& window, std::uint64_t from, const ParsedHeader& parsed,
                                              std::uint64_t least_number, std::uint64_t raw_before) {
  Bytes candidate;
  for (std::uint64_t offset = from; offset < window.end(); ++offset) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView start, window.At(offset, kMaxBlockHeaderSize));
    if (StartsFrame(start)) {
      LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, kMaxHeaderSize));
      if (ParseHeader(bytes).ok()) break;
      continue;
    }
    if (start[0] == 0) continue;
    const auto block = ParseBlockHeader(start, parsed.header.block_size);
    if (!block.ok() || !IsPlausible(block->header, parsed.header)) continue;
    const std::uint64_t checked_size = block->size + block->header.payload_size;
    if (checked_size + kCheckSize > window.end() - offset) continue;
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, checked_size + kCheckSize));
    const auto check = LoadLittleEndian<std::uint32_t>(bytes.data() + checked_size);
    const std::uint32_t content_check = Xxh3Check32(bytes.first(checked_size));
    const std::uint64_t numbers = PossibleNumbers(parsed.header, offset - from, raw_before, block->header.raw_size);
    for (std::uint64_t number = least_number; number - least_number < numbers; ++number) {
      if ((check ^ content_check) == PlaceCheck({parsed.check, number})) {
        return std::optional<FoundBlock>({offset, number, checked_size + kCheckSize});
      }
    }
  }
  return std::optional<FoundBlock>();
}

}  // namespace llmzip

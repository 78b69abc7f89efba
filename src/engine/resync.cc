#include "engine/resync.h"

#include <algorithm>
#include <utility>

#include "base/little_endian.h"
#include "frame/block.h"
#include "frame/check.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

// If bytes were removed, there may have been more blocks than fit into the range now: so many more are considered.
constexpr std::uint64_t kBlocksCutOut = 4096;

// How many numbers, from the least on, a block found here can have: each block lost before it took some bytes, raw and
// in the archive.
std::uint64_t PossibleNumbers(const FrameHeader& frame, std::uint64_t distance, std::uint64_t raw_before,
                              std::uint64_t raw_size) {
  const std::uint64_t content_size = frame.content_size.value_or(UINT64_MAX);
  const std::uint64_t left = content_size - std::min(content_size, raw_before);
  if (left < raw_size) return 0;
  return 1 + std::min(kBlocksCutOut + distance / kMinBlockSizeOnDisk, (left - raw_size) / frame.block_size);
}

// True if a block can have this raw size. In version 1 it is full, or has what is left at the end of the content.
bool IsPlausible(const BlockSizes& block, const FrameHeader& frame) {
  return block.raw_size == frame.block_size || frame.version != kOldFormatVersion ||
         (frame.content_size && block.raw_size == *frame.content_size % frame.block_size);
}

// The number of the block whose bytes are at `offset`, if its head (in version 1 all of it) is sound.
StatusOr<std::optional<std::uint64_t>> NumberOf(SourceWindow& window, std::uint64_t offset, const BlockSizes& sizes,
                                                const ParsedHeader& parsed, std::uint64_t least, std::uint64_t numbers,
                                                SearchBudget& budget) {
  const bool old = parsed.header.version == kOldFormatVersion;
  const std::uint64_t size = old ? sizes.disk_size() : sizes.head_size;
  if (size > window.end() - offset) return std::optional<std::uint64_t>();
  if (!old && (sizes.number < least || sizes.number - least >= numbers)) return std::optional<std::uint64_t>();
  if (!budget.Take(size)) return std::optional<std::uint64_t>();
  LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, size));
  const std::uint64_t checked = size - kCheckSize;
  const auto check = LoadLittleEndian<std::uint32_t>(bytes.data() + checked);
  const std::uint32_t place = check ^ Xxh3Check32(bytes.first(checked));
  if (!old) {
    const bool sound = ChecksMatch(place, PlaceCheck({parsed.check, sizes.number}));
    return sound ? std::optional<std::uint64_t>(sizes.number) : std::nullopt;
  }
  if (!budget.Take(16 * numbers)) return std::optional<std::uint64_t>();
  for (std::uint64_t number = least; number - least < numbers; ++number) {
    if (place == PlaceCheck({parsed.check, number})) return std::optional<std::uint64_t>(number);
  }
  return std::optional<std::uint64_t>();
}

}  // namespace

SearchBudget::SearchBudget(std::uint64_t archive_size, std::function<bool()> go_on)
    : left_((std::uint64_t{64} << 20) + 64 * std::min(archive_size, std::uint64_t{1} << 50)),
      go_on_(std::move(go_on)) {}

bool SearchBudget::Take(std::uint64_t bytes) {
  left_ -= std::min(bytes, left_);
  return left_ > 0;
}

Status SearchBudget::Continue() {
  constexpr std::uint32_t kCallsBetween = 65536;
  if (++calls_ % kCallsBetween != 0 || go_on_()) return Status::Ok();
  return Status::Cancelled("stopped on request");
}

StatusOr<std::optional<FoundFrame>> FindFrame(SourceWindow& window, std::uint64_t from, SearchBudget& budget) {
  for (std::uint64_t offset = from; offset < window.end() && !budget.spent(); ++offset) {
    LLMZIP_RETURN_IF_ERROR(budget.Continue());
    LLMZIP_ASSIGN_OR_RETURN(const ByteView magic, window.At(offset, kFrameMagic.size()));
    if (!StartsFrame(magic) || !budget.Take(kMaxHeaderSize)) continue;
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, kMaxHeaderSize));
    auto parsed = ParseHeader(bytes);
    if (!parsed.ok()) continue;
    if (parsed->header.lone) {
      LLMZIP_ASSIGN_OR_RETURN(const auto block, BlockAt(window, offset, *parsed, 0, 0));
      if (!block || !budget.Take(block->bytes->size()) || !block->head_status.ok()) continue;
    }
    return std::optional<FoundFrame>({offset, *std::move(parsed)});
  }
  return std::optional<FoundFrame>();
}

StatusOr<std::optional<FoundBlock>> FindBlock(SourceWindow& window, std::uint64_t from, const ParsedHeader& parsed,
                                              std::uint64_t least_number, std::uint64_t raw_before,
                                              SearchBudget& budget) {
  for (std::uint64_t offset = from; offset < window.end() && !budget.spent(); ++offset) {
    LLMZIP_RETURN_IF_ERROR(budget.Continue());
    LLMZIP_ASSIGN_OR_RETURN(const ByteView start, window.At(offset, kMaxBlockStartSize));
    if (StartsFrame(start)) {
      if (!budget.Take(kMaxHeaderSize)) break;
      LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, kMaxHeaderSize));
      const auto next = ParseHeader(bytes);
      if (next.ok() && !next->header.lone) break;
      continue;
    }
    if (start[0] == 0) continue;
    const auto sizes = ParseBlockSizes(start, parsed.header);
    if (!sizes.ok() || !IsPlausible(*sizes, parsed.header)) continue;
    const std::uint64_t numbers = PossibleNumbers(parsed.header, offset - from, raw_before, sizes->raw_size);
    LLMZIP_ASSIGN_OR_RETURN(const auto number, NumberOf(window, offset, *sizes, parsed, least_number, numbers, budget));
    if (number) return std::optional<FoundBlock>({offset, *number});
  }
  return std::optional<FoundBlock>();
}

StatusOr<std::optional<BlockOnDisk>> BlockAt(SourceWindow& window, std::uint64_t offset, const ParsedHeader& parsed,
                                             std::uint64_t number, std::uint64_t most_bytes) {
  const FrameHeader& header = parsed.header;
  const std::uint64_t before = header.lone ? parsed.size : 0;
  const std::uint64_t left = window.end() - offset;
  if (before >= left) return std::optional<BlockOnDisk>();
  LLMZIP_ASSIGN_OR_RETURN(const ByteView start, window.At(offset + before, kMaxBlockStartSize));
  const auto sizes = ParseBlockSizes(start, header);
  if (!sizes.ok() || sizes->kind == BlockKind::kEnd) return std::optional<BlockOnDisk>();
  const std::uint64_t size = before + sizes->disk_size();
  // A head that is cut short cannot be read, and version 1 has no head check to prove it.
  const bool may_be_cut = sizes->has_head_check && before + sizes->head_size <= left;
  if (size > left && (!may_be_cut || size > most_bytes)) return std::optional<BlockOnDisk>();
  if (size > left) {
    // No memory is allocated for missing bytes before the head is known to be sound.
    LLMZIP_ASSIGN_OR_RETURN(const ByteView head, window.At(offset, before + sizes->head_size));
    const std::size_t checked = head.size() - kCheckSize;
    const auto check = LoadLittleEndian<std::uint32_t>(head.data() + checked);
    const std::uint32_t computed =
        header.lone ? Xxh3Check32(head.first(checked)) : BlockCheck(head.first(checked), {parsed.check, number});
    if (!ChecksMatch(check, computed)) return std::optional<BlockOnDisk>();
  }
  auto bytes = std::make_shared<Bytes>();
  LLMZIP_RETURN_IF_ERROR(window.Read(offset, std::min(size, left), bytes.get()));
  bytes->resize(size);
  if (header.lone) return std::optional(ExamineLone(offset, std::move(bytes), *sizes, header, parsed.size));
  return std::optional(ExamineBlock(offset, std::move(bytes), *sizes, header, {parsed.check, number}));
}

}  // namespace llmzip

#include "engine/block_on_disk.h"

#include <cassert>
#include <utility>

#include "base/digest.h"
#include "base/little_endian.h"
#include "frame/check.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

std::uint32_t StoredCheck(ByteView bytes, std::size_t offset) {
  return LoadLittleEndian<std::uint32_t>(bytes.data() + offset);
}

// Parses the head if a check proves that it is what was written.
void TakeHead(ByteView bytes, const FrameHeader& frame, bool trusted, BlockOnDisk* block) {
  if (!trusted) {
    block->head_status = Status::Corrupt("its check does not match");
    return;
  }
  auto head = ParseBlockHead(bytes, frame);
  if (!head.ok()) {
    block->head_status = head.status();
    block->sound = false;
    return;
  }
  block->head = *std::move(head);
}

}  // namespace

BlockOnDisk ExamineBlock(std::uint64_t offset, std::shared_ptr<const Bytes> bytes, const BlockSizes& sizes,
                         const FrameHeader& frame, const BlockPlace& place) {
  assert(bytes->size() == sizes.disk_size());
  BlockOnDisk block;
  block.offset = offset;
  block.payload_begin = sizes.head_size;
  const ByteView all = *bytes;
  const std::size_t checked = all.size() - kCheckSize;
  block.sound = ChecksMatch(StoredCheck(all, checked), BlockCheck(all.first(checked), place));
  bool head_trusted = block.sound;
  if (sizes.has_head_check && !head_trusted) {
    const std::size_t head_checked = sizes.head_size - kCheckSize;
    head_trusted = ChecksMatch(StoredCheck(all, head_checked), BlockCheck(all.first(head_checked), place));
  }
  TakeHead(all.first(sizes.head_size), frame, head_trusted, &block);
  if (block.head_status.ok() && frame.version != kOldFormatVersion && block.head.number != place.number) {
    block.head_status = Status::Corrupt("it has the number of another");
    block.sound = false;
  }
  block.bytes = std::move(bytes);
  return block;
}

StatusOr<BlockHead> ParseCheckedHead(ByteView bytes, const FrameHeader& frame, const BlockPlace& place) {
  const std::size_t checked = bytes.size() - kCheckSize;
  if (!ChecksMatch(StoredCheck(bytes, checked), BlockCheck(bytes.first(checked), place))) {
    return Status::Corrupt("block " + std::to_string(place.number + 1) + " is damaged: its check does not match");
  }
  LLMZIP_ASSIGN_OR_RETURN(BlockHead head, ParseBlockHead(bytes, frame));
  if (head.number != place.number) return Status::Corrupt("a block has the number of another");
  return head;
}

BlockOnDisk ExamineLone(std::uint64_t offset, std::shared_ptr<const Bytes> bytes, const BlockSizes& sizes,
                        const FrameHeader& frame, std::size_t header_size) {
  assert(bytes->size() == header_size + sizes.disk_size());
  BlockOnDisk block;
  block.offset = offset;
  block.payload_begin = header_size + sizes.head_size;
  const ByteView all = *bytes;
  const std::size_t checked = all.size() - kCheckSize;
  block.sound = ChecksMatch(StoredCheck(all, checked), LastCheck(all.first(checked)));
  bool head_trusted = block.sound;
  if (sizes.has_head_check && !head_trusted) {
    const std::size_t head_checked = block.payload_begin - kCheckSize;
    head_trusted = ChecksMatch(StoredCheck(all, head_checked), Xxh3Check32(all.first(head_checked)));
  }
  TakeHead(all.subspan(header_size, sizes.head_size), frame, head_trusted, &block);
  block.bytes = std::move(bytes);
  return block;
}

}  // namespace llmzip

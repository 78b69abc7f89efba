// BlockOnDisk: a block as it stands in an archive, its checks computed.
// Thread safety: a value.
#ifndef LLMZIP_ENGINE_BLOCK_ON_DISK_H_
#define LLMZIP_ENGINE_BLOCK_ON_DISK_H_

#include <cstdint>
#include <memory>

#include "frame/block.h"
#include "frame/header.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct BlockOnDisk {
  BlockHead head;                      ///< meaningful if head_status is OK
  std::uint64_t offset = 0;            ///< in the archive; of a lone frame, of its magic
  std::shared_ptr<const Bytes> bytes;  ///< from kind, or a lone frame's magic, to the last check
  std::size_t payload_begin = 0;
  Status head_status;  ///< why the head cannot be trusted; OK if its own check, or the last one, matched
  bool sound = false;  ///< every check matched, and the block is at its place

  /// What to say of a block that is not sound: `damage`, unless its head is whole and only not understood here.
  [[nodiscard]] Status Refusal(const Status& damage) const {
    const bool understood = head_status.ok() || head_status.code() == StatusCode::kCorrupt;
    return understood ? damage : head_status;
  }

  [[nodiscard]] ByteView payload() const { return ByteView(*bytes).subspan(payload_begin, head.payload_size); }
};

/// Looks at a block of a full frame: `bytes` are what its sizes say, in disk_size() of number.
BlockOnDisk ExamineBlock(std::uint64_t offset, std::shared_ptr<const Bytes> bytes, const BlockSizes& sizes,
                         const FrameHeader& frame, const BlockPlace& place);

/// The head of a full frame's block of version 2 from its bytes, kind to head check, that check included. kCorrupt.
StatusOr<BlockHead> ParseCheckedHead(ByteView bytes, const FrameHeader& frame, const BlockPlace& place);

/// Looks at a whole lone frame, whose header took header_size bytes.
BlockOnDisk ExamineLone(std::uint64_t offset, std::shared_ptr<const Bytes> bytes, const BlockSizes& sizes,
                        const FrameHeader& frame, std::size_t header_size);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_ON_DISK_H_

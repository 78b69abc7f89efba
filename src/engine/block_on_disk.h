// BlockOnDisk: a block as stored in an archive, with the results of its checks.
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
  BlockHead head;                      ///< valid only if head_status is OK
  std::uint64_t offset = 0;            ///< in the archive; for a lone frame, that of its magic
  std::shared_ptr<const Bytes> bytes;  ///< from the kind (in a lone frame: its magic) to the last check
  std::size_t payload_begin = 0;
  Status head_status;  ///< OK if a check proves the head; else why it cannot be trusted
  bool sound = false;  ///< the last check matches, and head and place are right

  /// What to say of a block that is not sound: `damage`, unless its head is whole and only not understood here.
  [[nodiscard]] Status Refusal(const Status& damage) const {
    const bool understood = head_status.ok() || head_status.code() == StatusCode::kCorrupt;
    return understood ? damage : head_status;
  }

  [[nodiscard]] ByteView payload() const { return ByteView(*bytes).subspan(payload_begin, head.payload_size); }
};

/// Examines a block of a full frame; `bytes` are the sizes.disk_size() bytes of the block.
BlockOnDisk ExamineBlock(std::uint64_t offset, std::shared_ptr<const Bytes> bytes, const BlockSizes& sizes,
                         const FrameHeader& frame, const BlockPlace& place);

/// Parses a head of a full frame, version 2, from its bytes from kind to head check. kCorrupt if that check does not
/// match.
StatusOr<BlockHead> ParseCheckedHead(ByteView bytes, const FrameHeader& frame, const BlockPlace& place);

/// Examines a whole lone frame, whose header has header_size bytes.
BlockOnDisk ExamineLone(std::uint64_t offset, std::shared_ptr<const Bytes> bytes, const BlockSizes& sizes,
                        const FrameHeader& frame, std::size_t header_size);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_ON_DISK_H_

// FrameWriter: writes one frame to a sink: header, blocks in order, trailer; or a lone frame at once.
#ifndef LLMZIP_ENGINE_FRAME_WRITER_H_
#define LLMZIP_ENGINE_FRAME_WRITER_H_

#include <cstdint>

#include "base/digest.h"
#include "engine/block_coding.h"
#include "frame/header.h"
#include "frame/index.h"
#include "llmzip/limits.h"
#include "llmzip/progress.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

class FrameWriter {
 public:
  /// Both must outlive the writer; `totals` is kept up to date.
  FrameWriter(ByteSink& sink, Totals* totals) : sink_(sink), totals_(totals) {}

  /// A full frame: header, blocks, trailer.
  Status WriteHeader(const FrameHeader& header);
  Status WriteBlock(EncodedBlock block);
  Status WriteTrailer(const Digest128& content_digest);  ///< of all raw bytes

  /// Writes a whole lone frame; `header` is that of a full frame, and its form is set here. Empty content is a stored
  /// block of no bytes.
  Status WriteLone(FrameHeader header, const EncodedBlock& block);

  /// Bytes of memory that the index takes so far.
  [[nodiscard]] std::size_t index_size() const { return index_.size(); }

 private:
  Status Write(ByteView bytes);
  void Count(const BlockHead& head);

  ByteSink& sink_;
  Totals* totals_;
  std::uint64_t header_size_ = 0;
  std::uint32_t header_check_ = 0;
  IndexBuilder index_;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_FRAME_WRITER_H_

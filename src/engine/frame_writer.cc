#include "engine/frame_writer.h"

#include "base/little_endian.h"
#include "frame/footer.h"
#include "frame/limits.h"

namespace llmzip {

Status FrameWriter::Write(ByteView bytes) {
  LLMZIP_RETURN_IF_ERROR(sink_.Write(bytes));
  totals_->coded_bytes += bytes.size();
  return Status::Ok();
}

Status FrameWriter::WriteHeader(const FrameHeader& header) {
  Bytes bytes;
  AppendHeader(header, &bytes);
  header_size_ = bytes.size();
  header_check_ = LoadLittleEndian<std::uint32_t>(bytes.data() + bytes.size() - kCheckSize);
  return Write(bytes);
}

Status FrameWriter::WriteBlock(EncodedBlock block) {
  const std::uint32_t check = BlockCheck(block.bytes, {header_check_, index_.blocks()});
  block.bytes.resize(block.bytes.size() + kCheckSize);
  StoreLittleEndian(check, block.bytes.data() + block.bytes.size() - kCheckSize);
  LLMZIP_RETURN_IF_ERROR(Write(block.bytes));
  index_.Add({block.header.raw_size, block.bytes.size()});
  totals_->raw_bytes += block.header.raw_size;
  ++totals_->blocks;
  if (block.header.kind == BlockKind::kStored) ++totals_->stored_blocks;
  return Status::Ok();
}

Status FrameWriter::WriteTrailer(const Digest128& content_digest) {
  const Bytes index = index_.Build(header_size_, content_digest);
  if (index.size() > kMaxIndexSize) {
    return Status::LimitExceeded("too many blocks for one frame; use a larger --block-size");
  }
  Bytes trailer;
  AppendTrailer(index, &trailer);
  LLMZIP_RETURN_IF_ERROR(Write(trailer));
  ++totals_->frames;
  return Status::Ok();
}

}  // namespace llmzip

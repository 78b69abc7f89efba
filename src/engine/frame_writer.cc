#include "engine/frame_writer.h"

#include "base/little_endian.h"
#include "frame/footer.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

void AppendCheck(std::uint32_t check, Bytes* out) {
  out->resize(out->size() + kCheckSize);
  StoreLittleEndian(check, out->data() + out->size() - kCheckSize);
}

void AppendBytes(ByteView bytes, Bytes* out) { out->insert(out->end(), bytes.begin(), bytes.end()); }

}  // namespace

Status FrameWriter::Write(ByteView bytes) {
  LLMZIP_RETURN_IF_ERROR(sink_.Write(bytes));
  totals_->coded_bytes += bytes.size();
  return Status::Ok();
}

void FrameWriter::Count(const BlockHead& head) {
  totals_->raw_bytes += head.raw_size;
  ++totals_->blocks;
  if (head.kind == BlockKind::kStored) ++totals_->stored_blocks;
}

Status FrameWriter::WriteHeader(const FrameHeader& header) {
  Bytes bytes;
  AppendHeader(header, &bytes);
  header_size_ = bytes.size();
  header_check_ = LoadLittleEndian<std::uint32_t>(bytes.data() + bytes.size() - kCheckSize);
  return Write(bytes);
}

Status FrameWriter::WriteBlock(EncodedBlock block) {
  const BlockPlace place = {header_check_, index_.blocks()};
  block.head.number = place.number;
  Bytes bytes;
  bytes.reserve(kMaxBlockStartSize + block.payload.size());
  AppendBlockHead(block.head, false, &bytes);
  AppendCheck(BlockCheck(bytes, place), &bytes);
  AppendBytes(block.payload, &bytes);
  AppendCheck(BlockCheck(bytes, place), &bytes);
  LLMZIP_RETURN_IF_ERROR(Write(bytes));
  index_.Add({block.head.raw_size, bytes.size()});
  Count(block.head);
  return Status::Ok();
}

Status FrameWriter::WriteTrailer(const Digest128& content_digest) {
  const Bytes index = index_.Build(kFormatVersion, header_size_, content_digest);
  if (index.size() > kMaxIndexSize) {
    return Status::LimitExceeded("too many blocks for one frame; use a larger --block-size");
  }
  Bytes trailer;
  AppendTrailer(index, &trailer);
  LLMZIP_RETURN_IF_ERROR(Write(trailer));
  ++totals_->frames;
  return Status::Ok();
}

Status FrameWriter::WriteLone(FrameHeader header, const EncodedBlock& block) {
  header.lone = block.head.kind;
  Bytes bytes;
  AppendHeader(header, &bytes);
  AppendBlockHead(block.head, true, &bytes);
  if (LoneHasHeadCheck(block.head.payload_size)) AppendCheck(Xxh3Check32(bytes), &bytes);
  AppendBytes(block.payload, &bytes);
  AppendCheck(LastCheck(bytes), &bytes);
  LLMZIP_RETURN_IF_ERROR(Write(bytes));
  if (block.head.raw_size > 0) Count(block.head);
  ++totals_->frames;
  return Status::Ok();
}

}  // namespace llmzip

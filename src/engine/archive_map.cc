#include "engine/archive_map.h"

#include <algorithm>
#include <utility>

#include "engine/budget.h"
#include "engine/padding.h"
#include "frame/footer.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

// Reads `size` bytes at `offset`, fewer if `end` comes first.
Status ReadUpTo(RandomAccessSource& source, std::uint64_t offset, std::uint64_t end, std::uint64_t size, Bytes* bytes) {
  bytes->resize(std::min(size, end - offset));
  return source.ReadAt(offset, *bytes);
}

// True if a frame with this header can have this index.
bool Agrees(const FrameHeader& header, const FrameIndex& index) {
  return !header.lone && header.content_size.value_or(index.raw_size) == index.raw_size &&
         index.content_digest.has_value() == IndexHasDigest(header.version, index.blocks.size()) &&
         std::ranges::all_of(index.blocks,
                             [&](const IndexEntry& entry) { return entry.raw_size <= header.block_size; });
}

// True if no footer's magic precedes `end`: then a lone frame ends there, or a damaged full one.
bool EndsLone(RandomAccessSource& source, std::uint64_t end) {
  Bytes bytes;
  const std::uint64_t size = std::min<std::uint64_t>(end, kFooterMagic.size());
  return !ReadUpTo(source, end - size, end, size, &bytes).ok() || !std::ranges::equal(bytes, kFooterMagic);
}

// Reads the header of a frame whose index is known, and compares it with that index.
StatusOr<ParsedHeader> ReadHeader(RandomAccessSource& source, std::uint64_t offset, const FrameIndex& index) {
  Bytes bytes(index.header_size);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, bytes));
  LLMZIP_ASSIGN_OR_RETURN(ParsedHeader parsed, ParseHeader(bytes));
  const bool agrees = parsed.size == index.header_size && Agrees(parsed.header, index);
  if (!agrees) return Status::Corrupt("the index does not agree with the frame header");
  return parsed;
}

// Maps the frame that ends at `end`.
StatusOr<MappedFrame> MapFrameBefore(RandomAccessSource& source, std::uint64_t end, const Limits& limits) {
  if (end < 1 + kFooterSize) return Status::Corrupt("the archive is cut short: it has no footer");
  Bytes bytes(kFooterSize);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(end - kFooterSize, bytes));
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t trailer_size, TrailerSize(bytes));
  if (trailer_size > end) return Status::Corrupt("footer: index size is larger than the archive");
  // A footer that lies must not cost the memory of a whole archive, nor the list of blocks that it tells of.
  const std::uint64_t block_bytes = end - trailer_size;
  if (trailer_size - 1 - kFooterSize > MostIndexBytes(block_bytes)) {
    return Status::Corrupt("footer: the index is larger than that of as many blocks as the archive can hold");
  }
  LLMZIP_RETURN_IF_ERROR(CheckMemory(trailer_size, limits));
  bytes.resize(trailer_size);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(end - trailer_size, bytes));
  LLMZIP_ASSIGN_OR_RETURN(FrameIndex index, ParseTrailer(bytes, block_bytes));
  if (index.disk_size > block_bytes) return Status::Corrupt("index: blocks are larger than the archive");
  const std::uint64_t disk_size = index.disk_size + trailer_size;
  auto header = ReadHeader(source, end - disk_size, index);
  return MappedFrame{end - disk_size, disk_size, std::move(index), std::move(header)};
}

StatusOr<bool> FrameBeginsAt(RandomAccessSource& source, std::uint64_t offset) {
  Bytes bytes(std::min<std::uint64_t>(source.size() - offset, kFrameMagic.size()));
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, bytes));
  return StartsFrame(bytes);
}

Status CheckBeginning(RandomAccessSource& source) {
  LLMZIP_ASSIGN_OR_RETURN(const bool begins, FrameBeginsAt(source, 0));
  if (!begins) return Status::Corrupt("not an llmzip file: it does not begin with the magic number");
  return Status::Ok();
}

}  // namespace

ArchiveMap MapFromEnd(RandomAccessSource& source, std::uint64_t end, const Limits& limits) {
  ArchiveMap map;
  map.begin = end;
  do {
    auto frame = MapFrameBefore(source, map.begin, limits);
    if (!frame.ok()) {
      map.status = frame.status();
      break;
    }
    map.begin = frame->offset;
    map.frames.push_back(*std::move(frame));
  } while (map.begin > 0);
  std::ranges::reverse(map.frames);
  return map;
}

StatusOr<MappedFrame> MapFrameAt(RandomAccessSource& source, std::uint64_t offset, std::uint64_t end,
                                 const Limits& limits) {
  Bytes bytes;
  LLMZIP_RETURN_IF_ERROR(ReadUpTo(source, offset, end, kMaxHeaderSize, &bytes));
  LLMZIP_ASSIGN_OR_RETURN(ParsedHeader parsed, ParseHeader(bytes));
  MappedFrame frame{offset, 0, {}, std::move(parsed)};
  const ParsedHeader& header = *frame.header;
  frame.index.header_size = frame.index.disk_size = header.size;
  std::uint64_t at = offset + header.size;
  IndexBuilder builder;
  while (true) {
    LLMZIP_RETURN_IF_ERROR(ReadUpTo(source, at, end, kMaxBlockStartSize, &bytes));
    LLMZIP_ASSIGN_OR_RETURN(const BlockSizes sizes, ParseBlockSizes(bytes, header.header));
    if (sizes.kind == BlockKind::kEnd) break;
    if (sizes.disk_size() > end - at) return Status::Corrupt("the archive is cut short within a block");
    at += sizes.disk_size();
    frame.index.disk_size += sizes.disk_size();
    if (sizes.raw_size > 0) frame.index.blocks.push_back({sizes.raw_size, sizes.disk_size()});
    if (header.header.lone) {
      frame.index.raw_size = sizes.raw_size;
      frame.disk_size = at - offset;
      return frame;
    }
    builder.Add(frame.index.blocks.back());
    LLMZIP_RETURN_IF_ERROR(CheckMemory(frame.index.blocks.size() * sizeof(IndexEntry), limits));
  }
  const Bytes expected = builder.Build(header.header.version, header.size, {});
  const std::uint64_t trailer_size = 1 + expected.size() + kFooterSize;
  if (trailer_size > end - at) return Status::Corrupt("the archive is cut short within the index");
  LLMZIP_RETURN_IF_ERROR(ReadUpTo(source, at, end, trailer_size, &bytes));
  LLMZIP_ASSIGN_OR_RETURN(FrameIndex index, ParseTrailer(bytes));
  const bool agrees = index.header_size == header.size && std::ranges::equal(index.blocks, frame.index.blocks) &&
                      Agrees(header.header, index);
  if (!agrees) return Status::Corrupt("the index does not agree with the blocks");
  frame.index = std::move(index);
  frame.disk_size = at + trailer_size - offset;
  return frame;
}

StatusOr<std::vector<MappedFrame>> MapArchive(RandomAccessSource& source, const Limits& limits,
                                              std::uint64_t* trailing) {
  if (trailing != nullptr) *trailing = source.size();
  LLMZIP_RETURN_IF_ERROR(CheckBeginning(source));
  ArchiveMap map = MapFromEnd(source, source.size(), limits);
  if (!map.status.ok() && map.status.code() != StatusCode::kCorrupt) return map.status;
  std::vector<MappedFrame> frames;
  for (std::uint64_t offset = 0; offset < map.begin;) {
    auto frame = MapFrameAt(source, offset, map.begin, limits);
    if (!frame.ok()) {
      if (offset > 0) {
        LLMZIP_ASSIGN_OR_RETURN(const bool padding, IsPadding(source, offset));
        if (padding) break;
        LLMZIP_ASSIGN_OR_RETURN(const bool frame_begins, FrameBeginsAt(source, offset));
        if (!frame_begins) {
          if (trailing == nullptr) return Status::Corrupt(TrailingBytes(offset));
          *trailing = offset;
          break;
        }
      }
      // If the last frame should have an index, the error found at its end is more useful than the place where reading
      // from the front failed.
      const bool lone = frame.status().code() != StatusCode::kCorrupt || EndsLone(source, map.begin);
      return lone ? frame.status() : map.status;
    }
    offset += frame->disk_size;
    frames.push_back(*std::move(frame));
  }
  for (MappedFrame& frame : map.frames) frames.push_back(std::move(frame));
  for (const MappedFrame& frame : frames) {
    if (!frame.header.ok()) return frame.header.status();
  }
  return frames;
}

StatusOr<BlockOnDisk> ReadMappedBlock(RandomAccessSource& source, const MappedFrame& frame, std::uint64_t number,
                                      std::uint64_t offset) {
  const ParsedHeader& parsed = *frame.header;
  const IndexEntry& entry = frame.index.blocks[number];
  const std::size_t before = parsed.header.lone ? parsed.size : 0;
  auto bytes = std::make_shared<Bytes>(before + entry.disk_size);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset - before, *bytes));
  LLMZIP_ASSIGN_OR_RETURN(const BlockSizes sizes, ParseBlockSizes(ByteView(*bytes).subspan(before), parsed.header));
  if (sizes.kind == BlockKind::kEnd || sizes.disk_size() != entry.disk_size || sizes.raw_size != entry.raw_size) {
    return Status::Corrupt("a block does not agree with the index");
  }
  if (parsed.header.lone) return ExamineLone(offset - before, std::move(bytes), sizes, parsed.header, parsed.size);
  return ExamineBlock(offset, std::move(bytes), sizes, parsed.header, {parsed.check, number});
}

}  // namespace llmzip

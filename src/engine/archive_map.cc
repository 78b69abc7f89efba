#include "engine/archive_map.h"

#include <algorithm>
#include <utility>

#include "base/little_endian.h"
#include "engine/budget.h"
#include "frame/check.h"
#include "frame/footer.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

// The header of a frame whose index is known, held against that index.
StatusOr<ParsedHeader> ReadHeader(RandomAccessSource& source, std::uint64_t offset, const FrameIndex& index) {
  Bytes bytes(index.header_size);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, bytes));
  LLMZIP_ASSIGN_OR_RETURN(ParsedHeader parsed, ParseHeader(bytes));
  const bool agrees =
      parsed.size == index.header_size && parsed.header.content_size.value_or(index.raw_size) == index.raw_size &&
      std::ranges::all_of(index.blocks,
                          [&](const IndexEntry& entry) { return entry.raw_size <= parsed.header.block_size; });
  if (!agrees) return Status::Corrupt("the index does not agree with the frame header");
  return parsed;
}

// The frame that ends at `end`.
StatusOr<MappedFrame> MapFrameBefore(RandomAccessSource& source, std::uint64_t end, const Limits& limits) {
  if (end < 1 + kFooterSize) return Status::Corrupt("the archive is cut short: it has no footer");
  Bytes bytes(kFooterSize);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(end - kFooterSize, bytes));
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t trailer_size, TrailerSize(bytes));
  if (trailer_size > end) return Status::Corrupt("footer: index size is larger than the archive");
  LLMZIP_RETURN_IF_ERROR(CheckMemory(trailer_size, limits));
  bytes.resize(trailer_size);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(end - trailer_size, bytes));
  LLMZIP_ASSIGN_OR_RETURN(FrameIndex index, ParseTrailer(bytes));
  if (index.disk_size > end - trailer_size) return Status::Corrupt("index: blocks are larger than the archive");
  const std::uint64_t disk_size = index.disk_size + trailer_size;
  auto header = ReadHeader(source, end - disk_size, index);
  return MappedFrame{end - disk_size, disk_size, std::move(index), std::move(header)};
}

Status CheckBeginning(RandomAccessSource& source) {
  Bytes bytes(std::min<std::uint64_t>(source.size(), kFrameMagic.size()));
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(0, bytes));
  if (!StartsFrame(bytes)) return Status::Corrupt("not an llmzip file: it does not begin with the magic number");
  return Status::Ok();
}

}  // namespace

ArchiveMap MapFromEnd(RandomAccessSource& source, const Limits& limits) {
  ArchiveMap map;
  map.begin = source.size();
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

StatusOr<std::vector<MappedFrame>> MapArchive(RandomAccessSource& source, const Limits& limits) {
  LLMZIP_RETURN_IF_ERROR(CheckBeginning(source));
  ArchiveMap map = MapFromEnd(source, limits);
  LLMZIP_RETURN_IF_ERROR(map.status);
  for (const MappedFrame& frame : map.frames) {
    if (!frame.header.ok()) return frame.header.status();
  }
  return std::move(map.frames);
}

StatusOr<BlockOnDisk> ReadBlockAt(RandomAccessSource& source, std::uint64_t offset, std::uint64_t disk_size,
                                  std::uint64_t block_size, const BlockPlace& place) {
  auto bytes = std::make_shared<Bytes>(disk_size);
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, *bytes));
  LLMZIP_ASSIGN_OR_RETURN(const ParsedBlockHeader parsed, ParseBlockHeader(*bytes, block_size));
  if (parsed.header.kind == BlockKind::kEnd || parsed.size + parsed.header.payload_size + kCheckSize != disk_size) {
    return Status::Corrupt("a block does not agree with the index");
  }
  const ByteView checked = ByteView(*bytes).first(disk_size - kCheckSize);
  const auto check = LoadLittleEndian<std::uint32_t>(bytes->data() + checked.size());
  const bool sound = ChecksMatch(check, BlockCheck(checked, place));
  return BlockOnDisk{parsed.header, offset, parsed.size, std::move(bytes), sound};
}

}  // namespace llmzip

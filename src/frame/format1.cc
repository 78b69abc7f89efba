#include "frame/format1.h"

#include <algorithm>

#include "frame/check.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

constexpr std::uint8_t kFormat1HasContentSize = 1;
constexpr std::uint8_t kFormat1HasModels = 2;
constexpr std::uint8_t kFormat1HasEnvironment = 4;
constexpr std::uint8_t kFormat1KnownFlags = kFormat1HasContentSize | kFormat1HasModels | kFormat1HasEnvironment;

constexpr std::uint8_t kCoded = 1;
constexpr std::uint8_t kStored = 2;

Status TakeModels(FieldReader& reader, std::vector<ModelDigest>* models) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("model count", 1, kMaxModels));
  models->resize(count);
  for (ModelDigest& digest : *models) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, reader.TakeBytes("model digest", digest.size()));
    std::ranges::copy(bytes, digest.begin());
  }
  return Status::Ok();
}

}  // namespace

StatusOr<ParsedHeader> ParseHeaderOfFormat1(FieldReader& reader) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t flags, reader.TakeByte("flags"));
  if ((flags & ~kFormat1KnownFlags) != 0) {
    return Status::Unsupported("frame header: unknown flags are set: made by a newer llmzip, or damaged");
  }
  ParsedHeader parsed;
  FrameHeader& header = parsed.header;
  header.version = kOldFormatVersion;
  LLMZIP_ASSIGN_OR_RETURN(std::string spec, reader.TakeText("spec", kMaxSpecTextSize));
  header.plans.push_back(std::move(spec));
  LLMZIP_ASSIGN_OR_RETURN(header.lanes, reader.TakeNumber("lanes", 1, kMaxLanes));
  LLMZIP_ASSIGN_OR_RETURN(header.block_size, reader.TakeNumber("block size", 1, kMaxBlockSize));
  if ((flags & kFormat1HasContentSize) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(header.content_size, reader.TakeNumber("content size", 0, UINT64_MAX));
  }
  if ((flags & kFormat1HasModels) != 0) LLMZIP_RETURN_IF_ERROR(TakeModels(reader, &header.models));
  if ((flags & kFormat1HasEnvironment) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(header.environment, reader.TakeText("environment", kMaxEnvironmentSize));
  }
  const std::uint32_t computed = Xxh3Check32(reader.taken_bytes());
  LLMZIP_ASSIGN_OR_RETURN(parsed.check, reader.TakeFixed32("check"));
  if (!ChecksMatch(parsed.check, computed)) return reader.Error("check", "does not match: the header is damaged");
  parsed.size = reader.taken();
  return parsed;
}

StatusOr<BlockHead> ParseBlockOfFormat1(FieldReader& reader, const FrameHeader& frame) {
  BlockHead head;
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t kind, reader.TakeByte("kind"));
  if (kind > kStored) return reader.Error("kind", "is unknown");
  head.kind = static_cast<BlockKind>(kind);
  if (head.kind == BlockKind::kEnd) return head;
  LLMZIP_ASSIGN_OR_RETURN(head.raw_size, reader.TakeNumber("raw size", 1, frame.block_size));
  StreamHead& stream = head.streams.emplace_back();
  stream.lanes = frame.lanes;
  stream.size = stream.coded_size = head.raw_size;
  if (kind == kCoded) {
    LLMZIP_ASSIGN_OR_RETURN(stream.coded_size, reader.TakeNumber("coded size", 0, head.raw_size - 1));
  }
  head.payload_size = stream.coded_size;
  LLMZIP_ASSIGN_OR_RETURN(const ByteView digest, reader.TakeBytes("digest", kOldRawDigestSize));
  head.digest = RawDigest(digest);
  return head;
}

}  // namespace llmzip

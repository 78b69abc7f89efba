#include "frame/header.h"

#include <algorithm>
#include <cassert>

#include "base/digest.h"
#include "base/little_endian.h"
#include "base/varint.h"
#include "frame/check.h"
#include "frame/field_reader.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

constexpr std::uint8_t kHasContentSize = 1;
constexpr std::uint8_t kHasModels = 2;
constexpr std::uint8_t kHasEnvironment = 4;
constexpr std::uint8_t kKnownFlags = kHasContentSize | kHasModels | kHasEnvironment;

void AppendText(const std::string& text, Bytes* out) {
  AppendVarint(text.size(), out);
  out->insert(out->end(), text.begin(), text.end());
}

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

bool StartsFrame(ByteView bytes) {
  return bytes.size() >= kFrameMagic.size() && std::ranges::equal(bytes.first(kFrameMagic.size()), kFrameMagic);
}

void AppendHeader(const FrameHeader& header, Bytes* out) {
  assert(!header.spec.empty() && header.spec.size() <= kMaxSpecTextSize);
  assert(header.lanes >= 1 && header.lanes <= kMaxLanes);
  assert(header.block_size >= 1 && header.block_size <= kMaxBlockSize);
  assert(header.models.size() <= kMaxModels && header.environment.size() <= kMaxEnvironmentSize);
  const std::size_t begin = out->size();
  out->insert(out->end(), kFrameMagic.begin(), kFrameMagic.end());
  out->push_back(kFormatVersion);
  out->push_back(static_cast<std::uint8_t>((header.content_size ? kHasContentSize : 0) |
                                           (header.models.empty() ? 0 : kHasModels) |
                                           (header.environment.empty() ? 0 : kHasEnvironment)));
  AppendText(header.spec, out);
  AppendVarint(header.lanes, out);
  AppendVarint(header.block_size, out);
  if (header.content_size) AppendVarint(*header.content_size, out);
  if (!header.models.empty()) AppendVarint(header.models.size(), out);
  for (const ModelDigest& digest : header.models) out->insert(out->end(), digest.begin(), digest.end());
  if (!header.environment.empty()) AppendText(header.environment, out);
  const std::uint32_t check = Xxh3Check32(ByteView(*out).subspan(begin));
  out->resize(out->size() + kCheckSize);
  StoreLittleEndian(check, out->data() + out->size() - kCheckSize);
}

StatusOr<ParsedHeader> ParseHeader(ByteView bytes) {
  if (!StartsFrame(bytes)) return Status::Corrupt("not an llmzip file: it does not begin with the magic number");
  FieldReader reader(bytes, "frame header");
  LLMZIP_ASSIGN_OR_RETURN(const ByteView magic, reader.TakeBytes("magic", kFrameMagic.size()));
  (void)magic;
  // What follows these two bytes is known only for the version and flags of today.
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t version, reader.TakeByte("version"));
  if (version != kFormatVersion) {
    return Status::Unsupported("frame header: format version " + std::to_string(version) +
                               " is unknown here: made by a newer llmzip, or damaged");
  }
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t flags, reader.TakeByte("flags"));
  if ((flags & ~kKnownFlags) != 0) {
    return Status::Unsupported("frame header: unknown flags are set: made by a newer llmzip, or damaged");
  }
  ParsedHeader parsed;
  FrameHeader& header = parsed.header;
  LLMZIP_ASSIGN_OR_RETURN(header.spec, reader.TakeText("spec", kMaxSpecTextSize));
  LLMZIP_ASSIGN_OR_RETURN(header.lanes, reader.TakeNumber("lanes", 1, kMaxLanes));
  LLMZIP_ASSIGN_OR_RETURN(header.block_size, reader.TakeNumber("block size", 1, kMaxBlockSize));
  if ((flags & kHasContentSize) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(header.content_size, reader.TakeNumber("content size", 0, UINT64_MAX));
  }
  if ((flags & kHasModels) != 0) LLMZIP_RETURN_IF_ERROR(TakeModels(reader, &header.models));
  if ((flags & kHasEnvironment) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(header.environment, reader.TakeText("environment", kMaxEnvironmentSize));
  }
  const std::uint32_t computed = Xxh3Check32(reader.taken_bytes());
  LLMZIP_ASSIGN_OR_RETURN(parsed.check, reader.TakeFixed32("check"));
  if (!ChecksMatch(parsed.check, computed)) return reader.Error("check", "does not match: the header is damaged");
  parsed.size = reader.taken();
  return parsed;
}

}  // namespace llmzip

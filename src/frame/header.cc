#include "frame/header.h"

#include <algorithm>
#include <cassert>

#include "base/little_endian.h"
#include "base/plain_name.h"
#include "base/varint.h"
#include "frame/check.h"
#include "frame/field_reader.h"
#include "frame/format1.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

constexpr std::uint8_t kFormMask = 3;
constexpr std::uint8_t kHasModels = 4;
constexpr std::uint8_t kWholeDigests = 8;
constexpr std::uint8_t kHasEnvironment = 16;
constexpr std::uint8_t kHasModelName = 32;
constexpr std::uint8_t kCarriesModel = 64;
constexpr std::uint8_t kKnownFlags =
    kFormMask | kHasModels | kWholeDigests | kHasEnvironment | kHasModelName | kCarriesModel;

void AppendText(std::string_view text, Bytes* out) {
  AppendVarint(text.size(), out);
  out->insert(out->end(), text.begin(), text.end());
}

std::uint8_t FlagsOf(const FrameHeader& header) {
  std::uint8_t flags = header.lone ? static_cast<std::uint8_t>(*header.lone) : 0;
  if (!header.models.empty()) flags |= kHasModels | (header.whole_digests ? kWholeDigests : 0);
  if (!header.model_name.empty()) flags |= kHasModelName;
  if (!header.environment.empty()) flags |= kHasEnvironment;
  if (header.carries_model) flags |= kCarriesModel;
  return flags;
}

Status TakePlans(FieldReader& reader, FrameHeader* header) {
  LLMZIP_ASSIGN_OR_RETURN(header->table, reader.TakeNumber("table", 0, kMaxTable));
  if (header->table != 0) return Status::Ok();
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("plan count", 1, kMaxPlans));
  for (std::uint64_t i = 0; i < count; ++i) {
    LLMZIP_ASSIGN_OR_RETURN(std::string spec, reader.TakeText("spec", kMaxSpecTextSize));
    header->plans.push_back(std::move(spec));
  }
  return Status::Ok();
}

Status TakeModels(FieldReader& reader, FrameHeader* header) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("model count", 1, kMaxModels));
  const std::size_t size = header->whole_digests ? sizeof(ModelDigest) : kShortDigestSize;
  for (std::uint64_t i = 0; i < count; ++i) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView digest, reader.TakeBytes("models", size));
    std::ranges::copy(digest, header->models.emplace_back().begin());
  }
  return Status::Ok();
}

// The name becomes part of a spec, so it may hold nothing that a spec's syntax knows.
Status TakeModelName(FieldReader& reader, FrameHeader* header) {
  if (header->table == 0 && !header->carries_model) return reader.Error("model name", "goes with a table");
  LLMZIP_ASSIGN_OR_RETURN(header->model_name, reader.TakeText("model name", kMaxModelNameSize));
  if (!IsPlainName(header->model_name)) return reader.Error("model name", "has characters that no name has");
  return Status::Ok();
}

StatusOr<ParsedHeader> ParseVersion2(FieldReader& reader) {
  ParsedHeader parsed;
  FrameHeader& header = parsed.header;
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t flags, reader.TakeByte("flags"));
  if ((flags & ~kKnownFlags) != 0) {
    return Status::Unsupported("frame header: unknown flags are set: made by a newer llmzip, or damaged");
  }
  const auto form = static_cast<BlockKind>(flags & kFormMask);
  if (form != BlockKind::kEnd) header.lone = form;
  if (header.lone == BlockKind::kStored) {
    if ((flags & ~kFormMask) != 0) return reader.Error("flags", "do not go together");
    parsed.size = reader.taken();
    return parsed;
  }
  header.whole_digests = (flags & kWholeDigests) != 0;
  header.carries_model = (flags & kCarriesModel) != 0;
  if (header.carries_model && (header.lone || !header.whole_digests))
    return reader.Error("flags", "do not go together");
  if ((flags & (kWholeDigests | kHasModelName)) != 0 && (flags & kHasModels) == 0) {
    return reader.Error("flags", "do not go together");
  }
  LLMZIP_RETURN_IF_ERROR(TakePlans(reader, &header));
  if ((flags & kHasModels) != 0) LLMZIP_RETURN_IF_ERROR(TakeModels(reader, &header));
  if (header.carries_model && header.models.size() != 1) return reader.Error("model count", "is not that of one model");
  if ((flags & kHasModelName) != 0) LLMZIP_RETURN_IF_ERROR(TakeModelName(reader, &header));
  if ((flags & kHasEnvironment) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(header.environment, reader.TakeText("environment", kMaxEnvironmentSize));
  }
  if (!header.lone) {
    LLMZIP_ASSIGN_OR_RETURN(header.block_size, reader.TakeNumber("block size", 1, kMaxBlockSize));
    const std::uint32_t computed = Xxh3Check32(reader.taken_bytes());
    LLMZIP_ASSIGN_OR_RETURN(parsed.check, reader.TakeFixed32("check"));
    if (!ChecksMatch(parsed.check, computed)) return reader.Error("check", "does not match: the header is damaged");
  } else {
    header.block_size = kMaxBlockSize;
  }
  parsed.size = reader.taken();
  return parsed;
}

}  // namespace

bool StartsFrame(ByteView bytes) {
  return bytes.size() >= kFrameMagic.size() && std::equal(kFrameMagic.begin(), kFrameMagic.end(), bytes.begin());
}

void AppendHeader(const FrameHeader& header, Bytes* out) {
  assert(header.version == kFormatVersion && header.models.size() <= kMaxModels);
  const std::size_t begin = out->size();
  out->insert(out->end(), kFrameMagic.begin(), kFrameMagic.end());
  out->push_back(kFormatVersion);
  if (header.lone == BlockKind::kStored) {
    out->push_back(static_cast<std::uint8_t>(BlockKind::kStored));
    return;
  }
  out->push_back(FlagsOf(header));
  AppendVarint(header.table, out);
  if (header.table == 0) {
    assert(!header.plans.empty() && header.plans.size() <= kMaxPlans);
    AppendVarint(header.plans.size(), out);
    for (const std::string& spec : header.plans) AppendText(spec, out);
  }
  if (!header.models.empty()) {
    AppendVarint(header.models.size(), out);
    const std::size_t size = header.whole_digests ? sizeof(ModelDigest) : kShortDigestSize;
    for (const ModelDigest& digest : header.models) out->insert(out->end(), digest.begin(), digest.begin() + size);
  }
  if (!header.model_name.empty()) AppendText(header.model_name, out);
  if (!header.environment.empty()) AppendText(header.environment, out);
  if (header.lone) return;
  AppendVarint(header.block_size, out);
  const std::uint32_t check = Xxh3Check32(ByteView(*out).subspan(begin));
  out->resize(out->size() + kCheckSize);
  StoreLittleEndian(check, out->data() + out->size() - kCheckSize);
}

StatusOr<ParsedHeader> ParseHeader(ByteView bytes) {
  FieldReader reader(bytes, "frame header");
  if (!bytes.empty() && bytes.size() < kFrameMagic.size() &&
      std::equal(bytes.begin(), bytes.end(), kFrameMagic.begin())) {
    return Status::Corrupt("frame header: is cut short within the magic number");
  }
  if (!StartsFrame(bytes)) {
    return Status::Corrupt("not an llmzip file: it does not begin with the magic number");
  }
  LLMZIP_ASSIGN_OR_RETURN(const ByteView magic, reader.TakeBytes("magic", kFrameMagic.size()));
  (void)magic;
  // The layout of all that follows depends on the version.
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t version, reader.TakeByte("version"));
  if (version == kOldFormatVersion) return ParseHeaderOfFormat1(reader);
  if (version == kFormatVersion) return ParseVersion2(reader);
  return Status::Unsupported("frame header: format version " + std::to_string(version) +
                             " is unknown here: made by a newer llmzip, or damaged");
}

}  // namespace llmzip

#include "content/kind.h"

#include <array>

#include "content/code_parameters.h"
#include "content/picture_parameters.h"
#include "content/records_parameters.h"
#include "content/sound_parameters.h"

namespace llmzip {
namespace {

Status CheckNone(ByteView parameters) {
  if (!parameters.empty()) return Status::Corrupt("segment: parameters where its kind has none");
  return {};
}

std::string DescribeNone(ByteView /*parameters*/, std::uint64_t /*size*/) { return {}; }

Bytes AdvanceNone(ByteView /*parameters*/, std::uint64_t /*bytes*/) { return {}; }

template <typename Parameters>
Status CheckBy(ByteView parameters) {
  return Parameters::Parse(parameters).status();
}

template <typename Parameters>
std::string DescribeBy(ByteView parameters, std::uint64_t size) {
  const auto parsed = Parameters::Parse(parameters);
  if (!parsed.ok()) return {};
  if constexpr (requires { parsed->Describe(size); }) {
    return parsed->Describe(size);
  } else {
    return parsed->Describe();
  }
}

template <typename Parameters>
Bytes AdvanceBy(ByteView parameters, std::uint64_t bytes) {
  const auto parsed = Parameters::Parse(parameters);
  return parsed.ok() ? parsed->Advanced(bytes).Serialised() : Bytes();
}

template <typename Parameters>
constexpr KindEntry With(Kind kind, std::string_view name, std::string_view summary) {
  return {kind, name, summary, CheckBy<Parameters>, DescribeBy<Parameters>, AdvanceBy<Parameters>};
}

constexpr KindEntry Without(Kind kind, std::string_view name, std::string_view summary) {
  return {kind, name, summary, CheckNone, DescribeNone, AdvanceNone};
}

constexpr std::array kKinds = {
    Without(Kind::kData, "data", "everything else"),
    Without(Kind::kText, "text", "prose in any language"),
    Without(Kind::kCode, "code", "source code and markup"),
    With<RecordsParameters>(Kind::kRecords, "records", "samples, pixels, tables of numbers, arrays of structures"),
    With<CodeParameters>(Kind::kX86, "x86", "x86 machine code"),
    With<CodeParameters>(Kind::kArm64, "arm64", "AArch64 machine code"),
    With<PictureParameters>(Kind::kPicture, "picture", "pixels, row by row"),
    With<SoundParameters>(Kind::kSound, "sound", "samples of sound, frame by frame"),
};

constexpr bool NumbersArePlaces() {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  }
  return true;
}
static_assert(NumbersArePlaces());

}  // namespace

std::span<const KindEntry> KindCatalogue() { return kKinds; }

const KindEntry* FindKind(std::uint8_t number) { return number < kKinds.size() ? &kKinds[number] : nullptr; }

Status CheckKindParameters(std::uint8_t number, ByteView parameters) {
  const KindEntry* entry = FindKind(number);
  if (entry == nullptr) return Status::Unsupported("segment: made by a newer llmzip: its kind is unknown");
  if (parameters.size() > kMaxSegmentParameterBytes) return Status::Corrupt("segment: too many parameters");
  return entry->check(parameters);
}

}  // namespace llmzip

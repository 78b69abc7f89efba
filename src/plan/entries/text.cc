#include "plan/entries/text.h"

#include <algorithm>

#include "model/model.h"
#include "plan/entries/entries.h"

namespace llmzip {
namespace {

constexpr std::size_t kName = 0;
constexpr std::size_t kLast = 1;
constexpr std::size_t kPhrases = 2;
constexpr Parameter kParameters[] = {
    ModelArgument("text", ModelKind::kText, /*required=*/true),
    IntegerOption("last", 1, kMaxTextSize, 0),  // 0: all
    FlagOption("phrases"),
};

const PackedText& PackedTextOf(const Plan& text) { return *text.model(kName).file().text(); }

// The codec that the text was packed with; a model file may name only a few (model/packed_text.h).
StatusOr<Plan> PackingOf(const Plan& text) { return ReadPlan(PackedTextOf(text).packing, Purpose::kRead); }

// What unpacking holds beside the text: the window of an LZMA decoder, at most one and a half times the text's size.
constexpr std::uint64_t kSmallObjects = std::uint64_t{1} << 20;
std::uint64_t UnpackingBytes(std::uint64_t size) { return size + size / 2 + kSmallObjects; }

constexpr Entry kEntries[] = {
    {.name = "text",
     .summary = "a text in a model file: a part of primed(P,text:NAME); last=N takes its last N bytes alone, phrases "
                "says that it is a list of phrases",
     .takes = "a text's name: text:NAME",
     .traits = kIsText,
     .parameters = kParameters},
};

}  // namespace

std::span<const Entry> TextEntries() { return kEntries; }

std::uint64_t BytesToRead(const Plan& text) {
  const std::uint64_t size = PackedTextOf(text).size;
  return text.number(kLast) == 0 ? size : std::min(size, text.number(kLast));
}

bool IsPhrases(const Plan& text) { return text.number(kPhrases) != 0; }

StatusOr<std::shared_ptr<const Bytes>> UnpackedText(const Plan& text) {
  Status failure;
  const auto unpack = [&]() -> std::shared_ptr<const Bytes> {
    const PackedText& packed = PackedTextOf(text);
    auto unpacked = [&]() -> StatusOr<Bytes> {
      LLMZIP_ASSIGN_OR_RETURN(const Plan packing, PackingOf(text));
      LLMZIP_ASSIGN_OR_RETURN(const auto codec, packing.MakeCodec({}));
      return codec->Decompress(packed.packed, packed.size, {});
    }();
    failure = unpacked.status();  // not kept: memory may have been short, and not be so next time
    return unpacked.ok() ? std::make_shared<const Bytes>(*std::move(unpacked)) : nullptr;
  };
  auto unpacked = text.model(kName).file().GetOrCompute<Bytes>(0, unpack);
  if (unpacked == nullptr) return failure;
  return unpacked;
}

std::uint64_t TextMemory(const Plan& text) {
  const std::uint64_t size = PackedTextOf(text).size;
  return text.model(kName).file().file_size() + size + UnpackingBytes(size);
}

}  // namespace llmzip

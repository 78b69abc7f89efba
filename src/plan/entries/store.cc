// store: bytes as they are.
#include "codecs/store/store_codec.h"

#include "plan/entries/entries.h"
#include "plan/plan.h"

namespace llmzip {
namespace {

StatusOr<std::unique_ptr<Codec>> Make(const Plan& /*plan*/, const Shape& /*shape*/) {
  return std::unique_ptr<Codec>(std::make_unique<StoreCodec>());
}

StatusOr<std::uint64_t> Memory(const Plan& /*plan*/, const Shape& /*shape*/) {
  return std::uint64_t{0};  // it holds nothing beside input and output
}

StatusOr<Cost> CostOfCopying(const Plan& /*plan*/, const Shape& /*shape*/, Direction /*direction*/) {
  return Cost{1'000, 1};
}

constexpr Entry kEntries[] = {
    {.name = "store",
     .examples = "store",
     .summary = "bytes as they are",
     .traits = kIsCodec,
     .memory = Memory,
     .cost = CostOfCopying,
     .make_codec = Make},
};

}  // namespace

std::span<const Entry> StoreEntries() { return kEntries; }

}  // namespace llmzip

// Whatever text a frame holds where its spec should be: parsing ends, what parses prints back as it was, and
// nothing that can be made from it is made without its memory being known first.
#include <string_view>

#include "fuzz/fuzz_target.h"
#include "plan/plan.h"
#include "plan/spec.h"
#include "support/catalogue.h"

namespace llmzip::fuzz {

std::vector<Case> Cases() { return {{"", 5000}}; }

std::vector<Bytes> Seeds(const std::string& /*case_name*/) {
  std::vector<Bytes> seeds;
  for (const auto& example : testing::AllExamples()) seeds.emplace_back(example.spec.begin(), example.spec.end());
  for (const std::string_view text :
       {"", "cm", "net:FILE", "mix(cm,net:FILE)", "mix(mix(mix(a,b),c),codelength:arithmetic:order0)", "zstd:99",
        "codelength:codelength:gzip", "arithmetic:arithmetic:order0", "a(((((((((", "gzip:-1", "gzip:09", "order0:1"}) {
    seeds.emplace_back(text.begin(), text.end());
  }
  return seeds;
}

void Run(const std::string& /*case_name*/, ByteView input) {
  const std::string text(input.begin(), input.end());
  const auto spec = ParseSpec(text);
  if (!spec.ok()) {
    FUZZ_CHECK(spec.status().code() == StatusCode::kInvalidArgument);
    return;
  }
  FUZZ_CHECK(spec->ToString() == text);
  FUZZ_CHECK(*ParseSpec(spec->ToString()) == *spec);
  constexpr std::uint64_t kRawSize = 100;
  constexpr std::uint64_t kAffordable = std::uint64_t{1} << 30;
  for (const Purpose purpose : {Purpose::kWrite, Purpose::kRead}) {
    const auto read = ReadPlan(text, purpose);
    if (!read.ok()) continue;
    // One plan has one text.
    const auto again = ReadPlan(read->Text(), purpose);
    FUZZ_CHECK(again.ok() && again->Text() == read->Text());
  }
  const auto plan = ResolvePlan(text, nullptr);
  if (!plan.ok()) return;
  const auto memory = plan->MemoryBytes({.raw_size = kRawSize});
  FUZZ_CHECK(memory.ok() && plan->CostOf({.raw_size = kRawSize}).ok());
  if (*memory <= kAffordable) FUZZ_CHECK(plan->MakeCodec({}).ok());
  FUZZ_CHECK(plan->EncoderEnvironment().ok());
}

}  // namespace llmzip::fuzz

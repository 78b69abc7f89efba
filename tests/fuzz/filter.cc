// Filters. forward: any bytes as any kind the filter takes come back. inverse: any parameters and bytes end soundly.
#include <algorithm>
#include <string>

#include "filters/registry.h"
#include "fuzz/fuzz_target.h"
#include "support/content_samples.h"

namespace llmzip::fuzz {
namespace {

constexpr std::size_t kMostBytes = 20000;

const FilterEntry& FilterOf(const std::string& case_name) {
  const FilterEntry* filter = FindFilter(case_name.substr(case_name.find('/') + 1));
  FUZZ_CHECK(filter != nullptr);
  return *filter;
}

// One of the kinds the filter takes.
Kind KindFor(const FilterEntry& filter, std::uint8_t choice) {
  std::vector<Kind> kinds;
  for (const KindEntry& kind : KindCatalogue()) {
    if (filter.accepts(kind.kind)) kinds.push_back(kind.kind);
  }
  FUZZ_CHECK(!kinds.empty());
  return kinds[choice % kinds.size()];
}

// Parameters of the segment: some that are right, a few bytes of them from the input.
Bytes SegmentParameters(Kind kind, InputReader* reader) {
  const auto examples = testing::ParametersOf(kind);
  Bytes parameters = examples[reader->Byte() % examples.size()];
  const std::size_t changes = reader->UpTo(2);
  for (std::size_t i = 0; i < changes && !parameters.empty(); ++i) {
    const std::size_t place = reader->Byte() % parameters.size();
    parameters[place] = reader->Byte();
  }
  return parameters;
}

void RunForward(const FilterEntry& filter, ByteView input) {
  InputReader reader(input);
  const Kind kind = KindFor(filter, reader.Byte());
  const Bytes parameters = SegmentParameters(kind, &reader);
  if (!CheckKindParameters(static_cast<std::uint8_t>(kind), parameters).ok()) return;
  const ByteView raw = reader.Rest().first(std::min(kMostBytes, reader.Rest().size()));
  const SegmentView segment{static_cast<std::uint8_t>(kind), raw.size(), parameters};
  Bytes filtered;
  Bytes own;
  if (!filter.forward(segment, raw, &filtered, &own)) return;
  Bytes restored(raw.size());
  FUZZ_CHECK(UndoFilter(filter.number, segment, own, filtered, restored).ok());
  FUZZ_CHECK(std::ranges::equal(restored, raw));
}

void RunInverse(const FilterEntry& filter, ByteView input) {
  InputReader reader(input);
  const Kind kind = KindFor(filter, reader.Byte());
  const Bytes parameters = SegmentParameters(kind, &reader);
  const std::size_t own_size = reader.UpTo(40);
  const ByteView rest = reader.Rest();
  const ByteView own = rest.first(std::min(own_size, rest.size()));
  const ByteView filtered = rest.subspan(own.size());
  const std::size_t raw_size = filter.keeps_size ? filtered.size() : std::min(kMostBytes, 2 * filtered.size());
  Bytes raw(raw_size);
  const Status status =
      UndoFilter(filter.number, {static_cast<std::uint8_t>(kind), raw.size(), parameters}, own, filtered, raw);
  FUZZ_CHECK(status.ok() || status.code() == StatusCode::kCorrupt);
}

}  // namespace

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const FilterEntry& filter : FilterCatalogue()) {
    for (const std::string direction : {"forward/", "inverse/"}) {
      cases.push_back({direction + std::string(filter.name), 1500});
    }
  }
  return cases;
}

std::vector<Bytes> Seeds(const std::string& case_name) {
  const FilterEntry& filter = FilterOf(case_name);
  const bool inverse = case_name.starts_with("inverse/");
  std::vector<Bytes> seeds;
  std::uint8_t kind_choice = 0;
  for (const KindEntry& kind : KindCatalogue()) {
    if (!filter.accepts(kind.kind)) continue;
    const auto examples = testing::ParametersOf(kind.kind);
    for (std::size_t example = 0; example < examples.size(); ++example) {
      for (const auto& sample : testing::ContentSamples(400)) {
        Bytes seed = {kind_choice, static_cast<std::uint8_t>(example), 0, 0};
        if (inverse) {
          Bytes filtered = sample.bytes;
          Bytes own;
          (void)filter.forward({static_cast<std::uint8_t>(kind.kind), sample.bytes.size(), examples[example]},
                               sample.bytes, &filtered, &own);
          own.resize(std::min<std::size_t>(own.size(), 40));
          seed.insert(seed.end(), {0, static_cast<std::uint8_t>(own.size())});
          seed.insert(seed.end(), own.begin(), own.end());
          seed.insert(seed.end(), filtered.begin(), filtered.end());
        } else {
          seed.insert(seed.end(), sample.bytes.begin(), sample.bytes.end());
        }
        seeds.push_back(std::move(seed));
      }
    }
    ++kind_choice;
  }
  return seeds;
}

void Run(const std::string& case_name, ByteView input) {
  const FilterEntry& filter = FilterOf(case_name);
  if (case_name.starts_with("forward/")) {
    RunForward(filter, input);
  } else {
    RunInverse(filter, input);
  }
}

}  // namespace llmzip::fuzz

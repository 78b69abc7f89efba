// What every registered filter must do, whatever its kind: give back what it took, refuse or survive everything else,
// and write the same bytes for ever.
//
// To accept new bytes: LLMZIP_WRITE_DIGESTS=1 build/release/tests/filters/filters_test --gtest_filter='*Frozen*'
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "base/digest.h"
#include "base/split_mix.h"
#include "filters/registry.h"
#include "support/content_samples.h"

namespace llmzip::testing {
namespace {

constexpr char kDigests[] = LLMZIP_TEST_SOURCE_DIR "/filters/digests.txt";

struct Given {
  Kind kind;
  std::string sample;
  Bytes raw;
  Bytes parameters;

  [[nodiscard]] SegmentView View() const { return {static_cast<std::uint8_t>(kind), raw.size(), parameters}; }
};

// Every kind the filter takes, with all its parameters, over all samples.
std::vector<Given> GivenTo(const FilterEntry& filter, std::size_t size) {
  std::vector<Given> all;
  for (const KindEntry& kind : KindCatalogue()) {
    if (!filter.accepts(kind.kind)) continue;
    for (const Bytes& parameters : ParametersOf(kind.kind)) {
      for (const Sample& sample : ContentSamples(size))
        all.push_back({kind.kind, sample.name, sample.bytes, parameters});
    }
  }
  return all;
}

bool IsSound(const Status& status) { return status.ok() || status.code() == StatusCode::kCorrupt; }

// Forward, and what it promises. False if it left the bytes alone.
bool Applied(const FilterEntry& filter, const Given& given, Filtered* filtered) {
  const bool applied = filter.forward(given.View(), given.raw, &filtered->bytes, &filtered->parameters);
  if (!applied) {
    EXPECT_TRUE(filtered->bytes.empty() && filtered->parameters.empty());
    return false;
  }
  EXPECT_FALSE(filtered->parameters.empty());
  EXPECT_LE(filtered->parameters.size(), kMaxFilterParameterBytes);
  EXPECT_LE(filtered->bytes.size(), filter.most_filtered_bytes(given.raw.size()));
  if (filter.keeps_size) {
    EXPECT_EQ(filtered->bytes.size(), given.raw.size());
  }
  return true;
}

class FilterBattery : public ::testing::TestWithParam<std::size_t> {
 protected:
  [[nodiscard]] const FilterEntry& filter() const { return FilterCatalogue()[GetParam()]; }
};

TEST_P(FilterBattery, GivesBackWhatItTook) {
  unsigned applied = 0;
  for (const Given& given : GivenTo(filter(), 5000)) {
    Filtered filtered;
    if (!Applied(filter(), given, &filtered)) continue;
    ++applied;
    Bytes restored(given.raw.size(), 0xA5);
    const Status status = UndoFilter(filter().number, given.View(), filtered.parameters, filtered.bytes, restored);
    ASSERT_TRUE(status.ok()) << given.sample << ": " << status.message();
    ASSERT_EQ(restored, given.raw) << given.sample;
    const auto proved = ApplyFilter(filter(), given.View(), given.raw);
    ASSERT_TRUE(proved.has_value()) << given.sample;
    EXPECT_EQ(proved->bytes, filtered.bytes);
  }
  EXPECT_GT(applied, 0U) << "no sample makes the filter do anything: add one to ContentSamples";
}

TEST_P(FilterBattery, GivesBackPiecesOfAnySize) {
  for (Given& given : GivenTo(filter(), 600)) {
    const Bytes whole = given.raw;
    for (std::size_t size = 0; size <= whole.size(); size += size < 40 ? 1 : 131) {
      given.raw.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      Filtered filtered;
      if (!Applied(filter(), given, &filtered)) continue;
      Bytes restored(size);
      ASSERT_TRUE(UndoFilter(filter().number, given.View(), filtered.parameters, filtered.bytes, restored).ok());
      ASSERT_EQ(restored, given.raw) << given.sample << ", " << size << " bytes";
    }
  }
}

TEST_P(FilterBattery, SurvivesDamagedBytes) {
  SplitMix64 random(1);
  for (const Given& given : GivenTo(filter(), 500)) {
    Filtered filtered;
    if (!Applied(filter(), given, &filtered)) continue;
    Bytes restored(given.raw.size());
    for (unsigned i = 0; i < 20; ++i) {
      Bytes damaged = filtered.bytes;
      if (damaged.empty()) break;
      for (unsigned k = 0; k <= i % 4; ++k) damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
      EXPECT_TRUE(IsSound(UndoFilter(filter().number, given.View(), filtered.parameters, damaged, restored)));
    }
  }
}

TEST_P(FilterBattery, RefusesOrSurvivesHostileParameters) {
  SplitMix64 random(2);
  unsigned refused = 0;
  for (const Given& given : GivenTo(filter(), 300)) {
    Filtered filtered;
    if (!Applied(filter(), given, &filtered)) filtered = {given.raw, {1}};
    Bytes restored(given.raw.size());
    for (unsigned i = 0; i < 60; ++i) {
      Bytes parameters = filtered.parameters;
      if (i % 3 == 0) parameters.resize(1 + random() % 40);
      if (i % 3 == 1) parameters.insert(parameters.end(), 1 + random() % 3, static_cast<std::uint8_t>(random() % 4));
      for (unsigned k = 0; k <= i % 4; ++k) {
        parameters[random() % parameters.size()] = static_cast<std::uint8_t>(random() >> (random() % 8 * 8));
      }
      const Status status = UndoFilter(filter().number, given.View(), parameters, filtered.bytes, restored);
      EXPECT_TRUE(IsSound(status)) << status.message();
      refused += status.ok() ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 0U);
}

TEST_P(FilterBattery, RefusesParametersThatAreMany) {
  const Given given = GivenTo(filter(), 100).back();
  Bytes restored(given.raw.size());
  const Bytes parameters(kMaxFilterParameterBytes, 1);
  EXPECT_EQ(UndoFilter(filter().number, given.View(), parameters, given.raw, restored).code(), StatusCode::kCorrupt);
}

std::map<std::string, std::string> DigestsOf(const FilterEntry& filter) {
  std::map<std::string, std::string> digests;
  std::map<std::string, unsigned> numbers;  // of the parameters, for each sample
  for (const Given& given : GivenTo(filter, 3000)) {
    const std::string name =
        std::string(filter.name) + " " + std::to_string(numbers[given.sample]++) + " " + given.sample;
    Filtered filtered;
    if (!Applied(filter, given, &filtered)) {
      digests[name] = "left";
      continue;
    }
    Bytes all = filtered.parameters;
    all.insert(all.end(), filtered.bytes.begin(), filtered.bytes.end());
    std::ostringstream text;
    for (const std::uint8_t byte : Xxh3Digest128(all))
      text << "0123456789abcdef"[byte >> 4] << "0123456789abcdef"[byte & 15];
    digests[name] = text.str();
  }
  return digests;
}

TEST_P(FilterBattery, FrozenBytes) {
  if (std::getenv("LLMZIP_WRITE_DIGESTS") != nullptr) {
    std::ofstream file(kDigests, GetParam() == 0 ? std::ios::trunc : std::ios::app);
    if (GetParam() == 0)
      file << "# filter parameters sample xxh3-128: what every machine must write. See battery_test.cc.\n";
    for (const auto& [name, digest] : DigestsOf(filter())) file << name << " " << digest << "\n";
    return;
  }
  std::map<std::string, std::string> frozen;
  std::ifstream file(kDigests);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(std::string(filter().name) + " ")) {
      const std::size_t space = line.rfind(' ');
      frozen[line.substr(0, space)] = line.substr(space + 1);
    }
  }
  EXPECT_EQ(DigestsOf(filter()), frozen);
}

INSTANTIATE_TEST_SUITE_P(All, FilterBattery, ::testing::Range<std::size_t>(0, FilterCatalogue().size()),
                         [](const auto& test) {
                           std::string name(FilterCatalogue()[test.param].name);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace llmzip::testing

// A request to stop is heeded soon, however slow a predictor or codec is, however many lanes there are, and whatever is
// read or made before the first byte.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/split_mix.h"
#include "engine/archives.h"
#include "io/memory_stream.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBefore{300};
// "About a second" on an idle machine; tests run beside others, and under sanitizers.
constexpr double kMostSeconds = 4.0;

// Asks to stop once kBefore has passed since its making.
class Impatient final : public Progress {
 public:
  bool Report(const Totals& /*done*/) override {
    const bool goes_on = Clock::now() - begin_ < kBefore;
    if (!goes_on && !asked_) asked_ = Clock::now();
    return goes_on;
  }
  void Warn(const char* /*message*/) override {}

  [[nodiscard]] double SecondsSinceAsked() const {
    return asked_ ? std::chrono::duration<double>(Clock::now() - *asked_).count() : 0;
  }

 private:
  Clock::time_point begin_ = Clock::now();
  std::optional<Clock::time_point> asked_;
};

struct Slow {
  std::string spec;
  unsigned lanes = 1;
  std::size_t size = 1'000'000;
};

void PrintTo(const Slow& slow, std::ostream* out) { *out << slow.spec << ", " << slow.lanes; }

class Stopping : public ::testing::TestWithParam<Slow> {
 protected:
  [[nodiscard]] Bytes Raw() const {
    Bytes raw(GetParam().size);
    SplitMix64 random(1);
    for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(random.Bits(3) + i / 1000 % 7);
    return raw;
  }
};

TEST_P(Stopping, EndsACompressionSoon) {
  CompressOptions options = Coding(GetParam().spec, GetParam().size);
  options.lanes = GetParam().lanes;
  options.verify = false;
  const Bytes raw = Raw();
  MemorySource source(raw);
  Bytes archive;
  MemorySink sink(&archive);
  Impatient progress;
  const Status status = Compress(source, sink, options, &progress).status();
  EXPECT_LT(progress.SecondsSinceAsked(), kMostSeconds);
  EXPECT_TRUE(status.ok() || status.code() == StatusCode::kCancelled) << status.message();
}

// What is coded is noise: a decoder learns that only at the end.
TEST_P(Stopping, EndsADecompressionSoon) {
  ForgedHeader header;
  header.specs = {GetParam().spec};
  header.block_size = GetParam().size;
  const Bytes head = header.ToBytes();
  Bytes payload(GetParam().size / 2);
  SplitMix64 random(2);
  for (std::uint8_t& byte : payload) byte = static_cast<std::uint8_t>(random.Bits(8));
  BlockHead block = PlainHeadOf(GetParam().size, payload.size(), 0);
  block.streams[0].lanes = GetParam().lanes;
  const Bytes archive = Joined({head, ForgedBlock(block, payload, {CheckOf(head), 0})});
  Impatient progress;
  MemorySource source(archive);
  const Status status = llmzip::Test(source, {}, &progress).status();
  EXPECT_LT(progress.SecondsSinceAsked(), kMostSeconds);
  EXPECT_TRUE(status.code() == StatusCode::kCorrupt || status.code() == StatusCode::kCancelled) << status.message();
}

INSTANTIATE_TEST_SUITE_P(Specs, Stopping,
                         ::testing::Values(Slow{"cm:huge"}, Slow{"cm:huge", 4000}, Slow{"order2", 65'535, 10'000'000},
                                           Slow{"mix(cm,order2)", 65'535}, Slow{"codelength:lzma:9"},
                                           Slow{"codelength:lzma:9", 65'535}, Slow{"codelength:zstd:19", 100},
                                           Slow{"codelength:arithmetic:order3", 20}, Slow{"lzma:9", 1, 8'000'000},
                                           Slow{"gzip:9", 1, 20'000'000}, Slow{"png", 1, 10'000'000},
                                           Slow{"flac", 1, 20'000'000}),
                         [](const auto& info) {
                           std::string name = info.param.spec + "_" + std::to_string(info.param.lanes);
                           std::erase_if(name, [](char c) {
                             return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_';
                           });
                           return name;
                         });

}  // namespace
}  // namespace llmzip::testing

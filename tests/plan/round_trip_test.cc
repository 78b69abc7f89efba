// Everything in the catalogues gives back every kind of input, at every number of lanes.
#include <gtest/gtest.h>

#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

class RoundTrip : public ::testing::TestWithParam<Example> {};

TEST_P(RoundTrip, GivesBackEverySample) {
  for (const unsigned lanes : {1U, 2U, 3U, 16U}) {
    const auto encoder = CodecOf(GetParam().spec, lanes);
    const auto decoder = CodecOf(GetParam().spec, lanes);
    for (const Sample& sample : AllSamples(GetParam().sample_size)) {
      SCOPED_TRACE(sample.name + ", lanes " + std::to_string(lanes));
      const auto coded = encoder->Compress(sample.bytes, {});
      ASSERT_TRUE(coded.ok()) << coded.status().message();
      const auto raw = decoder->Decompress(*coded, sample.bytes.size(), {});
      ASSERT_TRUE(raw.ok()) << raw.status().message();
      ASSERT_TRUE(*raw == sample.bytes);
    }
  }
}

// A decoder that comes out of step shows it soonest on the shortest inputs, where every lane ends differently.
TEST_P(RoundTrip, GivesBackEveryShortLength) {
  const Bytes text = AllSamples(40)[5].bytes;
  const std::size_t longest = GetParam().slow() ? 6 : text.size();
  for (const unsigned lanes : {1U, 4U, 7U}) {
    const auto codec = CodecOf(GetParam().spec, lanes);
    for (std::size_t size = 0; size <= longest; ++size) {
      const ByteView raw = ByteView(text).first(size);
      const auto coded = codec->Compress(raw, {});
      ASSERT_TRUE(coded.ok()) << coded.status().message();
      const auto back = codec->Decompress(*coded, size, {});
      ASSERT_TRUE(back.ok()) << back.status().message();
      ASSERT_TRUE(std::ranges::equal(*back, raw)) << "size " << size << ", lanes " << lanes;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, RoundTrip, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing

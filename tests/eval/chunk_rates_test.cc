// Chunks are measured as each alone would be; the paper's accounting is its formula.
#include "eval/chunk_rates.h"

#include <gtest/gtest.h>

#include <numeric>

#include "eval/code_length.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

Bytes SomeText() {
  Bytes text;
  for (int n = 0; text.size() < 10000; ++n) {
    for (const char c : "line " + std::to_string(n * n % 977) + " of some text\n")
      text.push_back(static_cast<std::uint8_t>(c));
  }
  text.resize(10000);
  return text;
}

TEST(ChunkRates, AreThoseOfEachChunkAlone) {
  const Bytes text = SomeText();
  for (const std::string spec : {"gzip", "order2", "arithmetic:cm"}) {
    std::uint64_t coded = 0;
    double ideal = 0;
    for (std::size_t at = 0; at < text.size(); at += 2048) {
      const ByteView chunk = ByteView(text).subspan(at, std::min<std::size_t>(2048, text.size() - at));
      coded += CodecOf(spec, 1)->Compress(chunk, {})->size();
      if (spec == "gzip") continue;
      ideal += *CodeLengthBits(*PredictorOf(spec == "order2" ? spec : "cm", {1, chunk.size()}), chunk) / 8;
    }
    for (const unsigned threads : {1U, 3U}) {
      const auto rates = MeasureChunks(PlanNamed(spec), text, {.chunk_bytes = 2048, .threads = threads});
      ASSERT_TRUE(rates.ok()) << rates.status().message();
      EXPECT_EQ(rates->chunks, 5U);
      EXPECT_EQ(rates->coded_bytes, coded) << spec;
      EXPECT_DOUBLE_EQ(rates->Rate(), static_cast<double>(coded) / 10000);
      ASSERT_EQ(rates->ideal_bytes.has_value(), spec != "gzip");
      EXPECT_NEAR(rates->ideal_bytes.value_or(0), ideal, 0.01);
    }
  }
}

TEST(ChunkRates, OfTheWholeAreThoseOfOneChunk) {
  const Bytes text = SomeText();
  const auto rates = MeasureChunks(PlanNamed("cm"), text, {});
  ASSERT_TRUE(rates.ok());
  EXPECT_EQ(rates->chunks, 1U);
  EXPECT_EQ(rates->coded_bytes, CodecOf("cm", 1)->Compress(text, {})->size());
}

TEST(ChunkRates, PaperCountsHeadersOnce) {
  const auto rates = MeasureChunks(PlanNamed("lzma"), SomeText(), {.chunk_bytes = 1000});
  ASSERT_TRUE(rates.ok());
  EXPECT_EQ(rates->header_bytes, CodecOf("lzma", 1)->Compress(Bytes{0}, {})->size());
  EXPECT_GT(rates->header_bytes, 30U);
  EXPECT_NEAR(rates->PaperRate(), rates->Rate() - static_cast<double>(9 * rates->header_bytes) / 10000, 1e-12);
}

TEST(ChunkRates, SevenBitsAreCountedBothWays) {
  Bytes bytes = SomeText();
  for (std::size_t i = 0; i < bytes.size(); i += 4) bytes[i] |= 128;
  const auto masked = MeasureChunks(PlanNamed("order1"), bytes, {.seven_bits = SevenBits::kMask});
  ASSERT_TRUE(masked.ok());
  EXPECT_EQ(masked->dropped_bits, 2500U);
  EXPECT_EQ(masked->coded_bytes, MeasureChunks(PlanNamed("order1"), SomeText(), {})->coded_bytes);
  const auto shifted = MeasureChunks(PlanNamed("order1"), bytes, {.seven_bits = SevenBits::kShift});
  ASSERT_TRUE(shifted.ok());
  EXPECT_EQ(shifted->dropped_bits, 10000U);
  const double coded = static_cast<double>(shifted->coded_bytes) / 10000;
  EXPECT_NEAR(shifted->Rate(), coded + 0.125, 1e-12);
  EXPECT_NEAR(shifted->PaperRate(), coded * 8 / 7, 1e-12);
}

TEST(ChunkRates, PositionsAddUpToTheIdeal) {
  const auto rates = MeasureChunks(PlanNamed("cm"), SomeText(), {.chunk_bytes = 2000, .positions = 8});
  ASSERT_TRUE(rates.ok());
  ASSERT_EQ(rates->position_bits.size(), 8U);
  const double mean = std::accumulate(rates->position_bits.begin(), rates->position_bits.end(), 0.0) / 8;
  EXPECT_NEAR(mean * 10000 / 8, *rates->ideal_bytes, 0.01);
  EXPECT_GT(rates->position_bits.front(), 1.5 * rates->position_bits.back()) << "nothing was learnt within a chunk";
}

TEST(ChunkRates, CanBeGivenUpAndRefuse) {
  const ChunkOptions given_up{.chunk_bytes = 100, .go_on = [](std::uint64_t done) { return done < 500; }};
  EXPECT_EQ(MeasureChunks(PlanNamed("order0"), SomeText(), given_up).status().code(), StatusCode::kCancelled);
  const auto empty = MeasureChunks(PlanNamed("order0"), {}, {});
  ASSERT_TRUE(empty.ok());
  EXPECT_EQ(empty->chunks, 0U);
  EXPECT_EQ(empty->Rate(), 0);
}

}  // namespace
}  // namespace llmzip::testing

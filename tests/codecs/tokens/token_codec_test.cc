// Tokens through the range coder: any bytes come back, whatever the tokeniser can say, and whatever was damaged ends
// well.
#include "codecs/tokens/token_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "base/split_mix.h"
#include "base/varint.h"
#include "support/samples.h"
#include "support/toy_checkpoint.h"

namespace llmzip::testing {
namespace {

using Bytes256 = ToyTokeniser::Bytes256;
using Honesty = ToyTokeniser::Honesty;

struct Toy {
  std::string name;
  bool tokens = true;
  Bytes256 bytes = Bytes256::kAll;
  Honesty honesty = Honesty::kHonest;
  bool ascii7 = false;
  CheckpointContext context = {};
  std::uint32_t top_k = 0;
  unsigned spare_symbols = 0;
};

std::vector<Toy> Toys() {
  return {
      {"bytes", false},
      {"halved_bytes", false, Bytes256::kAll, Honesty::kHonest, true},
      {"tokens"},
      {"escaping_tokens", true, Bytes256::kAscii},
      {"halved_tokens", true, Bytes256::kAscii, Honesty::kHonest, true},
      {"lying_tokens", true, Bytes256::kAll, Honesty::kLies},
      {"no_tokens", true, Bytes256::kAll, Honesty::kGivesUp},
      {"halved_lies", true, Bytes256::kAll, Honesty::kLies, true},
      {"chunks", true, Bytes256::kAscii, Honesty::kHonest, false, {50, 0}},
      {"sliding", true, Bytes256::kAscii, Honesty::kHonest, false, {50, 20}},
      {"top_k", true, Bytes256::kAll, Honesty::kHonest, false, {}, 10, 7},
  };
}

std::shared_ptr<const ToyCheckpoint> CheckpointOf(const Toy& toy) {
  auto tokeniser =
      toy.tokens ? std::make_unique<const ToyTokeniser>(ToyTokeniser::EnglishWords(), toy.bytes, toy.honesty) : nullptr;
  ToyOptions options;
  options.spare_symbols = toy.spare_symbols;
  return std::make_shared<ToyCheckpoint>(std::move(tokeniser), CheckpointOptions{}, options);
}

TokenCodec CodecOf(const Toy& toy, unsigned lanes) {
  const auto checkpoint = CheckpointOf(toy);
  TokenCodec::Parts parts;
  parts.make_predictor = [checkpoint, toy](unsigned count) {
    return checkpoint->NewPredictor({count, toy.context, toy.top_k});
  };
  parts.tokeniser = checkpoint->tokeniser();
  parts.environment = checkpoint->environment();
  parts.lanes = lanes;
  parts.ascii7 = toy.ascii7;
  return TokenCodec(std::move(parts));
}

class TokenCodecTest : public ::testing::TestWithParam<Toy> {};

TEST_P(TokenCodecTest, GivesBackEverySample) {
  for (const unsigned lanes : {1U, 3U, 16U}) {
    const TokenCodec codec = CodecOf(GetParam(), lanes);
    for (const Sample& sample : AllSamples(1500)) {
      SCOPED_TRACE(sample.name + ", lanes " + std::to_string(lanes));
      const auto coded = codec.Compress(sample.bytes, {});
      ASSERT_TRUE(coded.ok()) << coded.status().message();
      const auto raw = codec.Decompress(*coded, sample.bytes.size(), {});
      ASSERT_TRUE(raw.ok()) << raw.status().message();
      ASSERT_TRUE(*raw == sample.bytes);
    }
  }
}

TEST_P(TokenCodecTest, GivesBackEveryShortLengthOfAnything) {
  SplitMix64 random(1);
  for (const unsigned lanes : {1U, 4U}) {
    const TokenCodec codec = CodecOf(GetParam(), lanes);
    for (std::size_t size = 0; size < 40; ++size) {
      Bytes raw(size);
      for (auto& byte : raw) byte = static_cast<std::uint8_t>(random() % 3 == 0 ? random() : 'a' + random() % 5);
      const auto coded = codec.Compress(raw, {});
      ASSERT_TRUE(coded.ok());
      const auto back = codec.Decompress(*coded, size, {});
      ASSERT_TRUE(back.ok()) << back.status().message();
      ASSERT_TRUE(*back == raw) << size;
    }
  }
}

TEST_P(TokenCodecTest, DamageEndsWithTheSizeOrAnError) {
  const TokenCodec codec = CodecOf(GetParam(), 2);
  const Bytes raw = AllSamples(200)[5].bytes;
  const auto ends_well = [&](const Bytes& damaged, std::size_t size) {
    const auto back = codec.Decompress(damaged, size, {});
    return back.ok() ? back->size() == size : back.status().code() == StatusCode::kCorrupt;
  };
  const Bytes coded = *codec.Compress(raw, {});
  for (std::size_t bit = 0; bit < 8 * coded.size(); ++bit) {
    Bytes damaged = coded;
    damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << (bit % 8)));
    ASSERT_TRUE(ends_well(damaged, raw.size())) << bit;
  }
  for (std::size_t size = 0; size < coded.size(); ++size) {
    ASSERT_TRUE(ends_well(Bytes(coded.begin(), coded.begin() + static_cast<std::ptrdiff_t>(size)), raw.size()));
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, raw.size() - 1, raw.size() + 1}) {
    ASSERT_TRUE(ends_well(coded, size)) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Toys, TokenCodecTest, ::testing::ValuesIn(Toys()),
                         [](const auto& info) { return info.param.name; });

Toy Named(const std::string& name) {
  const std::vector<Toy> toys = Toys();
  return *std::ranges::find(toys, name, &Toy::name);
}

std::size_t SizeOf(const std::string& toy, ByteView raw) { return CodecOf(Named(toy), 1).Compress(raw, {})->size(); }

TEST(TokenCodec, CountsOfTokensAreCheckedBeforeAnythingIsAllocated) {
  const TokenCodec codec = CodecOf(Named("tokens"), 1);
  for (const std::uint64_t tokens : {std::uint64_t{11}, std::uint64_t{1} << 40, std::uint64_t{1} << 62}) {
    Bytes coded;
    AppendVarint(2 * tokens, &coded);
    EXPECT_EQ(codec.Decompress(coded, 10, {}).status().code(), StatusCode::kCorrupt) << tokens;
  }
}

TEST(TokenCodec, PredictionsCompress) {
  const Bytes text = AllSamples(4000)[5].bytes;
  EXPECT_LT(SizeOf("tokens", text), text.size() * 6 / 10);
  EXPECT_LT(SizeOf("tokens", text), SizeOf("lying_tokens", text) * 9 / 10);
  EXPECT_LT(SizeOf("lying_tokens", text), text.size());
  EXPECT_LT(SizeOf("halved_bytes", text), text.size() * 7 / 10);
}

TEST(TokenCodec, FewEscapesCostLittle) {
  Bytes text = AllSamples(4000)[5].bytes;
  const std::size_t without = SizeOf("escaping_tokens", text);
  text[1000] = 0xFF;
  text[3000] = 0xC3;
  EXPECT_GT(SizeOf("escaping_tokens", text), without);
  EXPECT_LT(SizeOf("escaping_tokens", text), without + 25);
}

TEST(TokenCodec, TheParameterDecidesTheBytes) {
  const Bytes text = AllSamples(2000)[5].bytes;
  const Bytes whole = *CodecOf(Named("escaping_tokens"), 1).Compress(text, {});
  const Bytes chunks = *CodecOf(Named("chunks"), 1).Compress(text, {});
  const Bytes sliding = *CodecOf(Named("sliding"), 1).Compress(text, {});
  EXPECT_NE(whole, chunks);
  EXPECT_NE(chunks, sliding);
  EXPECT_LT(sliding.size(), chunks.size());
}

TEST(TokenCodec, SideBytesAreThoseOfLowBitsAndEscapes) {
  const Bytes text = AllSamples(2000)[5].bytes;
  EXPECT_EQ(CodecOf(Named("tokens"), 1).SideBytes(text), 0U);
  const std::uint64_t side = CodecOf(Named("halved_bytes"), 1).SideBytes(text);
  EXPECT_GT(side, text.size() / 20);
  EXPECT_LT(side, text.size() / 8);
}

TEST(TokenCodec, CanBeWatchedAndStoppedStepByStep) {
  const Bytes text = AllSamples(3000)[5].bytes;
  const TokenCodec codec = CodecOf(Named("tokens"), 1);
  Bytes coded;
  {
    Work work;
    Context context;
    context.work = &work;
    coded = *codec.Compress(text, context);
    EXPECT_GT(work.done(), text.size() - 10);
    EXPECT_LE(work.done(), text.size());
  }
  Work work;
  work.Stop();
  Context context;
  context.work = &work;
  EXPECT_EQ(codec.Compress(text, context).status().code(), StatusCode::kCancelled);
  EXPECT_EQ(codec.Decompress(coded, text.size(), context).status().code(), StatusCode::kCancelled);
  EXPECT_LT(work.done(), 50U);
}

}  // namespace
}  // namespace llmzip::testing

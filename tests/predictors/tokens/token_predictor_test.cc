// Language models as predictors of bytes: what is coded decodes, however it is computed.
#include "predictors/tokens/token_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "predictors/tokens/language_parts.h"
#include "support/random_language.h"

namespace llmzip::tokens {
namespace {

LanguageConfig SmallConfig() {
  LanguageConfig config;
  config.width = config.norm_width = 32;
  config.layers = 2;
  config.heads = 2;
  config.key_value_heads = 1;
  config.head_width = 16;
  config.rotary_width = 16;
  config.hidden = 64;
  config.vocabulary = 400;
  config.extra = 2;
  config.begin = 400;
  config.context = 256;
  config.gated = true;
  return config;
}

/// How a block is coded; what follows the comment must not matter.
struct Way {
  std::optional<cm::MixingStrength> mixing;
  ContextWindow window = {64, 16};
  unsigned lanes = 1;
  // ways to compute
  unsigned threads = 1;
  Kernel kernel = BestKernel();
};

class TokenPredictorTest : public ::testing::Test {
 protected:
  [[nodiscard]] ArithmeticCodec CodecFor(const Way& way) const { return CodecOf(model_, way); }
  static ArithmeticCodec CodecOf(const std::shared_ptr<const Model>& model, const Way& way) {
    const auto make = [model, way](unsigned lanes, std::uint64_t raw_size, const Context& context) {
      PredictorShape shape = {lanes, raw_size, context};
      shape.context.threads = way.threads;
      shape.context.kernel = way.kernel;
      return StatusOr<std::unique_ptr<Predictor>>(
          MakeTokenPredictor(PartsOfModel(
                                 model, way.window, [] { return nullptr; }, way.mixing, shape),
                             shape));
    };
    return {make, way.lanes, ""};
  }

  void ExpectRoundTrip(const Way& way, const Bytes& raw) const {
    const ArithmeticCodec codec = CodecFor(way);
    const auto coded = codec.Compress(raw, {});
    ASSERT_TRUE(coded.ok()) << coded.status().message();
    const auto decoded = codec.Decompress(*coded, raw.size(), {});
    ASSERT_TRUE(decoded.ok()) << decoded.status().message();
    ASSERT_EQ(*decoded, raw);
    Context verifying;
    verifying.expected = raw;
    const auto verified = codec.Decompress(*coded, raw.size(), verifying);
    ASSERT_TRUE(verified.ok());
    ASSERT_EQ(*verified, raw);
  }

  /// Text that the model half knows: its own tokens, in random order.
  static Bytes Text(std::size_t size, unsigned seed) {
    const auto tokens = testing::RandomTokens(400, 11);
    std::mt19937 random(seed);
    Bytes text;
    while (text.size() < size) {
      const std::string& token = tokens[std::min(random() % tokens.size(), random() % tokens.size())];
      text.insert(text.end(), token.begin(), token.end());
    }
    text.resize(size);
    return text;
  }
  static Bytes Noise(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    Bytes noise(size);
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
    return noise;
  }

  const std::shared_ptr<const Model> model_ = testing::RandomLanguage(SmallConfig(), 11);
};

constexpr std::optional<cm::MixingStrength> kMixings[] = {std::nullopt, cm::MixingStrength::kStandard,
                                                          cm::MixingStrength::kMaximum};

TEST_F(TokenPredictorTest, AnyBytesComeBack) {
  Bytes half = Text(700, 2);
  const Bytes noise = Noise(500, 3);
  half.insert(half.end(), noise.begin(), noise.end());
  for (const auto& mixing : kMixings) {
    for (const unsigned lanes : {1U, 3U, 16U}) {
      const Way way = {.mixing = mixing, .lanes = lanes};
      for (const Bytes& raw : {Bytes{}, Bytes{0}, Bytes{0xFF, 0xC0}, Text(900, 1), half, Bytes(600, 'a')}) {
        ExpectRoundTrip(way, raw);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_F(TokenPredictorTest, WindowsComeBack) {
  for (const ContextWindow window : {ContextWindow{2, 0}, ContextWindow{3, 1}, ContextWindow{16, 0},
                                     ContextWindow{50, 48}, ContextWindow{256, 128}}) {
    ExpectRoundTrip({.mixing = std::nullopt, .window = window, .lanes = 2}, Text(500, 4));
    ExpectRoundTrip({.mixing = cm::MixingStrength::kStandard, .window = window, .lanes = 2}, Text(500, 4));
  }
}

TEST_F(TokenPredictorTest, NeitherThreadsNorKernelsMatter) {
  const Bytes raw = Text(2000, 5);
  for (const auto& mixing : kMixings) {
    Way way = {.mixing = mixing, .lanes = 3};
    const auto coded = CodecFor(way).Compress(raw, {});
    ASSERT_TRUE(coded.ok());
    for (const Kernel kernel : {Kernel::kScalar, BestKernel()}) {
      for (const unsigned threads : {1U, 2U, 3U}) {
        way.kernel = kernel;
        way.threads = threads;
        const auto again = CodecFor(way).Compress(raw, {});
        ASSERT_TRUE(again.ok());
        ASSERT_EQ(*again, *coded);
      }
    }
    const auto decoded = CodecFor(way).Decompress(*coded, raw.size(), {});
    ASSERT_TRUE(decoded.ok());
    ASSERT_EQ(*decoded, raw);
  }
}

// What is expected may be wrong: only time depends on it.
TEST_F(TokenPredictorTest, WrongExpectationsDoNotMatter) {
  const Bytes raw = Text(800, 6);
  Bytes other = Text(800, 7);
  std::copy_n(raw.begin(), 300, other.begin());
  const ArithmeticCodec codec = CodecFor({.mixing = cm::MixingStrength::kStandard, .lanes = 2});
  const auto coded = codec.Compress(raw, {});
  ASSERT_TRUE(coded.ok());
  Context context;
  context.expected = other;
  const auto decoded = codec.Decompress(*coded, raw.size(), context);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, raw);
}

/// Asks for guesses as LanguageReader does, and counts how many tokens of those that came were guessed.
class GuessCounter final : public TokenReader {
 public:
  GuessCounter(std::unique_ptr<TokenReader> reader, unsigned* came, unsigned* guessed)
      : reader_(std::move(reader)), came_(came), guessed_(guessed) {}
  void Restart(unsigned lane, std::span<const Token> context) override { reader_->Restart(lane, context); }
  Status Prepare(std::span<const unsigned> lanes, const Guesser& guess) override {
    guesses_.clear();
    if (!lanes.empty()) guess(lanes[0], 1, &guesses_);
    EXPECT_LE(guesses_.size(), 1U);
    return reader_->Prepare(lanes, guess);
  }
  [[nodiscard]] const TokenMasses& masses(unsigned lane) const override { return reader_->masses(lane); }
  void Take(unsigned lane, Token token) override {
    ++*came_;
    if (guesses_ == std::vector<Token>{token}) ++*guessed_;
    reader_->Take(lane, token);
  }

 private:
  const std::unique_ptr<TokenReader> reader_;
  unsigned* const came_;
  unsigned* const guessed_;
  std::vector<Token> guesses_;
};

// A decoder knows nothing of what comes, but where a text repeats itself it may guess.
TEST_F(TokenPredictorTest, DecodersGuessWhatCameBefore) {
  Bytes raw = Text(1500, 12);
  const Bytes once = raw;
  raw.insert(raw.end(), once.begin(), once.end());
  unsigned came = 0;
  unsigned guessed = 0;
  const auto make = [&](unsigned lanes, std::uint64_t raw_size, const Context& context) {
    const PredictorShape shape = {lanes, raw_size, context};
    auto parts = PartsOfModel(
        model_, {64, 16}, [] { return nullptr; }, cm::MixingStrength::kMaximum, shape);
    parts.reader = std::make_unique<GuessCounter>(std::move(parts.reader), &came, &guessed);
    return StatusOr<std::unique_ptr<Predictor>>(MakeTokenPredictor(std::move(parts), shape));
  };
  const ArithmeticCodec codec(make, 1, "");
  const auto coded = codec.Compress(raw, {});
  ASSERT_TRUE(coded.ok());
  EXPECT_GT(guessed, came * 9 / 10);  // an encoder knows
  came = guessed = 0;
  const auto decoded = codec.Decompress(*coded, raw.size(), {});
  ASSERT_TRUE(decoded.ok());
  ASSERT_EQ(*decoded, raw);
  EXPECT_GT(guessed, came / 4);
  EXPECT_LT(guessed, came * 6 / 10);
}

TEST_F(TokenPredictorTest, DamagedStreamsDecodeToSomething) {
  const Bytes raw = Text(400, 8);
  for (const auto& mixing : kMixings) {
    const ArithmeticCodec codec = CodecFor({.mixing = mixing, .lanes = 2});
    auto coded = codec.Compress(raw, {});
    ASSERT_TRUE(coded.ok());
    for (unsigned seed = 0; seed < 20; ++seed) {
      Bytes damaged = seed % 2 == 0 ? Noise(100, seed) : *coded;
      damaged[damaged.size() / 2] ^= static_cast<std::uint8_t>(1U << seed % 8);
      const auto decoded = codec.Decompress(damaged, raw.size(), {});
      ASSERT_TRUE(decoded.ok());
      ASSERT_EQ(decoded->size(), raw.size());
    }
  }
}

// Where the model knows nothing, a mix costs hardly more than context mixing alone.
TEST_F(TokenPredictorTest, NoiseIsLeftToContextMixing) {
  Bytes raw;
  for (unsigned n = 0; n < 400; ++n) {
    const Bytes record = Noise(12, n / 40);
    raw.insert(raw.end(), record.begin(), record.end());
    raw.push_back(static_cast<std::uint8_t>(n));
  }
  const auto mixed = CodecFor({.mixing = cm::MixingStrength::kMaximum}).Compress(raw, {});
  ASSERT_TRUE(mixed.ok());
  const auto make = [](unsigned lanes, std::uint64_t raw_size, const Context& context) {
    return StatusOr<std::unique_ptr<Predictor>>(
        cm::MakeMixingPredictor(cm::MixingStrength::kMaximum, {lanes, raw_size, context}));
  };
  const auto alone = ArithmeticCodec(make, 1, "").Compress(raw, {});
  ASSERT_TRUE(alone.ok());
  EXPECT_LT(static_cast<double>(mixed->size()), 1.08 * static_cast<double>(alone->size()));
}

TEST_F(TokenPredictorTest, ModelsWithoutABeginTokenAndLearnedPositionsComeBack) {
  LanguageConfig config = SmallConfig();
  config.begin.reset();
  config.rotary_width = 0;
  config.context = 80;
  const auto model = testing::RandomLanguage(config, 12);
  const Bytes raw = Text(600, 9);
  const ArithmeticCodec codec =
      CodecOf(model, {.mixing = cm::MixingStrength::kStandard, .window = {80, 20}, .lanes = 2});
  const auto coded = codec.Compress(raw, {});
  ASSERT_TRUE(coded.ok());
  const auto decoded = codec.Decompress(*coded, raw.size(), {});
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, raw);
}

TEST_F(TokenPredictorTest, TextsMayBeginWithoutTheModelsBeginToken) {
  const Bytes raw = Text(600, 12);
  for (const auto& mixing : kMixings) {
    Way way = {.mixing = mixing, .lanes = 2};
    const auto with = CodecFor(way).Compress(raw, {});
    way.window.begins = false;
    ExpectRoundTrip(way, raw);
    const auto without = CodecFor(way).Compress(raw, {});
    ASSERT_TRUE(with.ok() && without.ok());
    EXPECT_NE(*with, *without);
  }
}

TEST_F(TokenPredictorTest, WhereAModelHasNoBeginTokenNoneIsLeftOut) {
  LanguageConfig config = SmallConfig();
  config.begin.reset();
  const auto model = testing::RandomLanguage(config, 12);
  const Bytes raw = Text(600, 13);
  Way way;
  const auto with = CodecOf(model, way).Compress(raw, {});
  way.window.begins = false;
  const auto without = CodecOf(model, way).Compress(raw, {});
  ASSERT_TRUE(with.ok() && without.ok());
  EXPECT_EQ(*with, *without);
}

// Bytes that no token begins with leave a lane where it is, so that lanes need the model at different times: some hold
// much that was computed ahead when another needs more.
TEST_F(TokenPredictorTest, LanesThatFallBehindComeBack) {
  LanguageConfig config = SmallConfig();
  config.vocabulary = 200;  // words only
  config.begin = 200;
  const auto model = testing::RandomLanguage(config, 13);
  const auto tokens = testing::RandomTokens(200, 13);
  std::mt19937 random(14);
  for (const unsigned share : {1U, 8U, 15U}) {
    Bytes raw;
    for (unsigned lane = 0; lane < 16; ++lane) {  // of words, or of what begins no word and then words
      Bytes part(lane < share ? 0 : 500, 0xF0);
      while (part.size() < 1000) {
        const std::string& token = tokens[random() % tokens.size()];
        part.insert(part.end(), token.begin(), token.end());
      }
      raw.insert(raw.end(), part.begin(), part.begin() + 1000);
    }
    for (const auto& mixing : kMixings) {
      const ArithmeticCodec codec = CodecOf(model, {.mixing = mixing, .lanes = 16});
      const auto coded = codec.Compress(raw, {});
      ASSERT_TRUE(coded.ok());
      const auto decoded = codec.Decompress(*coded, raw.size(), {});
      ASSERT_TRUE(decoded.ok());
      ASSERT_EQ(*decoded, raw);
    }
  }
}

// What the last bytes of a lane cost, in bits; at `stop` the predictor learns no more.
class Bill final : public BitCoder {
 public:
  Bill(Predictor& predictor, std::uint64_t stop, std::uint64_t from)
      : predictor_(predictor), stop_(stop), from_(from) {}
  bool Code(bool known, Frequency one) override {
    const double certain = std::ldexp(1.0, static_cast<int>(predictor_.frequency_bits()));
    if (position_ >= from_) bits -= std::log2((known ? one : certain - one) / certain);
    return known;
  }
  void EndByte(unsigned /*lane*/, std::uint64_t position) override {
    position_ = position + 1;
    if (position_ == stop_) predictor_.StopLearning();
  }
  double bits = 0;

 private:
  Predictor& predictor_;
  const std::uint64_t stop_;
  const std::uint64_t from_;
  std::uint64_t position_ = 0;
};

TEST_F(TokenPredictorTest, GrowsNoSurerOfWhatItDoesNotLearnFrom) {
  Bytes raw = Text(600, 4);
  raw.resize(1200, 'a');
  const auto cost = [&](std::uint64_t stop) {
    const PredictorShape shape = {1, raw.size(), {}};
    const auto predictor =
        MakeTokenPredictor(PartsOfModel(
                               model_, {64, 16}, [] { return nullptr; }, cm::MixingStrength::kMaximum, shape),
                           shape);
    Bill bill(*predictor, stop, 1000);
    const CodedLane lane = {.size = raw.size(), .known = raw};
    EXPECT_TRUE(predictor->CodeLanes({&lane, 1}, bill).ok());
    return bill.bits;
  };
  EXPECT_GT(cost(600), 10 * cost(UINT64_MAX));
}

TEST_F(TokenPredictorTest, StopsWhenAskedTo) {
  const Bytes raw = Text(3000, 10);
  Work work;
  work.Stop();
  Context context;
  context.work = &work;
  EXPECT_EQ(CodecFor({}).Compress(raw, context).status().code(), StatusCode::kCancelled);
}

TEST_F(TokenPredictorTest, MemoryHasABound) {
  const PredictorShape shape = {16, 1'000'000, {}};
  EXPECT_GT(LanguageReader::MemoryBytes(SmallConfig(), shape.lanes, {64, 16}, 1), 16U * 64 * 2 * 2 * 16);
  EXPECT_EQ(TokenPredictorMemory(std::nullopt, shape), 0U);
  EXPECT_GT(TokenPredictorMemory(cm::MixingStrength::kMaximum, shape), 1'000'000U);
}

}  // namespace
}  // namespace llmzip::tokens

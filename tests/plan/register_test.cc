// Predictors and codecs that a program registers: used by name in archives, and never trusted.
#include "llmzip/register.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "llmzip/llmzip.h"
#include "plan/plan.h"
#include "predictors/uniform/uniform_predictor.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

enum class Fault { kNone, kSum, kZero, kLanes, kAlphabet, kBits, kNull, kFailsToPredict };

// Even odds for every byte, or what the fault says.
class Toy final : public Predictor {
 public:
  Toy(unsigned lanes, Fault fault) : lanes_(lanes), fault_(fault) {}
  [[nodiscard]] std::uint32_t alphabet_size() const override { return fault_ == Fault::kAlphabet ? 2 : 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return fault_ == Fault::kBits ? 30 : 16; }
  [[nodiscard]] unsigned lanes() const override { return fault_ == Fault::kLanes ? lanes_ + 1 : lanes_; }
  Status Predict(std::span<Frequency> frequencies) override {
    if (fault_ == Fault::kFailsToPredict && ++predicted_ > 5) return Status::Internal("the toy is tired");
    std::ranges::fill(frequencies, 256U);
    if (fault_ == Fault::kSum) frequencies[3] = 255;
    if (fault_ == Fault::kZero) frequencies[3] = 0, frequencies[4] = 512;
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> /*symbols*/) override { return Status::Ok(); }

 private:
  unsigned lanes_;
  Fault fault_;
  int predicted_ = 0;
};

PredictorRegistration ToyNamed(const std::string& name, Fault fault = Fault::kNone) {
  return {.name = name,
          .summary = "a toy",
          .make = [fault](const PredictorRequest& request) -> StatusOr<std::unique_ptr<Predictor>> {
            if (request.argument == "wrong") return Status::InvalidArgument("no such toy");
            if (fault == Fault::kNull) return std::unique_ptr<Predictor>();
            return std::unique_ptr<Predictor>(std::make_unique<Toy>(request.lanes, fault));
          },
          .memory_bytes = [](const PredictorRequest& request) { return 1000 + request.lanes; }};
}

// A codec that adds its argument's length to every byte.
class Shift final : public Codec {
 public:
  explicit Shift(std::size_t by) : by_(by) {}
  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& /*context*/) const override {
    return Shifted(raw.first(raw.size() - raw.size() / 2), by_);  // "smaller"; good for samples of equal halves only
  }
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size,
                                           const Context& /*context*/) const override {
    Bytes raw = Shifted(coded, 256 - by_);
    raw.resize(raw_size, raw.empty() ? std::uint8_t{0} : raw.back());
    return raw;
  }

 private:
  static Bytes Shifted(ByteView from, std::size_t by) {
    Bytes to(from.begin(), from.end());
    for (std::uint8_t& byte : to) byte = static_cast<std::uint8_t>(byte + by);
    return to;
  }
  std::size_t by_;
};

CodecRegistration ShiftNamed(const std::string& name) {
  return {.name = name,
          .summary = "a toy",
          .make = [](const CodecRequest& request) -> StatusOr<std::unique_ptr<Codec>> {
            return std::unique_ptr<Codec>(std::make_unique<Shift>(request.argument.size()));
          },
          .memory_bytes = [](const CodecRequest& request) { return request.raw_size; }};
}

StatusOr<Bytes> CompressedBy(const std::string& spec, ByteView raw, unsigned lanes = 0) {
  CompressOptions options;
  options.spec = spec;
  options.lanes = lanes;
  return Compress(raw, options);
}

TEST(Register, NamesMustBeFreeAndFunctionsThere) {
  EXPECT_EQ(RegisterPredictor(ToyNamed("cm")).code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(RegisterCodec(ShiftNamed("gzip")).code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(RegisterPredictor(ToyNamed("Toy")).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(RegisterPredictor(ToyNamed(std::string(65, 'a'))).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(RegisterPredictor({.name = "register-none", .make = nullptr, .memory_bytes = nullptr}).code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(RegisterCodec({.name = "register-none", .make = nullptr, .memory_bytes = nullptr}).code(),
            StatusCode::kInvalidArgument);
  PredictorRegistration tokens = ToyNamed("register-tokens");
  tokens.alphabet_size = 1000;
  EXPECT_EQ(RegisterPredictor(tokens).code(), StatusCode::kInvalidArgument);
  ASSERT_TRUE(RegisterPredictor(ToyNamed("register-twice")).ok());
  EXPECT_EQ(RegisterPredictor(ToyNamed("register-twice")).code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(RegisterCodec(ShiftNamed("register-twice")).code(), StatusCode::kAlreadyExists);
}

TEST(Register, WhatIsRegisteredIsUsedByName) {
  ASSERT_TRUE(RegisterPredictor(ToyNamed("register-toy")).ok());
  Bytes raw = AllSamples(3000)[5].bytes;
  // A toy alone codes no byte smaller; with context mixing around it there is an archive that needs it.
  for (const std::string spec : {"register-toy", "register-toy:x", "mix(cm,register-toy:7)", "arithmetic:register-toy",
                                 "mix(cm,codelength:register-toy)"}) {
    raw.resize(spec.find("codelength") != std::string::npos ? 60 : 3000);
    for (const unsigned lanes : {1U, 3U}) {
      const auto archive = CompressedBy(spec, raw, lanes);
      ASSERT_TRUE(archive.ok()) << spec << ": " << archive.status().message();
      const auto back = Decompress(*archive);
      ASSERT_TRUE(back.ok() && *back == raw) << spec;
    }
  }
  EXPECT_THAT(Predictors().back().name, "register-toy");
}

TEST(Register, CodecsToo) {
  ASSERT_TRUE(RegisterCodec(ShiftNamed("register-shift")).ok());
  const Bytes raw(1000, 'a');
  const auto archive = CompressedBy("register-shift:four", raw);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  EXPECT_LT(archive->size(), 600U);
  const auto back = Decompress(*archive);
  EXPECT_TRUE(back.ok() && *back == raw);
}

TEST(Register, ArchivesOfWhatIsNotRegisteredHereSaySo) {
  const std::vector<ModelDigest> none;
  const Status status = PlanOfFrame({.text = "mix(cm,somebodys:x)", .models = none}, nullptr).status();
  EXPECT_EQ(status.code(), StatusCode::kUnsupported);
  EXPECT_THAT(status.message(), HasSubstr("'mix(cm,somebodys:x)'"));
  EXPECT_THAT(status.message(), HasSubstr("unknown codec or predictor 'somebodys'"));
}

TEST(Register, MemoryIsAskedBeforeAnythingIsMade) {
  PredictorRegistration large = ToyNamed("register-large");
  large.memory_bytes = [](const PredictorRequest&) { return std::uint64_t{1} << 50; };
  large.make = [](const PredictorRequest&) -> StatusOr<std::unique_ptr<Predictor>> {
    ADD_FAILURE() << "it was made";
    return Status::Internal("");
  };
  ASSERT_TRUE(RegisterPredictor(large).ok());
  EXPECT_EQ(CompressedBy("register-large", Bytes(10)).status().code(), StatusCode::kLimitExceeded);
}

TEST(Register, ErrorsOfMakingAndPredictingEndTheBlock) {
  ASSERT_TRUE(RegisterPredictor(ToyNamed("register-tired", Fault::kFailsToPredict)).ok());
  EXPECT_THAT(CompressedBy("register-tired", Bytes(100)).status().message(), HasSubstr("the toy is tired"));
  ASSERT_TRUE(RegisterPredictor(ToyNamed("register-choosy")).ok());
  EXPECT_THAT(CompressedBy("register-choosy:wrong", Bytes(100)).status().message(), HasSubstr("no such toy"));
}

TEST(Register, WhatBreaksItsPromisesIsAnError) {
  const std::pair<Fault, const char*> kFaults[] = {
      {Fault::kSum, "sum to 65535, not 2^16"},        {Fault::kZero, "a symbol no frequency"},
      {Fault::kLanes, "asked for 1 lanes"},           {Fault::kAlphabet, "registered for 256 symbols and has 2"},
      {Fault::kBits, "frequencies that sum to 2^30"}, {Fault::kNull, "was not made"}};
  int number = 0;
  for (const auto& [fault, why] : kFaults) {
    const std::string name = "register-fault-" + std::to_string(++number);
    ASSERT_TRUE(RegisterPredictor(ToyNamed(name, fault)).ok());
    for (const std::string& spec : {name, "mix(cm," + name + ")"}) {
      const Status status = CompressedBy(spec, Bytes(100)).status();
      EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << spec;
      EXPECT_THAT(status.message(), HasSubstr(why)) << spec;
    }
  }
}

}  // namespace
}  // namespace llmzip::testing

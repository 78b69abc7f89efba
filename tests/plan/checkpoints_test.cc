// Plans of `torch:NAME`, over toy checkpoints: as a codec with every option, and as a predictor.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "plan/registry.h"
#include "support/catalogue.h"
#include "support/samples.h"
#include "support/toy_checkpoint.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

// Serves the toys "tokens", "ascii" and "bytes".
class ToySource final : public ModelSource {
 public:
  StatusOr<std::shared_ptr<const Model>> Find(std::string_view /*reference*/) const override {
    return Status::ModelMissing("only toys here");
  }

  StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const override {
    std::unique_ptr<const ToyTokeniser> tokeniser;
    if (request.reference != "bytes") {
      const auto bytes = request.reference == "ascii" ? ToyTokeniser::Bytes256::kAscii : ToyTokeniser::Bytes256::kAll;
      tokeniser = std::make_unique<const ToyTokeniser>(ToyTokeniser::EnglishWords(), bytes);
    }
    OpenedCheckpoint opened;
    opened.checkpoint = std::make_shared<ToyCheckpoint>(std::move(tokeniser), request.options, ToyOptions{});
    opened.parts = "weights=00000001";
    return opened;
  }
};

StatusOr<Plan> Toy(const std::string& spec) { return ResolvePlan(spec, std::make_shared<ToySource>()); }

StatusOr<std::unique_ptr<Codec>> ToyCodec(const std::string& spec, unsigned lanes) {
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, Toy(spec));
  return plan.MakeCodec({.lanes = lanes});
}

TEST(Checkpoints, AreLeftOutOfTheBatteryForAReason) {
  const Entry* const entry = FindEntry("torch");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->needs, "a checkpoint, and the plug-in with libtorch");
  for (const Example& example : AllExamples()) EXPECT_FALSE(example.spec.starts_with("torch")) << example.spec;
}

/// In one lane and in several; what a decoder expects must not matter.
void ExpectEverySampleBack(const std::string& spec) {
  for (const unsigned lanes : {1U, 5U}) {
    const auto codec = ToyCodec(spec, lanes);
    ASSERT_TRUE(codec.ok()) << codec.status().message();
    for (const Sample& sample : AllSamples(250)) {
      SCOPED_TRACE(spec + ", " + sample.name);
      const auto coded = (*codec)->Compress(sample.bytes, {});
      ASSERT_TRUE(coded.ok()) << coded.status().message();
      Context verifying;
      verifying.expected = sample.bytes;
      for (const Context& context : {Context{}, verifying}) {
        const auto raw = (*codec)->Decompress(*coded, sample.bytes.size(), context);
        ASSERT_TRUE(raw.ok()) << raw.status().message();
        ASSERT_TRUE(*raw == sample.bytes);
      }
    }
  }
}

TEST(Checkpoints, EveryCombinationOfOptionsGivesBackEverySample) {
  for (const std::string name : {"tokens", "ascii", "bytes"}) {
    for (const std::string symbols : {"", ";symbols=ascii7"}) {
      for (const std::string context : {"", ";context=reset:64", ";context=sliding:64/16"}) {
        for (const std::string last : {"", ";top-k=20", ";tolerance=0.001"}) {
          ASSERT_NO_FATAL_FAILURE(ExpectEverySampleBack("torch:" + name + symbols + context + last));
        }
      }
    }
  }
}

// As bytes: through the trie of its tokens, with context mixing.
TEST(Checkpoints, MixedGiveBackEverySample) {
  for (const std::string name : {"tokens", "ascii", "bytes"}) {
    for (const std::string context : {"", ";context=reset:64", ";context=sliding:64/16"}) {
      ASSERT_NO_FATAL_FAILURE(ExpectEverySampleBack("mix(cm:max,torch:" + name + context + ")"));
    }
  }
}

// The toy learns a text's words as it goes, and context mixing does too; together they are not worse than either.
TEST(Checkpoints, MixedAreHeard) {
  const std::vector<std::string> words = ToyTokeniser::EnglishWords();
  std::mt19937 random(3);
  Bytes text;
  while (text.size() < 6000) {
    const std::string& word = words[random() % words.size()];
    text.insert(text.end(), word.begin(), word.end());
  }
  std::map<std::string, std::size_t> sizes;
  for (const std::string spec : {"torch:tokens", "cm:max", "mix(cm:max,torch:tokens)"}) {
    const auto coded = (*ToyCodec(spec, 1))->Compress(text, {});
    ASSERT_TRUE(coded.ok());
    sizes[spec] = coded->size();
  }
  EXPECT_LT(sizes["mix(cm:max,torch:tokens)"], std::min(sizes["torch:tokens"], sizes["cm:max"]));
}

TEST(Checkpoints, MixedCountTheirMemory) {
  const auto alone = Toy("torch:tokens")->MemoryBytes({.lanes = 4, .raw_size = 10000});
  const auto mixing = ResolvePlan("cm:max", nullptr)->MemoryBytes({.lanes = 4, .raw_size = 10000});
  const auto mixed = Toy("mix(cm:max,torch:tokens)")->MemoryBytes({.lanes = 4, .raw_size = 10000});
  ASSERT_TRUE(alone.ok() && mixing.ok() && mixed.ok());
  EXPECT_GT(*mixed, *alone + *mixing);
}

TEST(Checkpoints, EnvironmentsAreTheCheckpointsAndItsParts) {
  for (const std::string spec : {"torch:tokens;threads=3", "mix(cm,torch:tokens;threads=3)"}) {
    const auto codec = ToyCodec(spec, 1);
    ASSERT_TRUE(codec.ok());
    EXPECT_EQ((*codec)->environment(), "family=toy dtype=float32 device=cpu threads=3 machine=here weights=00000001");
  }
}

TEST(Checkpoints, ArePredictorsOfTheirTokens) {
  const auto predictor = Toy("torch:tokens")->MakePredictor({.lanes = 2, .raw_size = 100});
  ASSERT_TRUE(predictor.ok());
  EXPECT_GT((*predictor)->alphabet_size(), 256U);
  EXPECT_EQ((*predictor)->lanes(), 2U);
  for (const std::string spec : {"torch:tokens;symbols=ascii7", "torch:tokens;tolerance=0.1"}) {
    EXPECT_EQ(Toy(spec)->MakePredictor({.raw_size = 100}).status().code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(Toy("mix(cm," + spec + ")")->MakePredictor({.raw_size = 100}).status().code(),
              StatusCode::kInvalidArgument);
  }
}

TEST(Checkpoints, MemoryCountsCheckpointPredictorAndTokens) {
  const auto plan = Toy("torch:tokens");
  ASSERT_TRUE(plan.ok());
  const auto small = plan->MemoryBytes({.lanes = 1, .raw_size = 1000});
  const auto lanes = plan->MemoryBytes({.lanes = 16, .raw_size = 1000});
  const auto large = plan->MemoryBytes({.lanes = 1, .raw_size = 1000000});
  ASSERT_TRUE(small.ok() && lanes.ok() && large.ok());
  EXPECT_GT(*small, 1U << 20);  // the checkpoint says so itself
  EXPECT_GT(*lanes, *small + 15 * 4 * 300);
  EXPECT_GE(*large, *small + 9 * 999000);
}

TEST(Checkpoints, WhatCannotBeIsRefusedBeforeTheFirstBlock) {
  EXPECT_THAT(ToyCodec("torch:tokens;context=reset:1000000", 1).status().message(), HasSubstr("was trained for"));
  EXPECT_EQ(ResolvePlan("torch:x", nullptr).status().code(), StatusCode::kModelMissing);
}

}  // namespace
}  // namespace llmzip::testing

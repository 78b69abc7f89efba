// What follows `torch:`: every option read, checked and printed in one way.
#include "registry/checkpoint_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace llmzip {
namespace {

using ::testing::HasSubstr;

std::string Reprinted(const std::string& argument) {
  const auto spec = ParseCheckpointSpec(argument);
  return spec.ok() ? spec->ToString() : spec.status().message();
}

TEST(CheckpointSpec, PrintsWhatItReads) {
  for (const std::string argument :
       {"a", "/models/a b", "a;symbols=ascii7", "a;top-k=100", "a;context=reset:2048", "a;context=sliding:1024/512",
        "a;dtype=bfloat16", "a;device=cuda", "a;device=cuda:3", "a;threads=8", "a;tolerance=0.000001",
        "a;tolerance=0.5", "a;tolerance=0.0125",
        "a;symbols=ascii7;context=sliding:100/7;dtype=float16;device=cuda:0;threads=1024;tolerance=0.01"}) {
    EXPECT_EQ(Reprinted(argument), argument);
  }
}

TEST(CheckpointSpec, EqualCodecsHaveEqualSpecs) {
  EXPECT_EQ(Reprinted("a;threads=1;dtype=float32;device=cpu;symbols=bytes"), "a");
  EXPECT_EQ(Reprinted("a;tolerance=0.010000"), "a;tolerance=0.01");
  EXPECT_EQ(Reprinted("a;threads=2;symbols=ascii7"), "a;symbols=ascii7;threads=2");
}

TEST(CheckpointSpec, ReadsValues) {
  const auto spec = ParseCheckpointSpec(
      "name;symbols=ascii7;context=sliding:1024/512;dtype=bfloat16;device=cuda:1;threads=4;tolerance=0.0125");
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->name, "name");
  EXPECT_TRUE(spec->ascii7);
  EXPECT_EQ(spec->context.window, 1024U);
  EXPECT_EQ(spec->context.overlap, 512U);
  EXPECT_EQ(spec->options, (CheckpointOptions{"bfloat16", "cuda:1", 4}));
  EXPECT_EQ(spec->tolerance_millionths, 12500U);
  EXPECT_EQ(ParseCheckpointSpec("a;top-k=262144")->top_k, 262144U);
  EXPECT_EQ(ParseCheckpointSpec("a;context=reset:1048576")->context.window, 1048576U);
}

TEST(CheckpointSpec, RefusesEverythingElse) {
  for (const std::string argument : {"",
                                     ";top-k=1",
                                     "a;",
                                     "a;top-k",
                                     "a;top-k=",
                                     "a;top-k=0",
                                     "a;top-k=262145",
                                     "a;top-k=01",
                                     "a;top-k=1 ",
                                     "a;top-k=-1",
                                     "a;nosuch=1",
                                     "a;Top-k=1",
                                     "a;top-k=5;top-k=5",
                                     "a;symbols=7",
                                     "a;context=reset",
                                     "a;context=2048",
                                     "a;context=reset:1",
                                     "a;context=reset:1048577",
                                     "a;context=reset:10/5",
                                     "a;context=sliding:10",
                                     "a;context=sliding:10/10",
                                     "a;context=sliding:10/0",
                                     "a;context=sliding:/5",
                                     "a;context=sliding:10/5/2",
                                     "a;dtype=fp16",
                                     "a;dtype=",
                                     "a;device=gpu",
                                     "a;device=cuda:",
                                     "a;device=cuda:64",
                                     "a;device=cuda:x",
                                     "a;threads=0",
                                     "a;threads=1025",
                                     "a;threads=4294967297",
                                     "a;tolerance=0",
                                     "a;tolerance=0.",
                                     "a;tolerance=0.0",
                                     "a;tolerance=0.0000001",
                                     "a;tolerance=0.500001",
                                     "a;tolerance=1",
                                     "a;tolerance=.1",
                                     "a;tolerance=1e-3",
                                     "a;tolerance=0.1x",
                                     "a;top-k=5;tolerance=0.1"}) {
    const auto spec = ParseCheckpointSpec(argument);
    ASSERT_FALSE(spec.ok()) << argument;
    EXPECT_EQ(spec.status().code(), StatusCode::kInvalidArgument) << argument;
  }
  EXPECT_THAT(Reprinted("a;context=sliding:5/9"), HasSubstr("'sliding:5/9' is no context"));
  EXPECT_THAT(Reprinted("a;top-k=5;tolerance=0.1"), HasSubstr("exclude each other"));
}

}  // namespace
}  // namespace llmzip

// What follows `text:`: read, checked and printed in one way.
#include "registry/text_spec.h"

#include <gtest/gtest.h>

#include "model/packed_text.h"

namespace llmzip {
namespace {

TEST(TextSpec, PrintsWhatItReads) {
  for (const std::string argument : {"primer", "./a b.safetensors", "primer;last=1", "primer;last=67108864"}) {
    const auto spec = ParseTextSpec(argument);
    ASSERT_TRUE(spec.ok()) << argument;
    EXPECT_EQ(spec->ToString(), argument);
  }
  const auto spec = ParseTextSpec("a;last=4000");
  EXPECT_EQ(spec->name, "a");
  EXPECT_EQ(spec->last, 4000U);
  EXPECT_EQ(ParseTextSpec("a")->last, 0U);
}

TEST(TextSpec, RefusesEverythingElse) {
  static_assert(kMaxTextSize == 67108864);
  for (const std::string argument :
       {"", ";last=5", "a;", "a;last", "a;last=", "a;last=0", "a;last=05", "a;last=-1", "a;last=67108865",
        "a;last=1;last=2", "a;last=99999999999999999999", "a;first=3", "a;last=1k", "a; last=1"}) {
    EXPECT_EQ(ParseTextSpec(argument).status().code(), StatusCode::kInvalidArgument) << argument;
  }
}

}  // namespace
}  // namespace llmzip

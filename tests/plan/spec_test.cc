// The one parser of predictor and codec specs: what it takes apart prints back as it was; all else is refused with
// the place.
#include "plan/spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace llmzip {
namespace {

using ::testing::HasSubstr;

TEST(Spec, NamesAloneArgumentsAndParts) {
  EXPECT_EQ(*ParseSpec("cm"), (Spec{"cm", "", {}}));
  EXPECT_EQ(*ParseSpec("order2"), (Spec{"order2", "", {}}));
  EXPECT_EQ(*ParseSpec("zstd:19"), (Spec{"zstd", "19", {}}));
  EXPECT_EQ(*ParseSpec("codelength:arithmetic:order0"), (Spec{"codelength", "arithmetic:order0", {}}));
  EXPECT_EQ(*ParseSpec("mix(cm,net:FILE)"), (Spec{"mix", "", {{"cm", "", {}}, {"net", "FILE", {}}}}));
  EXPECT_EQ(*ParseSpec("a(b(c),d)"), (Spec{"a", "", {{"b", "", {{"c", "", {}}}}, {"d", "", {}}}}));
}

TEST(Spec, ArgumentsHoldAlmostAnything) {
  EXPECT_EQ(ParseSpec("net:/models/a b-1.0_x.safetensors")->argument, "/models/a b-1.0_x.safetensors");
  EXPECT_EQ(ParseSpec("net:m(1,2).x")->argument, "m(1,2).x");
  EXPECT_EQ(ParseSpec("mix(net:m(1,2).x,cm)")->parts[0].argument, "m(1,2).x");
  EXPECT_EQ(ParseSpec("net:Füße")->argument, "Füße");
}

TEST(Spec, PrintsBackUnchanged) {
  for (const char* const text : {"cm", "cm:fast", "codelength:gzip", "net:FILE", "mix(cm,net:FILE)", "a(b(c(d)),e:f,g)",
                                 "arithmetic:mix(cm,order2)"}) {
    EXPECT_EQ(ParseSpec(text)->ToString(), text);
  }
}

TEST(Spec, RefusesTheRestAndSaysWhere) {
  const std::pair<const char*, const char*> kBad[] = {
      {"", "ends too early"},         {"Cm", "character 1"},        {"2cm", "character 1"},
      {"cm:", "ends too early"},      {"cm(", "ends too early"},    {"cm()", "character 4"},
      {"cm(a", "ends too early"},     {"cm(a,", "ends too early"},  {"cm(a,)", "character 6"},
      {"cm)", "character 3"},         {"cm,cm", "character 3"},     {"cm fast", "character 3"},
      {"cm:a)", "character 5"},       {"cm:a,b", "character 5"},    {"cm:a\nb", "character 5"},
      {"mix(cm)x", "character 8"},    {"net:a\x7F", "character 6"}, {" cm", "character 1"},
      {"mix(net:,cm)", "character 9"}};
  for (const auto& [text, where] : kBad) {
    const auto spec = ParseSpec(text);
    ASSERT_FALSE(spec.ok()) << text;
    EXPECT_EQ(spec.status().code(), StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(spec.status().message(), HasSubstr(where)) << text;
  }
}

TEST(Spec, ANulIsNoEnd) { EXPECT_FALSE(ParseSpec(std::string_view("cm\0x", 4)).ok()); }

TEST(Spec, LengthIsLimited) {
  EXPECT_TRUE(ParseSpec(std::string(kMaxSpecSize, 'a')).ok());
  EXPECT_FALSE(ParseSpec(std::string(kMaxSpecSize + 1, 'a')).ok());
}

TEST(Spec, DepthIsLimited) {
  const auto nested = [](unsigned depth) {
    std::string text;
    for (unsigned i = 1; i < depth; ++i) text += "a(";
    return text + "a" + std::string(depth - 1, ')');
  };
  EXPECT_TRUE(ParseSpec(nested(kMaxSpecDepth)).ok());
  EXPECT_FALSE(ParseSpec(nested(kMaxSpecDepth + 1)).ok());
}

}  // namespace
}  // namespace llmzip

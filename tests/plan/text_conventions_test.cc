// What a language model is given beside the text is stated as it is used, and is used as it is stated.
#include "plan/text_conventions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "plan/plan.h"
#include "support/random_language.h"
#include "support/random_model.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

LanguageConfig TinyLanguage() {
  LanguageConfig config;
  config.width = config.norm_width = config.hidden = 32;
  config.layers = config.heads = config.key_value_heads = 1;
  config.head_width = config.rotary_width = 32;
  config.vocabulary = 400;
  config.extra = 2;
  config.begin = 401;
  config.context = 2000;
  return config;
}

class LanguageSource final : public ModelSource {
 public:
  LanguageSource() {
    LanguageConfig config = TinyLanguage();
    models_["language"] = RandomLanguage(config, 1);
    config.begin.reset();
    config.context = 100;
    models_["short"] = RandomLanguage(config, 1);
    models_["bytes"] = RandomModel({Architecture::kHybrid, 16, 2, 32, "DA", 16, 0, 0}, 1);
  }
  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override {
    const auto found = models_.find(std::string(reference));
    if (found == models_.end()) return Status::ModelMissing("no such model");
    return found->second;
  }

 private:
  std::map<std::string, std::shared_ptr<const Model>> models_;
};

class TextConventionsTest : public ::testing::Test {
 protected:
  [[nodiscard]] Plan Resolved(const std::string& spec) const {
    auto plan = ResolvePlan(spec, source_);
    EXPECT_TRUE(plan.ok()) << plan.status().message();
    return *plan;
  }
  /// "CONTEXT, BEGIN"
  [[nodiscard]] std::string Conventions(const std::string& spec) const {
    const auto conventions = Resolved(spec).Conventions();
    if (!conventions) return "none";
    return conventions->context + ", " + (conventions->begin ? std::to_string(*conventions->begin) : "none");
  }
  [[nodiscard]] Bytes Coded(const std::string& spec, const Bytes& raw) const {
    const auto codec = Resolved(spec).MakeCodec({1, raw.size(), {}});
    EXPECT_TRUE(codec.ok()) << codec.status().message();
    const auto coded = (*codec)->Compress(raw, {});
    EXPECT_TRUE(coded.ok()) << coded.status().message();
    const auto decoded = (*codec)->Decompress(*coded, raw.size(), {});
    EXPECT_TRUE(decoded.ok()) << decoded.status().message();
    EXPECT_EQ(*decoded, raw);
    return *coded;
  }

  const std::shared_ptr<const LanguageSource> source_ = std::make_shared<LanguageSource>();
};

TEST_F(TextConventionsTest, AreStatedAlsoWhereNobodyChoseThem) {
  EXPECT_EQ(Conventions("net:language"), "sliding:1024/256, 401");
  EXPECT_EQ(Conventions("net:language;context=reset:50"), "reset:50, 401");
  EXPECT_EQ(Conventions("net:language;begin=none"), "sliding:1024/256, none");
  EXPECT_EQ(Conventions("net:short"), "sliding:100/25, none");
}

TEST_F(TextConventionsTest, AreOfTheModelWhereverItStands) {
  EXPECT_EQ(Conventions("mix(cm:max,net:language;context=sliding:20/10)"), "sliding:20/10, 401");
  EXPECT_EQ(Conventions("arithmetic:mix(cm,net:language;begin=none)"), "sliding:1024/256, none");
  for (const char* spec : {"cm", "gzip", "net:bytes", "mix(cm,net:bytes)"}) EXPECT_EQ(Conventions(spec), "none");
}

TEST_F(TextConventionsTest, TheBeginTokenIsLeftOutIfAskedTo) {
  Bytes text;
  for (const std::string& token : RandomTokens(400, 1)) text.insert(text.end(), token.begin(), token.end());
  for (const std::string end : {"", ")"}) {
    // With so small a window it is fed again and again.
    const std::string start = (end.empty() ? "" : "mix(cm,") + std::string("net:language;context=reset:8");
    EXPECT_NE(Coded(start + ";begin=none" + end, text).size(), Coded(start + end, text).size());
  }
}

TEST_F(TextConventionsTest, NetworksOfBytesHaveNone) {
  const Plan plan = Resolved("net:bytes;begin=none");
  const auto predictor = plan.MakePredictor({1, 100, {}});
  EXPECT_EQ(predictor.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(predictor.status().message(), HasSubstr("begin is for language models, and 'random' is none"));
  EXPECT_EQ(plan.MemoryBytes({1, 100, {}}).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace llmzip::testing

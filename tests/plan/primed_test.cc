// `primed(P,text:NAME)`: what reading is worth, what may be primed, and what a text model must hold. That it gives back
// everything, on every kernel and at every number of lanes, is the battery's business.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "model/model_writer.h"
#include "plan/plan.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

/// Texts by name, held in memory.
class Texts final : public ModelSource {
 public:
  void Add(const std::string& name, std::uint64_t size, std::string_view packing, Bytes packed) {
    const auto model = Model::Parse(WriteTextModel(size, packing, std::move(packed), {{"name", name}}));
    ASSERT_TRUE(model.ok()) << model.status().message();
    texts_[name] = *model;
  }
  void Add(const std::string& name, ByteView text) { Add(name, text.size(), "store", Bytes(text.begin(), text.end())); }

  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override {
    const auto found = texts_.find(std::string(reference));
    if (found == texts_.end()) return Status::ModelMissing("no '" + std::string(reference) + "'");
    return found->second;
  }

 private:
  std::map<std::string, std::shared_ptr<const Model>> texts_;
};

Bytes EnglishText(std::size_t size) { return AllSamples(size)[5].bytes; }

class Primed : public ::testing::Test {
 protected:
  [[nodiscard]] StatusOr<std::unique_ptr<Codec>> Make(const std::string& spec, unsigned lanes = 1) const {
    LLMZIP_ASSIGN_OR_RETURN(const Plan plan, ResolvePlan(spec, texts_));
    return plan.MakeCodec({.lanes = lanes});
  }
  [[nodiscard]] std::size_t SizeBy(const std::string& spec, ByteView raw, unsigned lanes = 1) const {
    const auto codec = Make(spec, lanes);
    EXPECT_TRUE(codec.ok()) << codec.status().message();
    if (!codec.ok()) return 0;
    const auto coded = (*codec)->Compress(raw, {});
    EXPECT_TRUE(coded.ok());
    const auto back = (*codec)->Decompress(*coded, raw.size(), {});
    EXPECT_TRUE(back.ok() && std::ranges::equal(*back, raw)) << spec;
    return coded->size();
  }
  [[nodiscard]] Status ErrorOf(const std::string& spec) const { return Make(spec).status(); }

  std::shared_ptr<Texts> texts_ = std::make_shared<Texts>();
};

TEST_F(Primed, WhatWasReadNeedsNoSecondTelling) {
  const Bytes text = EnglishText(60000);
  texts_->Add("text", text);
  const ByteView again = ByteView(text).subspan(20000, 3000);
  for (const std::string strength : {"cm", "cm:max", "cm:huge", "mix(cm,order2)", "mix(cm:max,order1)"}) {
    for (const unsigned lanes : {1U, 3U}) {
      const std::size_t plain = SizeBy(strength, again, lanes);
      for (const std::string matter : {"", ";phrases"}) {
        const std::size_t primed = SizeBy("primed(" + strength + ",text:text" + matter + ")", again, lanes);
        // With one lane it also follows the match into what comes next.
        EXPECT_LT(primed * (lanes == 1 ? 4 : 1), plain) << strength << " " << lanes << matter;
      }
    }
  }
}

TEST_F(Primed, LastBytesAloneAreRead) {
  Bytes text = EnglishText(200000);
  texts_->Add("whole", text);
  const Bytes end(text.end() - 50000, text.end());
  texts_->Add("end", end);
  const ByteView raw = ByteView(text).first(4000);
  EXPECT_EQ(SizeBy("primed(cm,text:whole;last=50000)", raw), SizeBy("primed(cm,text:end)", raw));
  EXPECT_EQ(SizeBy("primed(cm,text:end;last=50001)", raw), SizeBy("primed(cm,text:end)", raw));
  EXPECT_LT(SizeBy("primed(cm,text:whole)", raw), SizeBy("primed(cm,text:end)", raw));
  EXPECT_EQ(SizeBy("primed(cm:max,text:whole;last=50000;phrases)", raw),
            SizeBy("primed(cm:max,text:end;phrases)", raw));
}

// As phrases a text teaches something, and something else than as running text.
TEST_F(Primed, PhrasesAreReadOtherwiseThanText) {
  const Bytes text = EnglishText(60000);
  texts_->Add("text", ByteView(text).first(30000));
  const ByteView raw = ByteView(text).subspan(30000, 20000);
  for (const std::string strength : {"cm", "cm:max"}) {
    const std::size_t plain = SizeBy(strength, raw);
    const std::size_t as_text = SizeBy("primed(" + strength + ",text:text)", raw);
    const std::size_t as_phrases = SizeBy("primed(" + strength + ",text:text;phrases)", raw);
    EXPECT_NE(as_phrases, as_text) << strength;
    EXPECT_LT(as_phrases, plain) << strength;
  }
}

TEST_F(Primed, TextsOfOneByteAreTexts) {
  texts_->Add("one", Bytes{'x'});
  for (const unsigned lanes : {1U, 7U})
    EXPECT_GT(SizeBy("primed(mix(cm,order1),text:one)", EnglishText(100), lanes), 0U);
}

TEST_F(Primed, RefusesWhatCannotBePrimed) {
  texts_->Add("text", EnglishText(1000));
  for (const std::string spec : {"primed(order2,text:text)", "primed(cm:fast,text:text)", "primed(uniform,text:text)",
                                 "primed(cm,net:text)", "net:text", "mix(cm,net:text)"}) {
    EXPECT_EQ(ErrorOf(spec).code(), StatusCode::kInvalidArgument) << spec;
  }
  EXPECT_THAT(ErrorOf("primed(order2,text:text)").message(), HasSubstr("cm:max"));
  EXPECT_EQ(ErrorOf("primed(cm,text:missing)").code(), StatusCode::kModelMissing);
}

// Found out when the text is unpacked, which is when the first block is coded.
TEST_F(Primed, DamagedTextsAreFoundOut) {
  texts_->Add("short", 1000, "store", EnglishText(999));
  texts_->Add("noise", 1000, "lzma", EnglishText(999));
  for (const std::string name : {"short", "noise"}) {
    const auto codec = Make("primed(cm,text:" + name + ")");
    ASSERT_TRUE(codec.ok());
    EXPECT_FALSE((*codec)->Compress(EnglishText(10), {}).ok()) << name;
    EXPECT_FALSE((*codec)->Decompress(EnglishText(10), 10, {}).ok()) << name;
  }
}

}  // namespace
}  // namespace llmzip::testing

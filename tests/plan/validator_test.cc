// Every rule of the validator, broken once by llmzip's own entries and once more by entries made up for it.
#include "plan/validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/registry.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

Status Written(const std::string& text) { return ReadPlan(text, Purpose::kWrite).status(); }
Status Read(const std::string& text, unsigned format = kNewestFormat) {
  return ReadPlan(text, Purpose::kRead, format).status();
}

void ExpectRefused(const std::string& text, const std::string& why) {
  for (const Status& status : {Written(text), Read(text)}) {
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(status.message(), HasSubstr(why)) << text;
  }
}

TEST(Validator, RequiredValuesMustBeThere) {
  ExpectRefused("torch", "'torch' takes a checkpoint");
  ExpectRefused("torch:;top-k=1", "'torch' takes a checkpoint");
  ExpectRefused("primed(cm,text)", "'text' takes a text's name");
  ExpectRefused("primed(cm,text:;phrases)", "'text' takes a text's name");
  EXPECT_TRUE(Written("net").ok());  // the default model
}

TEST(Validator, SomeOptionsExcludeEachOther) {
  ExpectRefused("torch:a;top-k=5;tolerance=0.1", "top-k and tolerance exclude each other");
  ExpectRefused("arithmetic:torch:a;top-k=5;tolerance=0.1", "exclude each other");
}

TEST(Validator, MixTakesContextMixingAndAnotherPredictor) {
  for (const char* text : {"mix(cm,net)", "mix(cm:max,order1)", "mix(cm:huge,uniform)", "mix(cm,codelength:gzip)",
                           "mix(cm:max,torch:a;context=reset:2048;threads=2)"}) {
    EXPECT_TRUE(Written(text).ok()) << text;
  }
  for (const char* text : {"mix(cm:fast,net)", "mix(order1,net)", "mix(net,cm)", "mix(cm,cm)", "mix(cm,mix(cm,net))",
                           "mix(mix(cm,net),net)", "mix(cm,gzip)", "mix(cm:fast,torch:bytes)", "mix(cm,text:a)",
                           "mix(cm,primed(cm,text:a))", "mix(cm,arithmetic:order1)"}) {
    ExpectRefused(text, "'mix' takes context mixing and a predictor of bytes");
  }
}

TEST(Validator, PrimedTakesWhatReadsAndAText) {
  for (const char* text : {"primed(cm,text:a)", "primed(cm:huge,text:a)", "primed(mix(cm,net),text:a)"}) {
    EXPECT_TRUE(Written(text).ok()) << text;
  }
  for (const char* text : {"primed(cm,order2)", "primed(text:a,cm)", "primed(primed(cm,text:a),text:a)",
                           "primed(order2,text:a)", "primed(cm:fast,text:a)", "primed(net,text:a)"}) {
    ExpectRefused(text, "'primed' takes context mixing");
  }
}

TEST(Validator, ArithmeticTakesPredictorsAlone) {
  EXPECT_TRUE(Written("arithmetic:torch:a").ok());
  for (const char* text : {"arithmetic:gzip", "arithmetic:arithmetic:order0", "arithmetic:text:a"}) {
    ExpectRefused(text, "'arithmetic' takes a predictor");
  }
}

TEST(Validator, CodeLengthTakesNeitherItselfNorWhatIsPrimed) {
  for (const char* text : {"codelength:codelength:gzip", "codelength:arithmetic:codelength:gzip",
                           "arithmetic:codelength:arithmetic:codelength:store", "codelength:primed(cm,text:a)",
                           "codelength:arithmetic:primed(cm,text:a)", "codelength:mix(cm,codelength:gzip)"}) {
    ExpectRefused(text, "takes nothing that runs a codec 256 times a byte itself, or that is primed");
  }
  ExpectRefused("codelength:text:a", "'codelength' takes a codec");
}

TEST(Validator, CodeLengthTakesNothingSlowInNewArchives) {
  for (const char* text :
       {"codelength:cm", "codelength:mix(cm:max,net)", "codelength:arithmetic:mix(cm,order0)", "codelength:net",
        "codelength:arithmetic:cm:huge", "codelength:torch:a", "mix(cm,codelength:arithmetic:cm)"}) {
    const Status status = Written(text);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(status.message(), HasSubstr("takes nothing slow")) << text;
    // Format 1 allowed it: what was made so is read for ever.
    EXPECT_TRUE(Read(text, 1).ok()) << text;
  }
  for (const char* text : {"codelength:cm:fast", "codelength:order1", "codelength:lzma", "codelength:store"}) {
    EXPECT_TRUE(Written(text).ok()) << text;
  }
}

TEST(Validator, TextsAreNeitherCodecsNorPredictors) { ExpectRefused("text:a", "neither a codec nor a predictor"); }

// --- rules that no entry needs yet ---

Status Nothing(const std::string& name, const Formats& formats) {
  auto entry = std::make_unique<Entry>(*FindEntry("store"));
  entry->name = *new std::string(name);  // entries are never removed, and so their names must stay
  entry->formats = formats;
  return AddEntry(std::move(entry));
}

TEST(Validator, WhatIsOnlyReadIsNotWritten) {
  ASSERT_TRUE(Nothing("validator-old", {.decode_only = true}).ok());
  EXPECT_TRUE(Read("validator-old").ok());
  EXPECT_THAT(Written("validator-old").message(), HasSubstr("only read, no longer written"));
  EXPECT_THAT(Written("codelength:validator-old").message(), HasSubstr("only read"));
}

TEST(Validator, AFrameNamesNothingYoungerThanItsFormat) {
  ASSERT_TRUE(Nothing("validator-new", {.since = 2}).ok());
  EXPECT_TRUE(Read("validator-new", 2).ok());
  EXPECT_TRUE(Written("validator-new").ok());
  const Status status = Read("validator-new", 1);
  EXPECT_EQ(status.code(), StatusCode::kUnsupported);
  EXPECT_THAT(status.message(), HasSubstr("came with version 2 of the format"));
  EXPECT_EQ(Read("codelength:validator-new", 1).code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace llmzip::testing

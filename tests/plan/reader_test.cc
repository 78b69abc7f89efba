// From text to typed values and back: every kind of parameter read, checked and printed in one way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/number.h"
#include "plan/plan.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

std::string Reprinted(const std::string& text) {
  const auto plan = ReadPlan(text);
  return plan.ok() ? plan->Text() : plan.status().message();
}

TEST(PlainNumber, HasOneSpelling) {
  EXPECT_EQ(PlainNumber("0", 0, 9), 0U);
  EXPECT_EQ(PlainNumber("18446744073709551615", 0, UINT64_MAX), UINT64_MAX);
  EXPECT_EQ(PlainNumber("5", 5, 5), 5U);
  for (const char* text : {"", "05", "+5", "-1", " 5", "5 ", "5x", "x", "0x5", "18446744073709551616", "4", "10"}) {
    EXPECT_EQ(PlainNumber(text, 5, 9), std::nullopt) << text;
  }
}

TEST(Reader, PrintsWhatItReads) {
  for (const std::string text :
       {"cm",
        "cm:fast",
        "cm:huge",
        "order3",
        "store",
        "gzip:1",
        "zstd:22",
        "lzma:0",
        "net",
        "net:some name.x",
        "net:/a.safetensors",
        "net:a;context=reset:64",
        "net:a;begin=none",
        "net:a;context=sliding:64/16;begin=none",
        "mix(cm:max,net:a b;context=sliding:2048/512)",
        "mix(cm,net)",
        "mix(cm:max,codelength:gzip:1)",
        "arithmetic:mix(cm,order2)",
        "codelength:arithmetic:order0",
        "primed(cm,text:primer)",
        "primed(cm:max,text:a b;last=67108864;phrases)",
        "primed(mix(cm,net:x),text:./y.safetensors;last=1)",
        "torch:a",
        "torch:/models/a b",
        "torch:a;symbols=ascii7",
        "torch:a;top-k=100",
        "torch:a;context=reset:2048",
        "torch:a;context=sliding:1024/512",
        "torch:a;dtype=bfloat16",
        "torch:a;device=cuda",
        "torch:a;device=cuda:3",
        "torch:a;threads=8",
        "torch:a;tolerance=0.000001",
        "torch:a;tolerance=0.5",
        "torch:a;tolerance=0.0125",
        "torch:a;symbols=ascii7;context=sliding:100/7;dtype=float16;device=cuda:0;threads=1024;tolerance=0.01"}) {
    EXPECT_EQ(Reprinted(text), text);
  }
}

TEST(Reader, EqualPlansHaveEqualTexts) {
  EXPECT_EQ(Reprinted("gzip:9"), "gzip");
  EXPECT_EQ(Reprinted("codelength:zstd:19"), "codelength:zstd");
  EXPECT_EQ(Reprinted("net:a;begin=none;context=reset:64"), "net:a;context=reset:64;begin=none");
  EXPECT_EQ(Reprinted("net:a;begin=model"), "net:a");
  EXPECT_EQ(Reprinted("torch:a;threads=1;dtype=float32;device=cpu;symbols=bytes"), "torch:a");
  EXPECT_EQ(Reprinted("torch:a;tolerance=0.010000"), "torch:a;tolerance=0.01");
  EXPECT_EQ(Reprinted("torch:a;threads=2;symbols=ascii7"), "torch:a;symbols=ascii7;threads=2");
  EXPECT_EQ(Reprinted("primed(cm,text:a;phrases;last=3)"), "primed(cm,text:a;last=3;phrases)");
}

TEST(Reader, RefusesArgumentsThatMakeNoSense) {
  for (const std::string text : {"store:1",       "uniform:1",  "order0:x",    "order1(order0)",
                                 "gzip:0",        "gzip:10",    "gzip:-1",     "gzip:09",
                                 "gzip:9x",       "gzip: 9",    "gzip(store)", "gzip:99999999999",
                                 "zstd:0",        "zstd:23",    "lzma:10",     "png:0",
                                 "flac:9",        "arithmetic", "arithmetic:", "codelength",
                                 "codelength:(",  "cm:no",      "cm(cm)",      "arithmetic(order0)",
                                 "net(cm)",       "mix",        "mix(cm)",     "mix:cm",
                                 "mix(cm,cm,cm)", "primed(cm)", "torch(net)",  "codelength(gzip)",
                                 "net(a)"}) {
    EXPECT_EQ(ReadPlan(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
  EXPECT_THAT(Reprinted("gzip:10"), HasSubstr("'gzip' takes a level from 1 to 9; not '10'"));
  EXPECT_THAT(Reprinted("cm:no"), HasSubstr("cm:fast, cm, cm:max, cm:huge"));
  EXPECT_THAT(Reprinted("store:1"), HasSubstr("'store' takes no argument"));
  EXPECT_THAT(Reprinted("mix(cm)"), HasSubstr("mix(cm,net)"));
}

TEST(Reader, RefusesOptionsThatMakeNoSense) {
  for (const std::string argument : {"a;",
                                     "a;top-k",
                                     "a;top-k=",
                                     "a;top-k=0",
                                     "a;top-k=262145",
                                     "a;top-k=01",
                                     "a;top-k=1 ",
                                     "a;top-k=-1",
                                     "a;nosuch=1",
                                     "a;Top-k=1",
                                     "a;symbols=7",
                                     "a;symbols",
                                     "a;context=reset",
                                     "a;context=2048",
                                     "a;context=reset:1",
                                     "a;dtype=fp16",
                                     "a;dtype=",
                                     "a;context=reset:10/5",
                                     "a;context=sliding:10",
                                     "a;context=reset:1048577",
                                     "a;device=gpu",
                                     "a;device=cuda:",
                                     "a;context=sliding:10/10",
                                     "a;context=sliding:10/0",
                                     "a;device=cuda:64",
                                     "a;threads=0",
                                     "a;threads=1025",
                                     "a;context=sliding:/5",
                                     "a;context=sliding:10/5/2",
                                     "a;device=cuda:x",
                                     "a;tolerance=0",
                                     "a;tolerance=0.",
                                     "a;tolerance=0.0",
                                     "a;tolerance=0.0000001",
                                     "a;tolerance=0.500001",
                                     "a;tolerance=1",
                                     "a;tolerance=.1",
                                     "a;tolerance=1e-3",
                                     "a;tolerance=0.1x",
                                     "a;threads=4294967297"}) {
    EXPECT_EQ(ReadPlan("torch:" + argument).status().code(), StatusCode::kInvalidArgument) << argument;
  }
  for (const std::string argument :
       {"a;", "a;last", "a;last=", "a;last=0", "a;last=05", "a;last=-1", "a;last=67108865", "a;first=3", "a;last=1k",
        "a;last=99999999999999999999", "a; last=1", "a;phrases=1", "a;phrase"}) {
    EXPECT_EQ(ReadPlan("primed(cm,text:" + argument + ")").status().code(), StatusCode::kInvalidArgument) << argument;
  }
  EXPECT_THAT(Reprinted("torch:a;context=sliding:5/9"), HasSubstr("'sliding:5/9' is no value for context"));
  EXPECT_THAT(Reprinted("torch:a;dtype=fp16"), HasSubstr("choose float32, bfloat16 or float16"));
  EXPECT_THAT(Reprinted("net:a;begin=1"), HasSubstr("choose model or none"));
  EXPECT_THAT(Reprinted("torch:a;top-k=0"), HasSubstr("choose 1 to 262144"));
  EXPECT_THAT(Reprinted("torch:a;x=0"), HasSubstr("'torch' has no option 'x'"));
}

TEST(Reader, TakesEachOptionOnce) {
  EXPECT_THAT(Reprinted("torch:a;top-k=5;top-k=5"), HasSubstr("'top-k' is given twice"));
  EXPECT_THAT(Reprinted("primed(cm,text:a;phrases;phrases)"), HasSubstr("'phrases' is given twice"));
}

TEST(Reader, UnknownNamesAreAnsweredWithTheKnown) {
  for (const std::string text : {"nosuch", "arithmetic:nosuch", "mix(cm,nosuch)", "codelength:arithmetic:nosuch"}) {
    const Status status = ReadPlan(text).status();
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(status.message(), HasSubstr("'nosuch'"));
    EXPECT_THAT(status.message(), HasSubstr("store"));
    EXPECT_THAT(status.message(), HasSubstr("order2"));
  }
}

TEST(Reader, NestingByArgumentsIsAsDeepAsByParts) {
  std::string text = "order0";
  for (int i = 0; i < 20; ++i) text = "arithmetic:" + text;
  EXPECT_THAT(Reprinted(text), HasSubstr("nested too deeply"));
}

TEST(Reader, OptionsCanBeSetOneByOne) {
  const auto plan = ReadPlan("torch:a;top-k=7");
  ASSERT_TRUE(plan.ok());
  EXPECT_TRUE(plan->HasOption("dtype"));
  EXPECT_FALSE(plan->HasOption("checkpoint"));
  EXPECT_FALSE(plan->HasOption("nosuch"));
  EXPECT_EQ(plan->WithOption("top-k", "9")->Text(), "torch:a;top-k=9");
  EXPECT_EQ(plan->WithOption("dtype", "bfloat16")->Text(), "torch:a;top-k=7;dtype=bfloat16");
  EXPECT_EQ(plan->WithOption("nosuch", "9").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(plan->WithOption("top-k", "0").status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(plan->WithOption("tolerance", "0.1").status().message(), HasSubstr("exclude each other"));
}

}  // namespace
}  // namespace llmzip::testing

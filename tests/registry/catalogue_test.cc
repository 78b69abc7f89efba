// The catalogues themselves: names, arguments, errors that say what exists, and how far specs may nest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "model/embedded.h"
#include "registry/codecs.h"
#include "registry/predictors.h"
#include "support/catalogue.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

Status ErrorOf(const std::string& spec) {
  const auto parsed = ParseSpec(spec);
  return parsed.ok() ? MakeCodec(*parsed, {}).status() : parsed.status();
}

TEST(Catalogue, NamesAreUnique) {
  std::set<std::string_view> names;
  for (const auto& entry : PredictorCatalogue()) EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
  for (const auto& entry : CodecCatalogue()) EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
}

TEST(Catalogue, ExamplesAreOfTheirEntry) {
  for (const auto& entry : PredictorCatalogue()) EXPECT_TRUE(entry.example.starts_with(entry.name)) << entry.name;
  for (const auto& entry : CodecCatalogue()) EXPECT_TRUE(entry.example.starts_with(entry.name)) << entry.name;
}

TEST(Catalogue, UnknownNamesAreAnsweredWithTheKnown) {
  const Status codec = ErrorOf("nosuch");
  EXPECT_EQ(codec.code(), StatusCode::kUnsupported);
  EXPECT_THAT(codec.message(), HasSubstr("'nosuch'"));
  EXPECT_THAT(codec.message(), HasSubstr("gzip"));
  EXPECT_THAT(codec.message(), HasSubstr("order2"));
  const Status predictor = ErrorOf("arithmetic:nosuch");
  EXPECT_EQ(predictor.code(), StatusCode::kUnsupported);
  EXPECT_THAT(predictor.message(), HasSubstr("order2"));
  EXPECT_EQ(CodecMemoryBytes(*ParseSpec("nosuch"), {}, 1).status().code(), StatusCode::kUnsupported);
}

TEST(Catalogue, ArgumentsThatMakeNoSenseAreRefused) {
  for (const std::string spec :
       {"store:1",           "uniform:1", "order0:x", "order1(order0)",   "gzip:0",      "gzip:10",    "gzip:-1",
        "gzip:09",           "gzip:9x",   "gzip: 9",  "gzip:99999999999", "gzip(store)", "zstd:0",     "zstd:23",
        "lzma:10",           "png:0",     "flac:9",   "arithmetic",       "arithmetic:", "codelength", "codelength:(",
        "arithmetic(order0)"}) {
    EXPECT_EQ(ErrorOf(spec).code(), StatusCode::kInvalidArgument) << spec;
  }
}

TEST(Catalogue, LevelsOfAllKindsAreThere) {
  for (const std::string spec :
       {"gzip:1", "gzip:9", "zstd:1", "zstd:22", "lzma:0", "lzma:9", "png:1", "png:9", "flac:0", "flac:8"}) {
    EXPECT_TRUE(MakeCodec(*ParseSpec(spec), {}).ok()) << spec;
  }
}

TEST(Catalogue, BothDirectionsOfTheEquivalenceCompose) {
  for (const std::string spec : {"arithmetic:codelength:gzip", "codelength:arithmetic:order0", "codelength:order1",
                                 "arithmetic:codelength:arithmetic:order0"}) {
    const auto codec = CodecOf(spec, 1);
    const Bytes raw = {'a', 'b', 'a', 'b'};
    const auto coded = codec->Compress(raw);
    ASSERT_TRUE(coded.ok()) << spec;
    const auto back = codec->Decompress(*coded, raw.size());
    ASSERT_TRUE(back.ok()) << spec;
    EXPECT_EQ(*back, raw) << spec;
  }
}

TEST(Catalogue, CodeLengthsDoNotNest) {
  for (const std::string spec : {"codelength:codelength:gzip", "codelength:arithmetic:codelength:gzip",
                                 "arithmetic:codelength:arithmetic:codelength:store"}) {
    EXPECT_EQ(ErrorOf(spec).code(), StatusCode::kInvalidArgument) << spec;
  }
  // Codecs take no codecs: this is what bounds all other nesting.
  EXPECT_EQ(ErrorOf("arithmetic:arithmetic:order0").code(), StatusCode::kUnsupported);
}

TEST(Catalogue, EnvironmentsNameTheLibraryWhereItMatters) {
  EXPECT_THAT(EncoderEnvironment(*ParseSpec("gzip"), {}), HasSubstr("zlib 1."));
  EXPECT_THAT(EncoderEnvironment(*ParseSpec("zstd:3"), {}), HasSubstr("libzstd 1."));
  EXPECT_EQ(EncoderEnvironment(*ParseSpec("order2"), {}), "");
  // Decoding gzip depends on no version; decoding with gzip as the predictor does.
  EXPECT_EQ(CodecOf("gzip", 1)->environment(), "");
  EXPECT_THAT(CodecOf("codelength:gzip", 1)->environment(), HasSubstr("zlib 1."));
  EXPECT_EQ(CodecOf("codelength:arithmetic:order0", 1)->environment(), "");
}

TEST(Catalogue, SmallInputsNeedLittleMemory) {
  const auto primer = EmbeddedModel("primer");
  const std::uint64_t unpacked = primer.ok() ? (*primer)->text()->size : 0;  // beside all else
  constexpr std::uint64_t kHuge = std::uint64_t{5} << 28;                    // what cm:huge is for
  for (const Example& example : AllExamples()) {
    const auto small = CodecMemoryBytes(*ParseSpec(example.spec), {}, 1);
    const auto large = CodecMemoryBytes(*ParseSpec(example.spec), {}, std::uint64_t{1} << 30);
    ASSERT_TRUE(small.ok() && large.ok());
    EXPECT_LE(*small, *large) << example.spec;
    const bool reads = example.spec.starts_with("primed");
    EXPECT_LE(*small, (std::uint64_t{32} << 20) + (reads ? unpacked : 0)) << example.spec;
    EXPECT_LE(*large, example.spec == "cm:huge" ? kHuge : std::uint64_t{1} << 30) << example.spec;
  }
}

}  // namespace
}  // namespace llmzip::testing

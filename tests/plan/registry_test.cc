// The registry itself: names, what entries say of themselves, and what can be added.
#include "plan/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <thread>

#include "model/embedded.h"
#include "support/catalogue.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

TEST(Registry, NamesAreUnique) {
  std::set<std::string_view> names;
  for (const Entry* entry : Entries()) EXPECT_TRUE(names.insert(entry->name).second) << entry->name;
  EXPECT_GE(names.size(), 15U);
}

TEST(Registry, EveryEntrySaysWhatItIs) {
  for (const Entry* entry : Entries()) {
    SCOPED_TRACE(entry->name);
    EXPECT_EQ(FindEntry(entry->name), entry);
    EXPECT_FALSE(entry->summary.empty());
    EXPECT_EQ(entry->make_predictor != nullptr, (entry->traits & kIsPredictor) != 0);
    EXPECT_EQ(entry->make_codec != nullptr, (entry->traits & kIsCodec) != 0);
    EXPECT_EQ((entry->traits & (kIsPredictor | kIsCodec | kIsText)) != 0, true);
    if ((entry->traits & kIsText) != 0) continue;
    EXPECT_NE(entry->memory, nullptr);
    EXPECT_NE(entry->cost, nullptr);
    std::istringstream examples{std::string(entry->examples)};
    unsigned count = 0;
    for (std::string example; examples >> example; ++count) {
      const auto plan = ReadPlan(example);
      ASSERT_TRUE(plan.ok()) << plan.status().message();
      EXPECT_EQ(&plan->entry(), entry);
      EXPECT_EQ(plan->Text(), example);
    }
    EXPECT_GE(count, 1U);
  }
  EXPECT_EQ(FindEntry("nosuch"), nullptr);
  EXPECT_EQ(FindEntry(""), nullptr);
}

TEST(Registry, LevelsOfAllKindsAreThere) {
  for (const std::string spec :
       {"gzip:1", "gzip:9", "zstd:1", "zstd:22", "lzma:0", "lzma:9", "png:1", "png:9", "flac:0", "flac:8"}) {
    EXPECT_TRUE(PlanNamed(spec).MakeCodec({}).ok()) << spec;
  }
}

TEST(Registry, BothDirectionsOfTheEquivalenceCompose) {
  for (const std::string spec : {"arithmetic:codelength:gzip", "codelength:arithmetic:order0", "codelength:order1",
                                 "arithmetic:codelength:arithmetic:order0"}) {
    const auto codec = CodecOf(spec, 1);
    const Bytes raw = {'a', 'b', 'a', 'b'};
    const auto coded = codec->Compress(raw, {});
    ASSERT_TRUE(coded.ok()) << spec;
    const auto back = codec->Decompress(*coded, raw.size(), {});
    ASSERT_TRUE(back.ok()) << spec;
    EXPECT_EQ(*back, raw) << spec;
  }
}

TEST(Registry, EnvironmentsNameTheLibraryWhereItMatters) {
  EXPECT_THAT(*PlanNamed("gzip").EncoderEnvironment(), HasSubstr("zlib 1."));
  EXPECT_THAT(*PlanNamed("zstd:3").EncoderEnvironment(), HasSubstr("libzstd 1."));
  EXPECT_EQ(*PlanNamed("order2").EncoderEnvironment(), "");
  // Decoding gzip depends on no version; decoding with gzip as the predictor does.
  EXPECT_EQ(*PlanNamed("gzip").Environment(), "");
  EXPECT_THAT(*PlanNamed("codelength:gzip").Environment(), HasSubstr("zlib 1."));
  EXPECT_THAT(*PlanNamed("arithmetic:codelength:gzip").Environment(), HasSubstr("zlib 1."));
  EXPECT_EQ(*PlanNamed("codelength:arithmetic:order0").Environment(), "");
}

// A plan's environment, which is asked for before anything is made, is that of what is made.
TEST(Registry, EnvironmentsAreThoseOfTheCodecs) {
  for (const Example& example : AllExamples()) {
    EXPECT_EQ(*PlanNamed(example.spec).Environment(), CodecOf(example.spec, 1)->environment()) << example.spec;
  }
}

TEST(Registry, SmallInputsNeedLittleMemory) {
  const auto primer = EmbeddedModel("primer");
  // Beside all else: the text, and what unpacks it.
  const std::uint64_t reading =
      primer.ok() ? (*primer)->file_size() + (*primer)->text()->size * 5 / 2 + (std::uint64_t{1} << 20) : 0;
  constexpr std::uint64_t kSmall = std::uint64_t{32} << 20;
  constexpr std::uint64_t kHuge = std::uint64_t{5} << 28;  // what cm:huge is for
  for (const Example& example : AllExamples()) {
    const auto small = PlanNamed(example.spec).MemoryBytes({.raw_size = 1});
    const auto large = PlanNamed(example.spec).MemoryBytes({.raw_size = std::uint64_t{1} << 30});
    ASSERT_TRUE(small.ok() && large.ok());
    EXPECT_LE(*small, *large) << example.spec;
    EXPECT_TRUE(*small > 0 || example.spec == "store") << example.spec;
    const bool reads = example.spec.starts_with("primed");
    EXPECT_LE(*small, kSmall + (reads ? reading : 0)) << example.spec;
    EXPECT_LE(*large, (example.spec == "cm:huge" ? kHuge : std::uint64_t{1} << 30) + (reads ? reading : 0))
        << example.spec;
  }
}

std::unique_ptr<Entry> Copy(std::string_view name) {
  auto entry = std::make_unique<Entry>(*FindEntry("uniform"));
  entry->name = name;
  return entry;
}

TEST(Registry, TakesMoreEntriesUnderFreeNames) {
  EXPECT_EQ(AddEntry(Copy("gzip")).code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(AddEntry(Copy("text")).code(), StatusCode::kAlreadyExists);
  for (const char* name : {"", "A", "a b", "1a", "a:b", "a(b)", "-a"}) {
    EXPECT_EQ(AddEntry(Copy(name)).code(), StatusCode::kInvalidArgument) << name;
  }
  ASSERT_TRUE(AddEntry(Copy("registry-test")).ok());
  EXPECT_EQ(AddEntry(Copy("registry-test")).code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(CodecOf("registry-test", 1)->Compress(Bytes(5), {})->size(),
            CodecOf("uniform", 1)->Compress(Bytes(5), {})->size());
  EXPECT_TRUE(ReadPlan("mix(cm,registry-test)").ok());
}

TEST(Registry, MayBeAskedAndAddedToFromManyThreads) {
  static constexpr std::string_view kNames[] = {"threads-a", "threads-b", "threads-c", "threads-d"};
  std::vector<std::thread> threads;
  for (const std::string_view name : kNames) {
    threads.emplace_back([name] {
      EXPECT_TRUE(AddEntry(Copy(name)).ok());
      for (int i = 0; i < 100; ++i) EXPECT_NE(FindEntry(name), nullptr);
      EXPECT_FALSE(Entries().empty());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace llmzip::testing

// What the parser makes of words, where a golden case would only see the consequences.
#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace llmzip::cli {
namespace {

using ::testing::ElementsAre;

/// Fails the test when the words are refused.
Invocation Parse(std::vector<std::string> words) {
  auto parsed = ParseCommandLine(std::move(words));
  EXPECT_TRUE(parsed.result.ok()) << parsed.result.status().message();
  if (!parsed.result.ok() || !std::holds_alternative<Invocation>(*parsed.result)) return {&kGzipStyleCommand, {}};
  return std::get<Invocation>(*parsed.result);
}

TEST(CommandLine, NoWordsCompressStandardInput) {
  const Invocation invocation = Parse({});
  EXPECT_EQ(invocation.command, &kGzipStyleCommand);
  EXPECT_EQ(invocation.arguments.mode, Mode::kCompress);
  EXPECT_THAT(invocation.arguments.files, ElementsAre());
  EXPECT_EQ(invocation.arguments.spec, LevelPreset(kDefaultLevel).spec);
  EXPECT_TRUE(invocation.arguments.verify);
  EXPECT_TRUE(invocation.arguments.sparse);
  EXPECT_FALSE(invocation.arguments.force);
  EXPECT_FALSE(invocation.arguments.remove_source);
  EXPECT_EQ(invocation.arguments.limits.memory_bytes, Limits().memory_bytes);
}

TEST(CommandLine, ParsingAndCheckingTouchNothing) {
  ASSERT_EQ(::unsetenv("OMP_WAIT_POLICY"), 0);
  const Arguments arguments = Parse({"--models-dir", "somewhere", "a"}).arguments;
  EXPECT_EQ(::getenv("OMP_WAIT_POLICY"), nullptr);
  EXPECT_EQ(arguments.models, nullptr);
  EXPECT_EQ(arguments.model_folders, std::vector<std::string>{"somewhere"});
}

TEST(CommandLine, FilesKeepTheirOrderAndSpelling) {
  EXPECT_THAT(Parse({"b", "-k", "a", "--", "-d", "--", "c"}).arguments.files, ElementsAre("b", "a", "-d", "--", "c"));
  EXPECT_THAT(Parse({"a b", "new\nline", "-", "++", "a=b", "%x", "#c"}).arguments.files,
              ElementsAre("a b", "new\nline", "-", "++", "a=b", "%x", "#c"));
  EXPECT_THAT(Parse({"[a,b]", "[", "x[1]"}).arguments.files, ElementsAre("./[a,b]", "./[", "x[1]"));
}

TEST(CommandLine, OnlyTheFirstWordIsACommand) {
  EXPECT_EQ(Parse({"test", "test"}).command, &kTestCommand);
  EXPECT_THAT(Parse({"test", "test"}).arguments.files, ElementsAre("test"));
  EXPECT_EQ(Parse({"-k", "test"}).command, &kGzipStyleCommand);
  EXPECT_THAT(Parse({"-k", "test"}).arguments.files, ElementsAre("test"));
}

TEST(CommandLine, CombinedFlagsWithValues) {
  const Arguments arguments = Parse({"-9kfT3", "-ox", "a"}).arguments;
  EXPECT_EQ(arguments.spec, LevelPreset(9).spec);
  EXPECT_EQ(arguments.threads, 3U);
  EXPECT_EQ(arguments.output, "x");
  EXPECT_TRUE(arguments.force);
}

TEST(CommandLine, TwoDigitsAreNoLevel) {
  for (const char* word : {"-13", "-d13", "-k99", "-00"}) {
    EXPECT_FALSE(ParseCommandLine({word, "a"}).result.ok()) << word;
  }
  // Digits may be a value's.
  EXPECT_EQ(Parse({"-9T16", "a"}).arguments.threads, 16U);
  EXPECT_EQ(Parse({"-o13", "a"}).arguments.output, "13");
  EXPECT_THAT(Parse({"--", "-13"}).arguments.files, ElementsAre("-13"));
}

TEST(CommandLine, TheProgramsNameCounts) {
  EXPECT_THAT(WordsUnderName("/usr/bin/llmzip", {"a"}), ElementsAre("a"));
  EXPECT_THAT(WordsUnderName("unllmzip", {"a"}), ElementsAre("-d", "a"));
  EXPECT_THAT(WordsUnderName("/usr/bin/llzcat", {"a"}), ElementsAre("-dc", "a"));
  EXPECT_THAT(WordsUnderName("", {"a"}), ElementsAre("a"));
}

TEST(CommandLine, SlipsOfCommands) {
  for (const char* slip : {"decompres", "decompess", "deocmpress", "Decompress", "xdecompress"}) {
    EXPECT_EQ(CommandLike(slip), "decompress") << slip;
  }
  EXPECT_EQ(CommandLike("lits"), "list");
  for (const char* word : {"", "a", "toast.txt", "li", "book", "decompress"}) EXPECT_EQ(CommandLike(word), "") << word;
}

TEST(CommandLine, TheLastOfContradictingOptionsWins) {
  EXPECT_EQ(Parse({"-c", "-o", "x"}).arguments.output, "x");
  EXPECT_FALSE(Parse({"-c", "-o", "x"}).arguments.to_stdout);
  EXPECT_FALSE(Parse({"-o", "x", "-c"}).arguments.output.has_value());
  EXPECT_TRUE(Parse({"-o", "x", "-c"}).arguments.to_stdout);
  EXPECT_FALSE(Parse({"-o", "x", "-o", "-"}).arguments.output.has_value());
  EXPECT_TRUE(Parse({"-o", "x", "-o", "-"}).arguments.to_stdout);
  EXPECT_EQ(Parse({"--predictor", "order2", "--codec", "gzip"}).arguments.spec, "gzip");
  EXPECT_EQ(Parse({"--codec", "gzip", "--predictor", "order2"}).arguments.spec, "order2");
  EXPECT_EQ(Parse({"-d", "-t", "-z"}).arguments.mode, Mode::kCompress);
  EXPECT_EQ(Parse({"-zd"}).arguments.mode, Mode::kDecompress);
  EXPECT_TRUE(Parse({"-k", "--rm"}).arguments.remove_source);
  EXPECT_FALSE(Parse({"--rm", "-k"}).arguments.remove_source);
  EXPECT_FALSE(Parse({"--verify", "--no-verify"}).arguments.verify);
  EXPECT_TRUE(Parse({"--no-sparse", "--sparse"}).arguments.sparse);
  EXPECT_TRUE(Parse({"--no-sync", "--sync", "--no-sync", "--sync"}).arguments.sync);
  EXPECT_FALSE(Parse({"--no-sync", "--sync", "--no-sync"}).arguments.sync);
  EXPECT_EQ(Parse({"--progress", "--no-progress"}).arguments.display.progress, false);
  EXPECT_EQ(Parse({"--threads", "1", "-T2"}).arguments.threads, 2U);
  EXPECT_EQ(Parse({"-1", "--level", "9", "-5"}).arguments.spec, LevelPreset(5).spec);
  EXPECT_TRUE(Parse({"eval", "--codec", "gzip", "--json", "--json-lines", "f"}).arguments.display.json_lines);
  EXPECT_FALSE(Parse({"eval", "--codec", "gzip", "--json-lines", "--json", "f"}).arguments.display.json_lines);
}

TEST(CommandLine, ASpecOverridesTheLevelButNotItsBlockSize) {
  const Arguments arguments = Parse({"-9", "--predictor", "order2"}).arguments;
  EXPECT_EQ(arguments.spec, "order2");
  EXPECT_EQ(arguments.block_size, LevelPreset(9).block_size);
}

TEST(CommandLine, VerbosityAddsUp) {
  EXPECT_EQ(Parse({"-vv"}).arguments.display.verbosity, 2);
  EXPECT_EQ(Parse({"-q", "-q", "-v"}).arguments.display.verbosity, -1);
}

TEST(CommandLine, NoLimitsLiftsAllButThoseGiven) {
  const Limits limits = Parse({"--max-output", "1M", "--no-limits"}).arguments.limits;
  EXPECT_EQ(limits.memory_bytes, Limits::kNone);
  EXPECT_EQ(limits.ratio, Limits::kNone);
  EXPECT_EQ(limits.work_seconds, Limits::kNone);
  EXPECT_EQ(limits.output_bytes, std::uint64_t{1} << 20);
}

TEST(CommandLine, BenchKeepsAllCodingsInOrder) {
  const Arguments arguments =
      Parse({"bench", "--codec", "gzip", "-3", "--predictor", "order1", "--level", "1", "f"}).arguments;
  std::vector<std::string> labels;
  for (const CodingChoice& choice : arguments.choices) labels.push_back(choice.label);
  EXPECT_THAT(labels, ElementsAre("gzip", "-3", "order1", "-1"));
  EXPECT_THAT(arguments.files, ElementsAre("f"));
}

TEST(CommandLine, HelpIsATextAndNoError) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"-h"}, {"--help"}, {"help"}, {"help", "bench"}, {"bench", "-h"}, {"--nonsense", "-h"}, {"-V"}}) {
    const auto parsed = ParseCommandLine(words);
    ASSERT_TRUE(parsed.result.ok()) << words[0];
    EXPECT_TRUE(std::holds_alternative<TextRequest>(*parsed.result)) << words[0];
  }
}

TEST(CommandLine, MistakesAreRefused) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--keep=no"},
                                             {"-0"},
                                             {"-k0"},
                                             {"-T"},
                                             {"-T", "-1"},
                                             {"--level", ""},
                                             {"--level", "33"},
                                             {""},
                                             {"generate", "--temperature", "nan"},
                                             {"generate", "--temperature", "inf"},
                                             {"bench", "--runs", "0"}}) {
    EXPECT_FALSE(ParseCommandLine(words).result.ok()) << ::testing::PrintToString(words);
  }
}

}  // namespace
}  // namespace llmzip::cli

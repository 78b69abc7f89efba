// Plug-ins: the first that is there is opened, and what cannot be used says what to install.
#include "io/plugin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/scratch_directory.h"

namespace llmzip {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

PluginKind Tiny() {
  return {.name = "the tiny plug-in",
          .file = "tiny.so",
          .version = "tiny_version",
          .function = "tiny_answer",
          .wanted = "being tiny",
          .remedy = "install tiny"};
}

Status ErrorOf(const PluginKind& kind, const std::vector<std::string>& candidates) {
  const auto opened = OpenPlugin(kind, candidates);
  EXPECT_FALSE(opened.ok());
  return opened.ok() ? Status::Ok() : opened.status();
}

TEST(Plugin, TheFirstThatIsThereIsOpened) {
  const auto opened = OpenPlugin(Tiny(), std::vector<std::string>{"/nowhere/tiny.so", LLMZIP_TINY_PLUGIN, "/nowhere"});
  ASSERT_TRUE(opened.ok()) << opened.status().message();
  EXPECT_EQ(reinterpret_cast<int (*)()>(*opened)(), 42);
}

TEST(Plugin, NoneSaysWhatToInstall) {
  const Status error = ErrorOf(Tiny(), {"/nowhere/tiny.so"});
  EXPECT_EQ(error.code(), StatusCode::kNotFound);
  EXPECT_EQ(error.message(), "being tiny needs a plug-in that is not here, tiny.so: install tiny");
  EXPECT_EQ(ErrorOf(Tiny(), {}).code(), StatusCode::kNotFound);
}

TEST(Plugin, OneThatCannotBeOpenedSaysWhy) {
  const ScratchDirectory scratch;
  scratch.Put("tiny.so", "no shared object");
  const Status error = ErrorOf(Tiny(), {scratch.Path("tiny.so"), LLMZIP_TINY_PLUGIN});
  EXPECT_EQ(error.code(), StatusCode::kNotFound);
  EXPECT_THAT(error.message(), AllOf(HasSubstr("cannot open the tiny plug-in: "), HasSubstr("install tiny")));
}

TEST(Plugin, AnotherVersionIsRefused) {
  EXPECT_THAT(ErrorOf(Tiny(), {LLMZIP_OTHER_TINY_PLUGIN}).message(), HasSubstr("belongs to another version"));
  PluginKind other = Tiny();
  other.function = "no_such_function";
  EXPECT_THAT(ErrorOf(other, {LLMZIP_TINY_PLUGIN}).message(), HasSubstr("belongs to another version"));
}

}  // namespace
}  // namespace llmzip

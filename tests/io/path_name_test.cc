#include "io/path_name.h"

#include <gtest/gtest.h>

namespace llmzip {
namespace {

TEST(PathName, Directory) {
  EXPECT_EQ(DirectoryOf("c"), ".");
  EXPECT_EQ(DirectoryOf("a/b/c"), "a/b");
  EXPECT_EQ(DirectoryOf("a//c"), "a");
  EXPECT_EQ(DirectoryOf("/c"), "/");
  EXPECT_EQ(DirectoryOf("//c"), "/");
}

TEST(PathName, Name) {
  EXPECT_EQ(NameOf("c"), "c");
  EXPECT_EQ(NameOf("a/b/c"), "c");
  EXPECT_EQ(NameOf("a/"), "");
}

TEST(PathName, TemporaryNameStaysInTheFolderAndFits) {
  EXPECT_EQ(TemporaryPathFor("a/b", 42, 0), "a/.b.42.tmp");
  EXPECT_EQ(TemporaryPathFor("b", 42, 3), ".b.42.3.tmp");
  const std::string longest(255, 'n');
  const std::string temporary = TemporaryPathFor("a/" + longest, 4'000'000, 99);
  EXPECT_EQ(NameOf(temporary).size(), kMaxNameBytes);
  EXPECT_TRUE(temporary.ends_with("n.4000000.99.tmp"));
}

TEST(PathName, TemporaryNamesAreRecognised) {
  for (const unsigned attempt : {0U, 3U}) {
    for (const std::string& name : {std::string("b"), std::string("b.c.llz"), std::string(255, 'n')}) {
      EXPECT_TRUE(IsTemporaryName(TemporaryPathFor(name, 42, attempt)));
    }
  }
  for (const char* name :
       {"", ".tmp", "b.42.tmp", ".b.tmp", ".b.x42.tmp", ".b.42.tmp.llz", ".42.tmp", ".b.42", ".b..tmp"}) {
    EXPECT_FALSE(IsTemporaryName(name)) << name;
  }
}

}  // namespace
}  // namespace llmzip

#include "io/file_metadata.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <initializer_list>

#include "io/descriptor.h"
#include "io/faulty_file_system.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

constexpr const char* kAccessList = "system.posix_acl_access";
constexpr const char* kDefaultList = "system.posix_acl_default";

struct ListEntry {
  std::uint16_t tag;  ///< 1 owner, 2 a user, 4 group, 8 a group, 16 mask, 32 others
  std::uint16_t permissions;
  std::uint32_t id;
};

/// As the kernel has it: version 2, then the entries, little-endian.
Bytes List(std::initializer_list<ListEntry> entries) {
  Bytes bytes = {2, 0, 0, 0};
  const auto append = [&](std::uint32_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
  };
  for (const ListEntry& entry : entries) {
    append(entry.tag, 2);
    append(entry.permissions, 2);
    append(entry.id, 4);
  }
  return bytes;
}

constexpr std::uint32_t kNoId = 0xFFFFFFFF;
constexpr std::uint32_t kSomebody = 4711;

/// rw-r--r--, but somebody has nothing.
Bytes ShuttingOut() { return List({{1, 6, kNoId}, {2, 0, kSomebody}, {4, 4, kNoId}, {16, 4, kNoId}, {32, 4, kNoId}}); }

class AccessLists : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_.Put("source", "");
    directory_.Put("target", "");
    source_ = *OpenDescriptor(file_system_, directory_.Path("source"), O_RDONLY);
    const Bytes list = ShuttingOut();
    if (file_system_.SetAttribute(source_.number(), kAccessList, list.data(), list.size()) != 0 && errno == ENOTSUP) {
      GTEST_SKIP() << "no access lists on this file system";
    }
    target_ = *OpenDescriptor(file_system_, directory_.Path("target"), O_RDWR);
    ASSERT_EQ(file_system_.ChangeMode(target_.number(), 0600), 0);
  }

  Status Copy(FileSystem& file_system) {
    struct stat status = {};
    EXPECT_EQ(file_system_.StatDescriptor(source_.number(), &status), 0);
    LLMZIP_ASSIGN_OR_RETURN(const FileMetadata metadata, MetadataOf(file_system_, source_.number(), status));
    return ApplyMetadata(file_system, target_.number(), metadata);
  }

  [[nodiscard]] Bytes ListOfTarget() {
    Bytes list(1000);
    const ssize_t size = file_system_.GetAttribute(target_.number(), kAccessList, list.data(), list.size());
    list.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return list;
  }

  [[nodiscard]] mode_t ModeOfTarget() {
    struct stat status = {};
    EXPECT_EQ(file_system_.StatDescriptor(target_.number(), &status), 0);
    return status.st_mode & 07777;
  }

  ScratchDirectory directory_;
  FaultyFileSystem file_system_;
  Descriptor source_;
  Descriptor target_;
};

TEST_F(AccessLists, AreTakenOver) {
  const Status status = Copy(file_system_);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(ListOfTarget(), ShuttingOut());
  EXPECT_EQ(ModeOfTarget(), 0644U);
}

// Whatever fails: who was shut out stays out.
TEST_F(AccessLists, FailuresLeaveTheOwnerAlone) {
  unsigned call = 1;
  for (bool failed = true; failed; ++call) {
    ASSERT_EQ(file_system_.ChangeMode(target_.number(), 0600), 0);
    (void)file_system_.RemoveAttribute(target_.number(), kAccessList);
    FaultyFileSystem faulty;
    faulty.failing_call = call;
    (void)Copy(faulty);
    failed = !faulty.failed_operation.empty();
    SCOPED_TRACE(faulty.failed_operation);
    if (ListOfTarget() != ShuttingOut()) {
      EXPECT_EQ(ModeOfTarget() & 0077, 0U);
    }
  }
  EXPECT_GE(call, 5U);
}

TEST_F(AccessLists, OfTheFolderGiveNobodyMore) {
  ASSERT_EQ(file_system_.RemoveAttribute(source_.number(), kAccessList), 0);
  ASSERT_EQ(file_system_.ChangeMode(source_.number(), 0640), 0);
  const Descriptor folder = *OpenDescriptor(file_system_, directory_.Path("."), O_RDONLY | O_DIRECTORY);
  const Bytes handed_down = List({{1, 7, kNoId}, {2, 7, kSomebody}, {4, 7, kNoId}, {16, 7, kNoId}, {32, 0, kNoId}});
  ASSERT_EQ(file_system_.SetAttribute(folder.number(), kDefaultList, handed_down.data(), handed_down.size()), 0);
  target_ = *OpenDescriptor(file_system_, directory_.Path("new"), O_RDWR | O_CREAT | O_EXCL, 0600);
  ASSERT_FALSE(ListOfTarget().empty());
  ASSERT_TRUE(Copy(file_system_).ok());
  EXPECT_TRUE(ListOfTarget().empty());
  EXPECT_EQ(ModeOfTarget(), 0640U);
}

}  // namespace
}  // namespace llmzip

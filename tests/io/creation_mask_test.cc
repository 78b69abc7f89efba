#include "io/creation_mask.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "io/scratch_directory.h"

namespace llmzip {
namespace {

TEST(CreationMask, IsTheProcesss) {
  const mode_t previous = ::umask(0);
  for (const mode_t mask : {0U, 022U, 027U, 077U, 0777U}) {
    ::umask(mask);
    EXPECT_EQ(CreationMask(), mask);
  }
  ::umask(previous);
}

// Exchanging the mask to learn it would give this thread's files to everybody, now and then.
TEST(CreationMask, AskingForItIsNotSeenByOtherThreads) {
  const ScratchDirectory directory;
  const std::string path = directory.Path("a");
  const mode_t previous = ::umask(027);
  std::atomic<bool> done{false};
  std::thread asking([&] {
    while (!done) EXPECT_EQ(CreationMask(), 027U);
  });
  int others_may_write = 0;
  for (int i = 0; i < 20000; ++i) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0666);
    struct stat status = {};
    ::fstat(file, &status);
    ::close(file);
    ::unlink(path.c_str());
    if ((status.st_mode & 0777) != 0640) ++others_may_write;
  }
  done = true;
  asking.join();
  ::umask(previous);
  EXPECT_EQ(others_may_write, 0);
}

}  // namespace
}  // namespace llmzip

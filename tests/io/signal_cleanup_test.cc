// Runs real children and lets them die of real signals.
#include "io/signal_cleanup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/atomic_file.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

class DyingOfASignal : public ::testing::TestWithParam<int> {};

TEST_P(DyingOfASignal, RemovesTheTemporaryFileAndSparesTheOldOne) {
  const ScratchDirectory directory;
  directory.Put("a", "old");
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(GetParam(), SIG_DFL);
    const struct rlimit no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    InstallSignalCleanup();
    const auto file = AtomicFile::Create(RealFileSystem(), directory.Path("a"), {.replace = true});
    if (!file.ok() || directory.Names().size() != 2) ::_exit(1);
    ::raise(GetParam());
    ::_exit(2);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), GetParam());
  EXPECT_THAT(directory.Names(), ::testing::ElementsAre("a"));
  EXPECT_EQ(directory.Get("a"), "old");
}

INSTANTIATE_TEST_SUITE_P(All, DyingOfASignal,
                         ::testing::Values(SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU, SIGQUIT, SIGALRM, SIGUSR2,
                                           SIGVTALRM, SIGPROF));

TEST(SignalCleanup, SignalsIgnoredAtStartStayIgnored) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGHUP, SIG_IGN);
    InstallSignalCleanup();
    ::raise(SIGHUP);
    ::_exit(7);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST(SignalCleanup, RefusesPathsThatDoNotFit) {
  const SignalBlock block;
  EXPECT_FALSE(RemoveOnSignal("").ok());
  EXPECT_FALSE(RemoveOnSignal(std::string(10'000, 'x')).ok());
}

}  // namespace
}  // namespace llmzip

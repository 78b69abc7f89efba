// Runs real children, as a signal that acts ends the process.
#include "io/stop_signal.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace llmzip {
namespace {

// What a child that runs `work` ends with, as waitpid tells it.
template <typename Work>
int StatusOf(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(9);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

class Stopping : public ::testing::TestWithParam<int> {};

TEST_P(Stopping, TheFirstSignalIsNotedAndTheSecondActs) {
  const int status = StatusOf([] {
    ::signal(GetParam(), SIG_DFL);
    const StopSignal stop;
    if (stop.Requested()) ::_exit(1);
    ::raise(GetParam());
    if (!stop.Requested()) ::_exit(2);
    ::raise(GetParam());
    ::_exit(3);
  });
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  EXPECT_EQ(WTERMSIG(status), GetParam());
}

TEST_P(Stopping, ActsAsBeforeOnceItIsGone) {
  const int status = StatusOf([] {
    ::signal(GetParam(), SIG_DFL);
    { const StopSignal stop; }
    ::raise(GetParam());
  });
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  EXPECT_EQ(WTERMSIG(status), GetParam());
}

TEST_P(Stopping, IgnoredSignalsStayIgnored) {
  const int status = StatusOf([] {
    ::signal(GetParam(), SIG_IGN);
    const StopSignal stop;
    ::raise(GetParam());
    ::_exit(stop.Requested() ? 1 : 7);
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST_P(Stopping, ANewOneHasNotBeenAsked) {
  const int status = StatusOf([] {
    ::signal(GetParam(), SIG_DFL);
    {
      const StopSignal first;
      ::raise(GetParam());
    }
    const StopSignal second;
    if (second.Requested()) ::_exit(1);
    ::raise(GetParam());
    ::_exit(second.Requested() ? 7 : 2);
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

INSTANTIATE_TEST_SUITE_P(All, Stopping, ::testing::Values(SIGINT, SIGTERM, SIGHUP));

}  // namespace
}  // namespace llmzip

// Children enter the sandbox and try what it forbids, and what it must leave.
#include "io/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/io_uring.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <thread>

#include "io/posix_file_system.h"
#include "io/scratch_directory.h"
#include "io/whole_file.h"
#include "support/sanitized.h"

namespace llmzip {
namespace {

class Sandbox : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::kSanitized) GTEST_SKIP() << "there is none under a sanitizer";
    for (const char* const folder : {"in", "out", "elsewhere"}) {
      ASSERT_EQ(mkdir(directory_.Path(folder).c_str(), 0700), 0);
    }
    directory_.Put("in/a", "input");
    directory_.Put("elsewhere/secret", "secret");
  }

  // In a child that is in the sandbox: 0 if `attempt` gives what it should, else what went wrong, as an exit status.
  int InChild(const std::function<int(SandboxWalls)>& attempt) const {
    const pid_t child = fork();
    if (child == 0) {
      const SandboxWalls walls = EnterSandbox({{directory_.Path("in"), "/nowhere"}, {directory_.Path("out")}});
      _exit(attempt(walls));
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  // True if this kernel has the walls that the tests are about.
  [[nodiscard]] bool HasWalls() const {
    return InChild([](SandboxWalls walls) { return walls.calls && walls.files ? 0 : 1; }) == 0;
  }

  const ScratchDirectory directory_;
};

constexpr int kSucceeded = 200;  // a call that should have failed did not

// The error of a call that returned `result`, or kSucceeded.
int ErrorOf(long result) { return result < 0 ? errno : kSucceeded; }

TEST_F(Sandbox, ForbidsCalls) {
  if (!HasWalls()) GTEST_SKIP() << "this kernel has no sandbox";
  const std::pair<const char*, std::function<long()>> calls[] = {
      {"socket", [] { return socket(AF_INET, SOCK_STREAM, 0); }},
      {"socket of a path", [] { return socket(AF_UNIX, SOCK_STREAM, 0); }},
      {"socketpair",
       [] {
         int pair[2];
         return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
       }},
      {"fork", [] { return fork(); }},
      {"clone without threads", [] { return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }},
      {"execve", [] { return execl("/bin/true", "true", nullptr); }},
      {"ptrace", [] { return ptrace(PTRACE_TRACEME, 0, 0, 0); }},
      {"io_uring",
       [] {
         io_uring_params params = {};
         return syscall(SYS_io_uring_setup, 1, &params);
       }},
      {"bpf", [] { return syscall(SYS_bpf, 0, nullptr, 0); }},
      {"mount", [] { return syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, nullptr); }},
      {"unshare", [] { return syscall(SYS_unshare, 0x10000000); }},
      {"terminal input",
       [] {
         char command = 'x';
         return ioctl(0, TIOCSTI, &command);
       }},
  };
  for (const auto& call : calls) {
    EXPECT_EQ(InChild([&call](SandboxWalls) { return ErrorOf(call.second()); }), EPERM) << call.first;
  }
  EXPECT_EQ(InChild([](SandboxWalls) { return std::system("true") == 0 ? kSucceeded : 0; }), 0);
}

TEST_F(Sandbox, ConfinesFiles) {
  if (!HasWalls()) GTEST_SKIP() << "this kernel has no sandbox";
  const auto opens = [this](const std::string& path, int flags) {
    return InChild([&](SandboxWalls) { return ErrorOf(open(path.c_str(), flags, 0600)); });
  };
  EXPECT_EQ(opens(directory_.Path("in/a"), O_RDONLY), kSucceeded);
  EXPECT_EQ(opens(directory_.Path("in"), O_RDONLY | O_DIRECTORY), kSucceeded);
  EXPECT_EQ(opens(directory_.Path("in/a"), O_WRONLY), EACCES);
  EXPECT_EQ(opens(directory_.Path("in/new"), O_WRONLY | O_CREAT), EACCES);
  EXPECT_EQ(opens(directory_.Path("out/new"), O_WRONLY | O_CREAT | O_EXCL), kSucceeded);
  EXPECT_EQ(opens(directory_.Path("elsewhere/secret"), O_RDONLY), EACCES);
  EXPECT_EQ(opens(directory_.Path("elsewhere/new"), O_WRONLY | O_CREAT), EACCES);
  EXPECT_EQ(opens("/etc/passwd", O_RDONLY), EACCES);
  EXPECT_EQ(opens("/proc/self/mem", O_RDWR), EACCES);
  const auto does = [this](const std::function<long()>& call) {
    return InChild([&](SandboxWalls) { return ErrorOf(call()); });
  };
  EXPECT_EQ(does([this] { return unlink(directory_.Path("in/a").c_str()); }), EACCES);
  EXPECT_EQ(does([this] { return unlink(directory_.Path("elsewhere/secret").c_str()); }), EACCES);
  EXPECT_EQ(does([this] { return mkdir(directory_.Path("out/folder").c_str(), 0700); }), EACCES);
  EXPECT_EQ(does([this] { return symlink("/etc/passwd", directory_.Path("out/link").c_str()); }), EACCES);
  directory_.Put("out/b", "output");
  EXPECT_EQ(does([this] { return rename(directory_.Path("out/b").c_str(), directory_.Path("out/c").c_str()); }),
            kSucceeded);
  EXPECT_EQ(does([this] { return unlink(directory_.Path("out/c").c_str()); }), kSucceeded);
  EXPECT_EQ(directory_.Get("elsewhere/secret"), "secret");
}

// What decoding does must go on: threads, reading, and a file that replaces another.
TEST_F(Sandbox, LeavesWhatDecodingNeeds) {
  EXPECT_EQ(InChild([this](SandboxWalls) {
              bool ran = false;
              std::thread([&ran] { ran = true; }).join();
              const auto read = ReadWholeFile(RealFileSystem(), directory_.Path("in/a"));
              return ran && read.ok() && read->size() == 5 ? 0 : 1;
            }),
            0);
}

}  // namespace
}  // namespace llmzip

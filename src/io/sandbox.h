// Sandbox: what this process gives up before it reads what it does not trust.
//
// Two walls of the Linux kernel, each where it is there:
//
//   seccomp    no sockets, no programs run, no new processes, no look into others, no kernel interface that would go
//              round these (io_uring, bpf …); threads may still be started. Such a call fails with EPERM.
//   Landlock   no file is opened, made or removed but beneath the paths given; from Linux 5.13 on. Fails with EACCES.
//
// It cannot be left again, and holds for all threads, so it is entered while there is only one. Builds with a sanitizer
// have none, for their run time forks and reads /proc. Thread safety: to be called once, by the only thread.
#ifndef LLMZIP_IO_SANDBOX_H_
#define LLMZIP_IO_SANDBOX_H_

#include <string>
#include <vector>

namespace llmzip {

struct SandboxPaths {
  std::vector<std::string> read;   ///< files, or folders with all beneath them; what is not there is passed over
  std::vector<std::string> write;  ///< the same, where files may be written, made, renamed and removed too
};

/// Which walls stand now.
struct SandboxWalls {
  bool calls = false;  ///< seccomp
  bool files = false;  ///< Landlock
};

/// Enters as much of a sandbox as this kernel has.
SandboxWalls EnterSandbox(const SandboxPaths& paths);

}  // namespace llmzip

#endif  // LLMZIP_IO_SANDBOX_H_

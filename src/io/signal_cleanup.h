// Signal cleanup: temporary files that a terminating signal removes before the process dies of it.
//
// Purpose: SIGINT, SIGTERM, SIGHUP, SIGPIPE and SIGXCPU remove every registered file, then act as they always do, so
// that the parent sees the true cause of death. Signals ignored at start (nohup) stay ignored. Invariants: the handler
// touches only a fixed array of paths and calls only async-signal-safe functions (unlink, sigaction, raise). A path is
// registered or dropped only while SignalBlock holds the signals back, so the handler never meets a half-written slot
// and a file is never left between its creation and its registration. Thread safety: register and drop from one thread
// at a time, while no other thread of the process takes signals.
#ifndef LLMZIP_IO_SIGNAL_CLEANUP_H_
#define LLMZIP_IO_SIGNAL_CLEANUP_H_

#include <csignal>

#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

/// Called once by the program, before any file is written. Libraries embedding llmzip need not call it.
void InstallSignalCleanup();

/// Holds the terminating signals back for its lifetime; they arrive when it ends.
class SignalBlock {
 public:
  SignalBlock();
  ~SignalBlock();
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;

 private:
  sigset_t previous_;
};

/// Within a SignalBlock: from now on a terminating signal removes the file at `location`, whose folder stays open until
/// KeepOnSignal. kInvalidArgument for a path longer than the system allows; kInternal when too many files are
/// registered at once.
Status RemoveOnSignal(const Location& location);

/// Within a SignalBlock: undoes RemoveOnSignal.
void KeepOnSignal(const Location& location);

}  // namespace llmzip

#endif  // LLMZIP_IO_SIGNAL_CLEANUP_H_

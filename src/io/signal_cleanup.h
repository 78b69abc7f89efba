// Signal cleanup: removes temporary files when a signal terminates the process.
//
// Signals that end a process from outside (SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM and others) remove every
// registered file, then have their default effect, so that the parent process sees which signal it was. Signals ignored
// at start (nohup) stay ignored. Invariants: the handler touches only a fixed array of paths and calls only
// async-signal-safe functions (unlink, sigaction, raise). A path is registered or unregistered only while a SignalBlock
// blocks the signals, so the handler never sees a half-written slot, and no signal comes between a file's creation and
// its registration. Thread safety: register and unregister from one thread at a time, while no other thread of the
// process takes signals.
#ifndef LLMZIP_IO_SIGNAL_CLEANUP_H_
#define LLMZIP_IO_SIGNAL_CLEANUP_H_

#include <csignal>

#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

/// Called once by the program, before any file is written. Libraries embedding llmzip need not call it.
void InstallSignalCleanup();

/// Blocks the terminating signals during its lifetime; they arrive when it ends.
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

// Progress signal: SIGUSR1 asks how far the work is, as it does of dd, instead of ending the process.
//
// Invariants: the handler sets one lock-free flag. A signal ignored at start stays ignored. Thread safety: install
// once; ask from any thread.
#ifndef LLMZIP_IO_PROGRESS_SIGNAL_H_
#define LLMZIP_IO_PROGRESS_SIGNAL_H_

namespace llmzip {

/// Called once by the program. Libraries embedding llmzip need not call it.
void InstallProgressSignal();

/// Whether the signal has come since the last call.
bool TakeProgressRequest();

}  // namespace llmzip

#endif  // LLMZIP_IO_PROGRESS_SIGNAL_H_

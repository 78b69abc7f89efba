// CreationMask: the permissions that the user takes away from new files (umask).
#ifndef LLMZIP_IO_CREATION_MASK_H_
#define LLMZIP_IO_CREATION_MASK_H_

#include <sys/types.h>

namespace llmzip {

/// The process's mask. POSIX can only exchange it, for all threads at once, so it is read from /proc where there is
/// one; elsewhere a file that another thread creates in that instant is its owner's alone. Thread safety: any thread.
mode_t CreationMask();

}  // namespace llmzip

#endif  // LLMZIP_IO_CREATION_MASK_H_

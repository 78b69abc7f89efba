// FileIdentity: compares two calls of stat: whether they saw the same file, and whether it changed in between.
#ifndef LLMZIP_IO_FILE_IDENTITY_H_
#define LLMZIP_IO_FILE_IDENTITY_H_

#include <sys/stat.h>

namespace llmzip {

/// Whatever names led there.
bool IsSameFile(const struct stat& one, const struct stat& other);

/// One file, of the same size, times of content and of status. The latter cannot be put back, as the former can; it
/// also tells of changed permissions, and of links made and removed. A write within the clock tick of the one before
/// (some milliseconds), or through a mapping that was written to before, need not show.
bool IsUnchanged(const struct stat& before, const struct stat& after);

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_IDENTITY_H_

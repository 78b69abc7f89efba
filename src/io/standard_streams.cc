#include "io/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace llmzip {
namespace {

int OpenUseless(int descriptor) {
  const int null = ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  // Where there is no /dev (chroot, containers): a folder can be neither read nor written.
  return null >= 0 ? null : ::open("/", O_RDONLY | O_DIRECTORY);
}

}  // namespace

bool FillClosedStandardStreams() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    // open gives the lowest number that is free, and those below are taken by now.
    if (OpenUseless(descriptor) != descriptor) return false;
  }
  return true;
}

}  // namespace llmzip

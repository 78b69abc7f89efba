#include "io/file_identity.h"

namespace llmzip {
namespace {

bool IsSameTime(const struct timespec& one, const struct timespec& other) {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

}  // namespace

bool IsSameFile(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool IsUnchanged(const struct stat& before, const struct stat& after) {
  return IsSameFile(before, after) && before.st_size == after.st_size && IsSameTime(before.st_mtim, after.st_mtim) &&
         IsSameTime(before.st_ctim, after.st_ctim);
}

}  // namespace llmzip

// Descriptor: an open file, closed exactly once.
#ifndef LLMZIP_IO_DESCRIPTOR_H_
#define LLMZIP_IO_DESCRIPTOR_H_

#include <string>

#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

class Descriptor {
 public:
  Descriptor() = default;

  /// Takes over `number`, which came from `file_system`.
  Descriptor(FileSystem& file_system, int number) : file_system_(&file_system), number_(number) {}

  Descriptor(Descriptor&& other) noexcept { *this = static_cast<Descriptor&&>(other); }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

  /// Write errors of a full disk or a network file system may be reported only here, so call it before relying on a
  /// file.
  Status Close();

 private:
  FileSystem* file_system_ = nullptr;
  int number_ = -1;
};

/// open(2), repeated while interrupted. `mode` matters with O_CREAT only; an error's message begins with `what`.
StatusOr<Descriptor> OpenDescriptor(FileSystem& file_system, const Location& location, int flags, mode_t mode = 0,
                                    const char* what = "cannot open");

}  // namespace llmzip

#endif  // LLMZIP_IO_DESCRIPTOR_H_

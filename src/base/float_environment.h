// StandardFloats: while one lives, its thread computes floats as llmzip's networks define them, whatever the program
// around the library has set: rounding to nearest, nothing flushed to zero, no exception trapped. Afterwards all is as
// it was, raised flags included. Threads started meanwhile inherit the standard environment.
//
// A program that rounds upwards would otherwise make archives that verify on its own thread and decode nowhere else.
// Thread safety: of its thread only.
#ifndef LLMZIP_BASE_FLOAT_ENVIRONMENT_H_
#define LLMZIP_BASE_FLOAT_ENVIRONMENT_H_

#include <cfenv>

namespace llmzip {

class StandardFloats {
 public:
  StandardFloats() {
    std::fegetenv(&before_);
    std::fesetenv(FE_DFL_ENV);  // NOLINT(performance-no-int-to-ptr): the C library's
  }
  ~StandardFloats() { std::fesetenv(&before_); }
  StandardFloats(const StandardFloats&) = delete;
  StandardFloats& operator=(const StandardFloats&) = delete;

 private:
  std::fenv_t before_;
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_FLOAT_ENVIRONMENT_H_

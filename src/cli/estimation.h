// Estimation: --estimate says of each file what compressing it would take, and at the end of all together.
#ifndef LLMZIP_CLI_ESTIMATION_H_
#define LLMZIP_CLI_ESTIMATION_H_

#include <cstddef>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/input.h"
#include "cli/progress_bar.h"
#include "eval/estimate.h"

namespace llmzip::cli {

class Estimation {
 public:
  /// Both outlive this.
  Estimation(const Arguments& arguments, Console& console) : arguments_(arguments), console_(console) {}

  void File(const Input& input, const Batch* batch);

  /// The sum, of two files or more.
  void End();

 private:
  const Arguments& arguments_;
  Console& console_;
  Estimate all_{.exact = true};
  std::size_t files_ = 0;
};

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_ESTIMATION_H_

// Weights: gives a family its tensors by name and shape, in the type and on the device in which they are used.
//
// The first error is kept, and tensors asked for after it are undefined and not read. So a family asks for its tensors,
// and checks status() at least once a layer and before it computes with them.
#ifndef LLMZIP_CHECKPOINTS_WEIGHTS_H_
#define LLMZIP_CHECKPOINTS_WEIGHTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoints/linear.h"
#include "checkpoints/norm.h"
#include "checkpoints/placement.h"
#include "checkpoints/weight_files.h"

namespace llmzip::checkpoints {

class Weights {
 public:
  Weights(const WeightFiles& files, const Placement& placement) : files_(files), placement_(placement) {}

  [[nodiscard]] bool Has(const std::string& name) const { return files_.Find(name) != nullptr; }

  /// The tensor `name`, whose shape must be this one.
  at::Tensor Take(const std::string& name, const std::vector<std::int64_t>& shape);

  /// In float32 whatever the placement says, for tensors that must not lose precision.
  at::Tensor TakeExact(const std::string& name, const std::vector<std::int64_t>& shape);

  /// NAME.weight, and with `bias` NAME.bias.
  Linear TakeLinear(const std::string& name, std::int64_t outputs, std::int64_t inputs, bool bias);

  /// Several matrices with the same inputs joined, so that they need one product: (name, outputs).
  Linear TakeStacked(const std::vector<std::pair<std::string, std::int64_t>>& parts, std::int64_t inputs, bool bias);

  Norm TakeLayerNorm(const std::string& name, std::int64_t width, double epsilon);
  Norm TakeRmsNorm(const std::string& name, std::int64_t width, double epsilon);

  [[nodiscard]] const Status& status() const { return status_; }
  [[nodiscard]] const Placement& placement() const { return placement_; }

  /// Bytes of all tensors taken so far, as they are kept.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  at::Tensor TakeAs(const std::string& name, const std::vector<std::int64_t>& shape, at::ScalarType dtype);

  const WeightFiles& files_;
  Placement placement_;
  Status status_;
  std::uint64_t bytes_ = 0;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_WEIGHTS_H_

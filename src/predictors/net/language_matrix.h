// LanguageMatrix: a matrix of a language model, whose weights stay where the file has them.
// Thread safety: immutable; valid as long as the model.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_MATRIX_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"
#include "predictors/net/kernels/language_kernels.h"

namespace llmzip::net {

class LanguageMatrix {
 public:
  LanguageMatrix() = default;

  /// "NAME.weight" with "NAME.scale" and, if there is one, "NAME.bias". `flips`: the kernels want row sums.
  LanguageMatrix(const Model& model, const std::string& name, std::size_t columns, bool has_bias,
                 const LanguageKernels& kernels, bool flips);

  [[nodiscard]] std::size_t blocks() const { return scales_.size() / 16; }
  [[nodiscard]] std::size_t padded_rows() const { return scales_.size(); }
  [[nodiscard]] const float* bias() const { return bias_.empty() ? nullptr : bias_.data(); }

  /// Bytes beside the file's.
  [[nodiscard]] std::uint64_t bytes() const {
    return (scales_.size() + bias_.size() + starts_.size()) * std::uint64_t{sizeof(float)};
  }

  /// Some blocks of 16 rows.
  [[nodiscard]] MatrixView view(std::size_t first_block, std::size_t count) const {
    const std::size_t row = 16 * first_block;
    const std::int32_t* const starts = starts_.empty() ? nullptr : starts_.data() + row;
    return {weights_ + row * columns_, 16 * columns_, scales_.data() + row, count, columns_, starts};
  }

 private:
  const std::uint8_t* weights_ = nullptr;
  std::size_t columns_ = 0;
  std::vector<float> scales_;
  std::vector<float> bias_;
  std::vector<std::int32_t> starts_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_MATRIX_H_

#include "predictors/net/language_matrix.h"

namespace llmzip::net {

LanguageMatrix::LanguageMatrix(const Model& model, const std::string& name, std::size_t columns, bool has_bias,
                               const LanguageKernels& kernels, bool flips)
    : weights_(model.BytesOf(name + ".weight").data()), columns_(columns), scales_(model.Float32(name + ".scale")) {
  if (has_bias) bias_ = model.Float32(name + ".bias");
  if (!flips) return;
  std::vector<std::int32_t> starts(scales_.size());
  kernels.row_starts(view(0, blocks()), starts.data());
  starts_ = std::move(starts);
}

}  // namespace llmzip::net

// LanguageSource: a checkpoint as all families have it: shapes, what each part of a layer is made of, and how places
// turn.
//
// Matrices are named, not read: a row of the model is a row of a stored tensor, or a column of one that is stored
// turned. Norms and biases are small, and read. The tensors must outlive it. Plain values; thread-safe.
#ifndef LLMZIP_IMPORT_LANGUAGE_SOURCE_H_
#define LLMZIP_IMPORT_LANGUAGE_SOURCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "import/tensor_store.h"
#include "model/language/language_config.h"

namespace llmzip::importer {

/// A matrix of rows × columns.
struct MatrixSource {
  const StoredTensor* tensor = nullptr;
  std::uint32_t columns = 0;
  std::vector<std::uint32_t> rows;  ///< which row of the tensor each row is; of `turned` ones, which column
  bool turned = false;              ///< the tensor is columns × rows
  std::vector<double> bias;         ///< one for each row, or none
};

struct NormSource {
  std::vector<double> gain;
  std::vector<double> bias;  ///< none for an RMS norm
};

struct LayerSource {
  NormSource attention_norm;
  NormSource feed_norm;
  MatrixSource query, key, value, out, gate, up, down;  ///< gate: only if the model is gated
  std::vector<double> query_gain, key_gain;             ///< only with query_key_norm
  double score_scale = 1;                               ///< of a query's product with a key
};

struct LanguageSource {
  LanguageConfig config;       ///< true widths, not padded; vocabulary, extra and begin still open
  std::vector<double> speeds;  ///< of the pairs that turn, radians a place
  double turning_scale = 1;    ///< of the elements that turn, in queries and in keys
  MatrixSource embedding;      ///< rows: those of the tensor
  MatrixSource head;
  const StoredTensor* positions = nullptr;  ///< context × width, of models without rotation
  NormSource final_norm;
  std::vector<LayerSource> layers;
};

/// What names the model to people.
struct Provenance {
  std::string kind;                ///< "gguf" or "huggingface"
  std::string name;                ///< "": nothing says one
  std::string licence;             ///< the same
  std::vector<std::string> files;  ///< all that were read, in the order in which they were named
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_LANGUAGE_SOURCE_H_

// FamilyReading: from config.json and the names of tensors to a LanguageSource. Each family's layers are in a file of
// their own; what all have is in hugging_face_families.cc. Thread safety: none.
#ifndef LLMZIP_IMPORT_FAMILY_READING_H_
#define LLMZIP_IMPORT_FAMILY_READING_H_

#include <cstdint>
#include <initializer_list>
#include <string>

#include "import/config_reader.h"
#include "import/exact_math.h"
#include "import/language_source.h"
#include "import/tensor_store.h"
#include "llmzip/status.h"

namespace llmzip::importer {

class FamilyReading {
 public:
  FamilyReading(ConfigReader& config, const TensorStore& tensors) : said_(config), tensors_(tensors) {}

  /// `family`: one that CheckFamily let pass.
  StatusOr<LanguageSource> Read(const std::string& family);

 private:
  // Llama and its kin.

  Status ReadLlamaLike(const std::string& family);
  /// A window of all layers, or of some: then only so many places may be seen that it makes no difference.
  Status ReadWindow(const std::string& family);

  // GPT-2: learned positions, fused queries, keys and values, matrices stored turned.

  Status ReadGpt2();

  // GPT-NeoX: part of each head turns, queries, keys and values stacked head by head.

  Status ReadNeoX();
  /// The rows of each head's queries (0), keys (1) or values (2).
  [[nodiscard]] MatrixSource Unstacked(const MatrixSource& stacked, std::uint32_t part) const;

  // What all have.

  Status ReadShape(const char* width, const char* heads, const char* layers, const char* context);
  Status CheckHeads();
  Status CheckWholeHeads(const char* width, const char* heads);
  Status ReadActivation(const char* key, const char* otherwise);
  Status ReadRotation(const char* base_key);
  /// Embedding, head and last norm. A head that is there counts, whatever config.json says about ties.
  Status ReadEnds(const std::string& embedding, std::initializer_list<const char*> heads, const std::string& norm,
                  bool tied);
  StatusOr<NormSource> Norm(const std::string& name);
  StatusOr<MatrixSource> Matrix(const std::string& name, std::uint32_t rows, std::uint32_t columns, bool bias);
  StatusOr<MatrixSource> Turned(const std::string& name, std::uint32_t all, std::uint32_t first, std::uint32_t count,
                                std::uint32_t columns);
  /// 1 / √width of a head.
  [[nodiscard]] double RootScale() const { return 1.0 / ExactRoot(static_cast<double>(source_.config.head_width)); }

  ConfigReader& said_;
  const TensorStore& tensors_;
  LanguageSource source_;
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_FAMILY_READING_H_

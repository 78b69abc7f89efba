// The families of models that Hugging Face's folders hold: what config.json and the names of tensors mean.
// Thread safety: none.
#ifndef LLMZIP_IMPORT_HUGGING_FACE_FAMILIES_H_
#define LLMZIP_IMPORT_HUGGING_FACE_FAMILIES_H_

#include "import/config_reader.h"
#include "import/language_source.h"
#include "import/tensor_store.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// Whether the family, and all that config.json asks for, is read; before any weights are looked at.
Status CheckFamily(ConfigReader& config);

/// Shapes and tensors; the store must outlive the result.
StatusOr<LanguageSource> LanguageOfConfig(ConfigReader& config, const TensorStore& tensors);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_HUGGING_FACE_FAMILIES_H_

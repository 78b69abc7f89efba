// Hugging Face's folders: config.json, safetensors in one file or in shards, and a tokeniser. Files are untrusted.
// Thread safety: none.
#ifndef LLMZIP_IMPORT_HUGGING_FACE_H_
#define LLMZIP_IMPORT_HUGGING_FACE_H_

#include <string>
#include <vector>

#include "import/language_source.h"
#include "import/source_folder.h"
#include "import/source_vocabulary.h"
#include "import/tensor_store.h"
#include "llmzip/status.h"

namespace llmzip::importer {

struct HuggingFaceModel {
  TensorStore tensors;
  LanguageSource language;  ///< points into tensors, which keep their place when this moves
  SourceVocabulary vocabulary;
  Provenance provenance;
  std::vector<std::string> warnings;
};

StatusOr<HuggingFaceModel> OpenHuggingFace(const SourceFolder& folder);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_HUGGING_FACE_H_

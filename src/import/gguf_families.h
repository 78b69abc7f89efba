// The families of models that GGUF files hold, and how each names its keys and tensors. Thread safety: none.
#ifndef LLMZIP_IMPORT_GGUF_FAMILIES_H_
#define LLMZIP_IMPORT_GGUF_FAMILIES_H_

#include <string>
#include <vector>

#include "import/gguf_file.h"
#include "import/language_source.h"
#include "import/source_vocabulary.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// Shapes and tensors; kUnsupported, by name, for a family that is not read. The model must outlive the result.
StatusOr<LanguageSource> LanguageOfGguf(GgufModel& model);

/// The tokeniser in its metadata. `warnings` gets what should be said.
StatusOr<SourceVocabulary> VocabularyOfGguf(GgufModel& model, std::vector<std::string>* warnings);

/// Its name and licence, as far as the metadata says.
Provenance ProvenanceOfGguf(GgufModel& model);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_GGUF_FAMILIES_H_

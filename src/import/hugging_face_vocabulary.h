// The tokeniser of a Hugging Face folder: tokenizer.json, else tokenizer.model, else vocab.json with merges.txt.
// Pure function of the folder's files; thread-safe.
#ifndef LLMZIP_IMPORT_HUGGING_FACE_VOCABULARY_H_
#define LLMZIP_IMPORT_HUGGING_FACE_VOCABULARY_H_

#include <string>
#include <vector>

#include "import/config_reader.h"
#include "import/source_folder.h"
#include "import/source_vocabulary.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// `files` gets the names of those that were read; `warnings` what should be said.
StatusOr<SourceVocabulary> VocabularyOfFolder(const SourceFolder& folder, const ConfigReader& config,
                                              std::vector<std::string>* files, std::vector<std::string>* warnings);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_HUGGING_FACE_VOCABULARY_H_

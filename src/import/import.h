// ImportModel: makes a model of the exact engine from a checkpoint: a GGUF file, or a folder of Hugging Face's.
//
// The same source gives the same bytes on every machine: provenance has names of files and their SHA-256, but neither
// paths nor dates. Weights are read row by row, so memory does not grow with them. Everything that is read is
// untrusted: messages are one line, and say which file, tensor or key is wrong, and why. Thread safety: a function
// without shared state.
#ifndef LLMZIP_IMPORT_IMPORT_H_
#define LLMZIP_IMPORT_IMPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "import/source_folder.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"
#include "model/language/language_config.h"

namespace llmzip::importer {

struct ImportRequest {
  std::string file;       ///< a GGUF file's name in the folder; "": the folder is Hugging Face's
  std::string name;       ///< "": by what the checkpoint says, else `otherwise`
  std::string otherwise;  ///< such as the source's own name
  std::string licence;    ///< "": by what the checkpoint says

  /// Told how much of how much is done, bytes read and numbers made; false stops the work with kCancelled.
  std::function<bool(std::uint64_t done, std::uint64_t all)> progress;
};

struct Imported {
  std::string name;
  LanguageConfig config;
  std::vector<std::string> warnings;
};

StatusOr<Imported> ImportModel(const SourceFolder& folder, const ImportRequest& request, ByteSink& sink);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_IMPORT_H_

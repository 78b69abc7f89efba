// Models: where network weights and texts for priming are looked for, and a list of those found.
//
// A model is found by its name, its path, the 64 hexadecimal digits of its SHA-256, or as the default: first in the
// given folders (files *.safetensors), then among those embedded in the library. Archives identify models by SHA-256.
// Thread safety: a ModelSource may be used from many threads.
#ifndef LLMZIP_MODELS_H_
#define LLMZIP_MODELS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "llmzip/export.h"

namespace llmzip {

class ModelSource;  // opaque here

/// The models of these folders, and the embedded ones. Folders that do not exist are ignored. Checkpoints (language
/// models trained elsewhere) are looked for in the same folders, by name and digest, and opened by a plug-in: the first
/// of the files `checkpoint_plugins` that exists.
/// A TorchScript file (*.pt) is a program, which opening it runs. One that a spec names when compressing is opened; one
/// that an archive asks for when decompressing only if `allow_scripts`, else kModelMissing (--allow-scripts).
LLMZIP_EXPORT std::shared_ptr<const ModelSource> ModelsIn(std::vector<std::string> folders,
                                                          std::vector<std::string> checkpoint_plugins = {},
                                                          bool allow_scripts = false);

struct ModelSummary {
  std::string name;
  std::string digest;  ///< SHA-256, hexadecimal
  std::string place;   ///< the file, or "embedded"
  std::uint64_t file_size = 0;
  std::string architecture;
  std::string layers;
  std::uint64_t parameters = 0;
  std::string licence;
  std::string trained_on;     ///< according to the model's maker
  std::string bits_per_byte;  ///< on held-out data, according to the model's maker
  std::string problem;        ///< why the file is not a usable model; only `place` is set then
};

/// In the order of the search.
LLMZIP_EXPORT std::vector<ModelSummary> ListModels(const ModelSource& models);

}  // namespace llmzip

#endif  // LLMZIP_MODELS_H_

// The weights of a Hugging Face folder: model.safetensors, or the shards that model.safetensors.index.json names.
//
// Other than src/model/safetensors.h, which reads model files of ours alone, this takes what people have: any dtype,
// gaps between tensors, bytes after the last; and it says what is wrong. Files are untrusted. Pure functions;
// thread-safe.
#ifndef LLMZIP_IMPORT_SAFETENSORS_FILES_H_
#define LLMZIP_IMPORT_SAFETENSORS_FILES_H_

#include <string>

#include "import/source_folder.h"
#include "import/tensor_store.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// Adds the tensors of all files.
Status OpenWeights(const SourceFolder& folder, TensorStore* tensors);

/// Adds those of one file.
Status OpenSafetensors(const SourceFolder& folder, const std::string& name, TensorStore* tensors);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_SAFETENSORS_FILES_H_

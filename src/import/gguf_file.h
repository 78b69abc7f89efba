// GGUF files: what llama.cpp and its kin store models in. Versions 2 and 3, little-endian.
//
//   "GGUF" | version u32 | tensors u64 | keys u64 | keys: name, type u32, value | tensors: name, dimensions u32,
//   extents u64 (innermost first), type u32, offset u64 | padding | data
//
// A name or text is its size, u64, and its bytes. Offsets count from the data's beginning and are multiples of the
// alignment (general.alignment, 32). A model may be split: NAME-00001-of-00003.gguf and so on, each a GGUF file with
// keys split.no (from 0) and split.count; the first has the metadata. Files are untrusted. Thread safety: none.
#ifndef LLMZIP_IMPORT_GGUF_FILE_H_
#define LLMZIP_IMPORT_GGUF_FILE_H_

#include <string>

#include "import/gguf_metadata.h"
#include "import/source_folder.h"
#include "import/tensor_store.h"
#include "llmzip/status.h"

namespace llmzip::importer {

struct GgufModel {
  GgufMetadata metadata;  ///< of the first part
  TensorStore tensors;    ///< of all parts
};

/// Opens the file `name` and, if it is the first part of a split model, all others.
StatusOr<GgufModel> OpenGguf(const SourceFolder& folder, const std::string& name);

/// Whether a file of these first bytes is meant to be a GGUF file, whole or not.
bool LooksLikeGguf(const SourceFolder& folder, const std::string& name);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_GGUF_FILE_H_

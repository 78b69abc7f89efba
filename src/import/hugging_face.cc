#include "import/hugging_face.h"

namespace llmzip::importer {

StatusOr<HuggingFaceModel> OpenHuggingFace(const SourceFolder&) { return Status::Unsupported("folders: not yet"); }

}  // namespace llmzip::importer

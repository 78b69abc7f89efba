#include "import/import.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/hexadecimal.h"
#include "base/plain_name.h"
#include "import/folding.h"
#include "import/gguf_families.h"
#include "import/hugging_face.h"
#include "import/token_order.h"
#include "model/model.h"
#include "model/sha256.h"

namespace llmzip::importer {
namespace {

/// All there is to know about a checkpoint before its weights are read.
struct OpenedSource {
  const TensorStore* tensors = nullptr;
  LanguageSource language;
  SourceVocabulary vocabulary;
  Provenance provenance;
};

/// Counts the work: bytes to hash, then numbers to fold.
class Work {
 public:
  Work(const ImportRequest& request, std::uint64_t all) : request_(request), all_(all) {}

  Status Did(std::uint64_t amount) {
    done_ += amount;
    if (request_.progress == nullptr || done_ < next_) return Status::Ok();
    next_ = done_ + all_ / 1000;
    return request_.progress(std::min(done_, all_), all_) ? Status::Ok() : Status::Cancelled("stopped");
  }

 private:
  const ImportRequest& request_;
  std::uint64_t all_;
  std::uint64_t done_ = 0;
  std::uint64_t next_ = 0;
};

StatusOr<std::uint64_t> SizeOf(const SourceFolder& folder, const std::vector<std::string>& files) {
  std::uint64_t size = 0;
  for (const std::string& name : files) {
    LLMZIP_ASSIGN_OR_RETURN(const auto file, folder.Open(name));
    size += file->size();
  }
  return size;
}

StatusOr<std::string> DigestOf(const SourceFolder& folder, const std::string& name, Work* work) {
  LLMZIP_ASSIGN_OR_RETURN(const auto file, folder.Open(name));
  constexpr std::uint64_t kPiece = std::uint64_t{1} << 20;
  Sha256 sha256;
  Bytes piece;
  for (std::uint64_t at = 0; at < file->size(); at += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min(kPiece, file->size() - at)));
    if (const Status read = file->ReadAt(at, piece); !read.ok())
      return Status(read.code(), name + ": " + read.message());
    sha256.Update(piece);
    LLMZIP_RETURN_IF_ERROR(work->Did(piece.size()));
  }
  return ToHexadecimal(sha256.Finish());
}

StatusOr<std::string> ProvenanceText(const SourceFolder& folder, const Provenance& provenance, Work* work) {
  nlohmann::ordered_json text = {{"command", "llmzip import"}, {"source", provenance.kind}};
  text["files"] = nlohmann::ordered_json::array();
  for (const std::string& name : provenance.files) {
    LLMZIP_ASSIGN_OR_RETURN(const std::string digest, DigestOf(folder, name, work));
    text["files"].push_back(nlohmann::ordered_json::object({{"name", name}, {"sha256", digest}}));
  }
  return text.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// What a file says for people, without what would not be one short line.
std::string OneLine(const std::string& text) {
  constexpr std::size_t kMost = 200;
  std::string line = text.substr(0, kMost);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' ');
  return line;
}

StatusOr<Imported> Write(const SourceFolder& folder, const ImportRequest& request, const OpenedSource& source,
                         ByteSink& sink) {
  LLMZIP_ASSIGN_OR_RETURN(const TokenOrder order,
                          OrderTokens(source.vocabulary, source.language.embedding.rows.size()));
  Imported imported;
  imported.config = FoldedConfig(source.language, order);
  LLMZIP_RETURN_IF_ERROR(imported.config.Check());
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t source_bytes, SizeOf(folder, source.provenance.files));
  Work work(request, source_bytes + ParameterCount(imported.config));
  LLMZIP_ASSIGN_OR_RETURN(const std::string provenance, ProvenanceText(folder, source.provenance, &work));
  const std::string& said = source.provenance.name;
  imported.name = PlainName(!request.name.empty() ? request.name
                            : !said.empty()       ? said
                                                  : request.otherwise,
                            "imported");
  ModelStream stream(sink, TensorsOf(imported.config, order.bytes.size(), source.vocabulary.file.size()));
  LLMZIP_RETURN_IF_ERROR(stream.WriteHeader({
      {"format", std::string(kModelFormat)},
      {"format_version", std::string(kModelFormatVersion)},
      {"name", imported.name},
      {"architecture", std::string(kLanguageArchitecture)},
      {"config", ConfigToJson(imported.config)},
      {"quantisation", "int8"},
      {"alphabet", "tokens"},
      {"numerics", std::string(kLanguageNumerics)},
      {"licence", OneLine(request.licence.empty() ? source.provenance.licence : request.licence)},
      {"provenance", provenance},
      {"tokeniser", source.vocabulary.file_name},
  }));
  LLMZIP_RETURN_IF_ERROR(WriteFolded(*source.tensors, source.language, imported.config, source.vocabulary, order,
                                     stream, [&work](std::uint64_t numbers) { return work.Did(numbers); }));
  return imported;
}

StatusOr<Imported> ImportGguf(const SourceFolder& folder, const ImportRequest& request, ByteSink& sink) {
  LLMZIP_ASSIGN_OR_RETURN(GgufModel model, OpenGguf(folder, request.file));
  std::vector<std::string> warnings;
  OpenedSource source;
  source.tensors = &model.tensors;
  LLMZIP_ASSIGN_OR_RETURN(source.language, LanguageOfGguf(model));
  LLMZIP_ASSIGN_OR_RETURN(source.vocabulary, VocabularyOfGguf(model, &warnings));
  source.provenance = ProvenanceOfGguf(model);
  LLMZIP_RETURN_IF_ERROR(model.metadata.status());
  LLMZIP_ASSIGN_OR_RETURN(Imported imported, Write(folder, request, source, sink));
  imported.warnings = std::move(warnings);
  return imported;
}

StatusOr<Imported> ImportFolder(const SourceFolder& folder, const ImportRequest& request, ByteSink& sink) {
  LLMZIP_ASSIGN_OR_RETURN(const HuggingFaceModel model, OpenHuggingFace(folder));
  OpenedSource source;
  source.tensors = &model.tensors;
  source.language = model.language;
  source.vocabulary = model.vocabulary;
  source.provenance = model.provenance;
  LLMZIP_ASSIGN_OR_RETURN(Imported imported, Write(folder, request, source, sink));
  imported.warnings = model.warnings;
  return imported;
}

}  // namespace

StatusOr<Imported> ImportModel(const SourceFolder& folder, const ImportRequest& request, ByteSink& sink) {
  return request.file.empty() ? ImportFolder(folder, request, sink) : ImportGguf(folder, request, sink);
}

}  // namespace llmzip::importer
